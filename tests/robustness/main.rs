//! What holds whatever surrounds a run: its streams, its signals, the files that it is given, other runs.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod beside;
#[path = "../diff/cluster.rs"]
#[allow(dead_code)]
mod cluster;
mod core_dumps;
mod delivery;
mod hostile;
#[path = "../in_memory/mod.rs"]
mod in_memory;
mod progress;
