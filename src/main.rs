//! The `keben` command.

fn main() {}
