//! A finished PDF → a PDF for a printing press: pages on sheets, marks and boxes, colours, PDF/X-4, preflight.
//!
//! It reads files, ours and anybody's: nothing here knows what a book is. The library that reads and writes PDFs is named in
//! this module only.

pub mod preflight;
