//! What one machine gets, from a rendered tree and its lock; no seed is needed.
//!
//! [`contents`] reads and verifies it; [`archive`], [`ignition`] and [`cloud_init`] are its formats. The same tree
//! gives the same bytes.

pub mod archive;
pub mod cloud_init;
mod contents;
mod error;
pub mod ignition;
mod part;
mod secret_sums;

pub use contents::{Content, Entry, contents, nodes};
pub use error::PackError;
pub use part::{Part, Share};
pub use secret_sums::{hold_recipients, secret_file};
