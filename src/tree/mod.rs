//! The tree that kubemint makes: paths, artifacts, their secrecy, the lock that remembers them, and what can be told
//! from both without a disk: how a folder compares with a tree.

mod artifact;
pub mod binding;
mod branch;
mod builder;
pub mod compare;
pub mod git_ignore;
pub(crate) mod hex;
mod inputs_digest;
pub mod lock;
mod machine_path;
mod origin;
mod place;
mod rel_path;
pub mod sums;
#[expect(clippy::module_inception, reason = "the room is named for its main type")]
mod tree;

pub use artifact::{Artifact, Content, Mode, Secrecy};
pub use binding::Binding;
pub use branch::Branch;
pub use builder::{TreeBuilder, TreeError};
pub use inputs_digest::InputsDigest;
pub use lock::Lock;
pub use machine_path::MachinePath;
pub use origin::{DerivedKey, Digest, IssuedCertificate, Origin};
pub use place::Place;
pub use rel_path::{InvalidPath, RelPath};
pub use tree::{File, Tree};
