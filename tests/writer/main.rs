//! The writer keeps its promises: nothing foreign is lost, nothing unchanged is touched, no link is followed, no
//! secret is open for a moment, and a run that is killed leaves one whole tree.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod committed_workspace;
mod every_call;
mod every_error;
mod foreign;
mod git;
mod identity;
#[path = "../in_memory/mod.rs"]
mod in_memory;
mod interrupted;
mod listed;
mod mounts;
mod overlay;
mod refusals;
mod surroundings;
mod trees;
mod unchanged;
mod withheld;
