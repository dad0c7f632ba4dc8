//! Tests of impose.
