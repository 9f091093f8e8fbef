//! Holds every derivation to what an independent implementation says (tests/known_answers/reference).
//!
//! Within a schema no vector may ever change: a change here is a change of every user's keys.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod known_answers {
    mod key_pairs;
    mod secrets;
    mod vectors;
}
