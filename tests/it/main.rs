//! The tests mirror the road: one file a stage.
#![allow(clippy::disallowed_methods, reason = "the tests are their own gate to files and the environment")]

mod checkout;
mod common;

mod beside;
mod blocks;
mod books;
mod citations;
mod cli;
mod corpora;
mod covers;
mod epub;
mod faces;
mod findings;
mod front;
mod generated;
mod gongwen;
mod gongwen_long;
mod html;
mod impose;
mod index;
mod layout;
mod math;
mod package;
mod page_marks;
mod pages;
mod pdf;
mod preflight;
mod press;
mod press_colour;
mod print;
mod print_cover;
mod read;
mod read_markdown;
mod references;
mod resolve;
mod site;
mod split;
mod table_pages;
mod tables;
mod themes;
mod tidy;
mod unicode;
