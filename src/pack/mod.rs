//! What one machine gets, read back from a rendered tree and its lock: who packs needs no seed.
//!
//! [`contents`] reads and verifies it; [`archive`], [`ignition`] and [`cloud_init`] are its forms. The same tree gives
//! the same bytes.

pub mod archive;
pub mod cloud_init;
mod contents;
pub mod ignition;
mod part;

pub use contents::{Content, Entry, PackError, contents};
pub use part::{Part, Share};
