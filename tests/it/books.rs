//! Tests of books.
