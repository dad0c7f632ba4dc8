//! keben (刻本) publishes Chinese, Japanese, Korean and English texts as PDF, printable booklet, EPUB and HTML.
//!
//! ```text
//! Source → read → Book → resolve → Edition → { layout → Paged → pdf  |  html → ContentDocs → epub }
//!                                                              pdf, impose → Sheets → press
//! ```
//!
//! Each arrow is one function that takes a finished value and gives back a finished value;
//! `publish` is the road as a few lines of Rust. The modules below stand in reading order.

pub mod unit;

pub mod diag;

pub mod source;

pub mod model;

pub mod math;

pub mod read;

pub mod resolve;

pub mod theme;

pub mod font;

pub mod text;

pub mod layout;

pub mod impose;

pub mod pdf;

pub mod press;

pub mod html;

pub mod epub;

pub mod drawing;

pub mod publish;
