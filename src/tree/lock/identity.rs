//! The cluster and seed of a tree.

use crate::{
    derive::{Context, Seed},
    model::ClusterId,
};

/// The cluster and seed of a tree. If either differs, every key differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The version of the file formats and of the key derivation.
    pub schema: u32,
    /// The cluster's id.
    pub cluster: ClusterId,
    /// The seed's public id in this cluster: 32 hexadecimal digits, which reveal nothing about the seed.
    pub seed: String,
}

impl Identity {
    /// Whether the seed is the published demo seed, so that everybody can derive the keys.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        let seed = Seed::DEMO;
        let demo = Context::new(&seed, self.schema, self.cluster.as_str()).ok();
        let demo = demo.and_then(|context| context.seed_id().ok());
        demo.is_some_and(|demo| demo.to_string() == self.seed)
    }
}
