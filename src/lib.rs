//! kubemint turns one cluster.toml into everything that a highly available Kubernetes control plane needs on disk.
//!
//! The modules, in the order in which data flows: [`config`] reads the file, [`model`] holds the valid cluster,
//! [`derive`] and [`pki`] make keys and certificates, [`component`] defines each command line, [`render`] the
//! contents of each file, [`plan`] puts them together as a [`tree`], and [`writer`] writes it. [`seal`] encrypts and
//! decrypts what may be committed.
#![deny(clippy::disallowed_methods, clippy::too_many_lines)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::disallowed_methods
    )
)]

pub use kubemint_derive as derive;

pub mod cli;
pub mod component;
pub mod config;
pub mod content;
pub mod diagnostic;
pub mod difference;
pub mod documents;
pub mod git;
pub mod input;
pub mod kubernetes;
pub mod layout;
pub mod model;
pub mod pack;
pub mod pki;
pub mod plan;
pub mod progress;
pub mod recipient;
pub mod render;
pub mod resolved;
pub mod seal;
mod suggestion;
pub mod tree;
pub mod validate;
pub mod writer;
