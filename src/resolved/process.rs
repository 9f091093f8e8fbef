//! A component that runs on a node.

use std::{collections::BTreeMap, net::IpAddr};

use serde::{Deserialize, Serialize};

use crate::{
    component::Invocation,
    model::{Cluster, Runtime},
    render::image::{image, release},
};

/// A component that runs on a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Process {
    /// Whether it is a static pod or a unit.
    pub runtime: Runtime,
    /// The release of its program; `None` if it is whichever the machine's distribution has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
    /// The image of its static pod; `None` for a unit, whose program is installed on the machine.
    pub image: Option<String>,
    /// Where it listens.
    pub listens: Vec<Listener>,
    /// Its flags by name, without dashes. The values of one that is repeated have commas between.
    pub flags: BTreeMap<String, String>,
    /// Its environment variables by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub environment: BTreeMap<String, String>,
}

/// An address and port at which a component listens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listener {
    /// What it is for.
    pub purpose: String,
    /// The address; an unspecified one means all addresses of the machine.
    pub address: IpAddr,
    /// The TCP port.
    pub port: u16,
}

impl Process {
    pub(super) fn new(cluster: &Cluster, invocation: Invocation) -> Self {
        let Invocation { component, runtime, command, environment, listens, .. } = invocation;
        let image = match runtime {
            Runtime::StaticPod => Some(image(cluster, component)),
            Runtime::Systemd => None,
        };
        let listener = |one: crate::component::Listen| Listener {
            purpose: one.purpose.to_owned(),
            address: one.address,
            port: one.port,
        };
        let mut flags: BTreeMap<String, String> = BTreeMap::new();
        for flag in command.flags() {
            let values = flags.entry(flag.name.clone());
            values
                .and_modify(|all| *all = format!("{all},{}", flag.value))
                .or_insert_with(|| flag.value.clone());
        }
        Self {
            runtime,
            release: release(cluster, component),
            image,
            listens: listens.into_iter().map(listener).collect(),
            flags,
            environment,
        }
    }
}
