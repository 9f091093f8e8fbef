//! What operators set around the process of a component, whatever starts it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Environment;

/// The keys that the table of each component has for its process.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcessSettings {
    /// Environment variables.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub env: Environment,
}

impl ProcessSettings {
    /// Nothing is set.
    pub const NONE: Self = Self { env: BTreeMap::new() };
}
