//! The tests mirror the road: one file a stage.
#![allow(clippy::disallowed_methods, reason = "the tests are their own gate to files and the environment")]

mod checkout;
mod common;

mod beside;
mod books;
mod cli;
mod epub;
mod faces;
mod findings;
mod front;
mod generated;
mod gongwen;
mod html;
mod impose;
mod layout;
mod pdf;
mod read;
mod read_markdown;
mod resolve;
mod tables;
mod themes;
mod tidy;
mod unicode;
