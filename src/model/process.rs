//! What operators set around the process of a component, whatever starts it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Environment, Resources};

/// The keys that the table of each component has for its process.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcessSettings {
    /// Environment variables.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub env: Environment,
    /// What its pod asks for, in place of kubeadm's requests.
    #[serde(default, skip_serializing_if = "Resources::is_empty")]
    pub requests: Resources,
    /// What its pod or unit is held to.
    #[serde(default, skip_serializing_if = "Resources::is_empty")]
    pub limits: Resources,
}

impl ProcessSettings {
    /// Nothing is set.
    pub const NONE: Self = Self { env: BTreeMap::new(), requests: Resources::NONE, limits: Resources::NONE };
}
