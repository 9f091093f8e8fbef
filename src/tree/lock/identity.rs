//! Whose tree it is.

use crate::{
    derive::{Context, Seed},
    model::ClusterId,
};

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

impl Identity {
    /// Whether it was made with the published demonstration seed, so that everyone can make its keys.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        let seed = Seed::DEMO;
        let demo = Context::new(&seed, self.schema, self.cluster.as_str()).ok();
        let demo = demo.and_then(|context| context.seed_id().ok());
        demo.is_some_and(|demo| demo.to_string() == self.seed)
    }
}
