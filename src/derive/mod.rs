//! From a seed to every secret of a cluster.

mod algorithm;

pub use algorithm::{KeyAlgorithm, ParseKeyAlgorithmError};
