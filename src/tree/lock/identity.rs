//! Whose tree it is.

use crate::model::ClusterId;

/// The cluster and the seed that a tree is made for. Where either differs, the keys differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The version of the formats and of the key derivation.
    pub schema: u32,
    /// The cluster's id.
    pub cluster: ClusterId,
    /// The seed's public name in this cluster: 32 hexadecimal digits, which tell nothing of the seed.
    pub seed: String,
}
