//! The tree that kubemint makes: paths, artifacts, their secrecy, and the lock that remembers them.

mod artifact;
mod machine_path;
mod origin;
mod rel_path;

pub use artifact::{Artifact, Content, Mode, Secrecy};
pub use machine_path::MachinePath;
pub use origin::{DerivedKey, Digest, IssuedCertificate, Origin};
pub use rel_path::{InvalidPath, RelPath};
