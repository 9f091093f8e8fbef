//! The tree that a render writes: paths, artifacts and their secrecy, the lock, and the comparison of a directory with a tree.

mod artifact;
pub mod binding;
mod branch;
mod builder;
pub mod compare;
pub mod git_files;
mod inputs_digest;
pub mod lock;
mod machine_path;
mod origin;
mod place;
mod rel_path;
pub mod sums;
#[expect(clippy::module_inception, reason = "the module is named after its main type")]
mod tree;

pub use artifact::{Artifact, Content, Mode, Secrecy};
pub use binding::Binding;
pub use branch::Branch;
pub use builder::{TreeBuilder, TreeError};
pub use inputs_digest::InputsDigest;
pub use lock::Lock;
pub use machine_path::MachinePath;
pub(crate) use machine_path::machine_paths;
pub(crate) use origin::parse_digest;
pub use origin::{DerivedKey, Digest, IssuedCertificate, Origin};
pub use place::Place;
pub use rel_path::{InvalidPath, RelPath};
pub use tree::{File, Tree};
