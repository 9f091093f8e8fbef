//! What may be believed of committed files (docs/security.md): hostile locks, exchanged keys, secrets of another render.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod as_rendered;
mod binding;
mod committed;
mod hostile_lock;
#[path = "../in_memory/mod.rs"]
mod in_memory;
mod keys;
mod links;
mod repository;
mod sealed;
