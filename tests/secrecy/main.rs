//! No secret in what kubemint says: not of a file that was named in place of another, nor of one that was pasted into
//! cluster.toml. Eight bytes of it in a row are too many.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod cluster;
mod pasted;
mod secrets;
mod swapped;
