//! A finished PDF → a PDF for a printing press: pages on sheets, marks and boxes, colours, PDF/X-4, preflight.
//!
//! It reads files, ours and anybody's: nothing here knows what a book is. The library that reads and writes PDFs is named in
//! this module only.

mod canvas;
pub mod colour;
mod content;
mod faults;
mod overprint;
pub mod profile;
mod separation;
pub mod standard;

pub use canvas::Remark;
pub use faults::x4_faults;
pub use overprint::overprint_black;
