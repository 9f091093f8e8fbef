//! Facts about the supported Kubernetes minors, from data files made with the real binaries.

mod minor;

pub use minor::Minor;
