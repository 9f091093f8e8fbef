//! `--locked`: the public output from cluster.toml and a committed tree, without the seed.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../beside/mod.rs"]
mod beside;
mod command;
mod committed;
mod golden;
mod tampered;
