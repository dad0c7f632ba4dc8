//! A case composed by keben.
