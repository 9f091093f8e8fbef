//! `kubemint diff`: what it tells of two trees, in each format, and what it never tells.
//!
//! `SNAPSHOTS=overwrite cargo test --test diff` writes `tests/diff/expected/` anew. Read what changed.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod bootstrapped;
mod cluster;
mod committed;
mod dates;
mod drift;
mod encryption;
mod hazards;
mod hostile;
mod hostile_git;
#[path = "../in_memory/mod.rs"]
mod in_memory;
mod kubelet_state;
mod large;
mod load_balancer;
mod machines;
mod members;
mod objects;
mod overlays;
mod pasted;
mod removed;
mod reported;
mod secrets;
mod transitions;
mod unknown;
mod unrevoked;
mod unsafe_at_once;
