//! What is encrypted with age: the seed, and the secret output.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod cluster;
mod exchanged;
#[path = "../in_memory/mod.rs"]
mod in_memory;
mod keys;
mod killed;
mod refusals;
mod sealed;
mod seed;
mod writing;
