//! How commands reach machines and API servers.

use std::collections::BTreeMap;

use super::{command_lines::CommandLines, same_machine::Addresses};
use crate::{
    difference::Files,
    model::{Component, RolloutSettings},
    render::rollout_file,
};

/// How commands reach the machines of a rollout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// What [rollout] of the tree after says.
    pub settings: RolloutSettings,
    /// The first address of each node, the new one where it changes, as far as it was read.
    pub addresses: BTreeMap<String, String>,
}

impl Access {
    pub(super) fn new(after: &Files, old: Addresses, new: Addresses) -> Self {
        let all = old.into_iter().chain(new);
        Self {
            settings: after.text(&rollout_file::place()).map(rollout_file::settings_of).unwrap_or_default(),
            addresses: all.filter_map(|(node, all)| Some((node, all.into_iter().next()?))).collect(),
        }
    }
}

/// Where each API server serves, by node.
pub(super) fn api_servers(command_lines: &CommandLines<'_>) -> BTreeMap<String, String> {
    let servers = command_lines.iter().filter(|((component, _), _)| *component == Component::KubeApiserver);
    let url = |((_, node), line): (&(Component, String), &super::command_lines::CommandLine<'_>)| {
        let words = line.words();
        let flags = words.flags();
        let address = flags.get("advertise-address")?;
        let host = if address.contains(':') { format!("[{address}]") } else { address.clone() };
        Some((node.clone(), format!("https://{host}:{}", flags.get("secure-port")?)))
    };
    servers.filter_map(url).collect()
}
