//! The tests mirror the road: one file a stage.

mod common;

mod books;
mod cli;
mod epub;
mod html;
mod impose;
mod layout;
mod pdf;
mod read;
mod read_markdown;
mod resolve;
mod tidy;
