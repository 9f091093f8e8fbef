//! All that a pod or a unit must know to run a component on a node.

use std::net::IpAddr;

use super::CommandLine;
use crate::{
    model::{Account, Component, Runtime},
    tree::MachinePath,
};

/// A component on one node: its command line, and what it needs of the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invocation {
    /// Which component.
    pub component: Component,
    /// What starts it.
    pub runtime: Runtime,
    /// Its flags.
    pub command: CommandLine,
    /// The user and group it runs as.
    pub account: Account,
    /// Groups beside its own.
    pub groups: Vec<Account>,
    /// What of the machine it sees and whether it writes there, in the order of their paths.
    pub mounts: Vec<Mount>,
    /// Rendered files that it reads, sorted: a change of one restarts it. Some it would reload by itself (a serving
    /// certificate), most it would not (a kubeconfig, a signing key); after a restart nobody has to know which.
    pub start_inputs: Vec<MachinePath>,
    /// Whether its official image gives the binary cap_net_bind_service, without which it would not even start.
    pub needs_net_bind_service: bool,
    /// Where it listens.
    pub listens: Vec<Listen>,
    /// How to ask whether it started, lives and is ready.
    pub liveness: Probe,
    /// As `liveness`, for readiness.
    pub readiness: Probe,
    /// As `liveness`, while it starts.
    pub startup: Probe,
    /// How long it may take to stop, in seconds.
    pub stop_seconds: u32,
    /// The CPU it asks for, in thousandths of a core.
    pub cpu_millis: u32,
    /// The memory it asks for, in mebibytes; 0: none.
    pub memory_mebibytes: u32,
}

/// A file or folder of the machine that a component sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mount {
    /// The volume's name in a pod: a DNS-1123 label.
    pub name: &'static str,
    /// The path, the same on the machine and for the component.
    pub path: MachinePath,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// Whether the component writes there.
    pub writable: bool,
}

/// An address and port at which a component listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listen {
    /// What for: a word.
    pub purpose: &'static str,
    /// The address; an unspecified one stands for all addresses of the machine.
    pub address: IpAddr,
    /// The TCP port.
    pub port: u16,
}

/// An HTTP request that tells how a component is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// The address to dial.
    pub host: IpAddr,
    /// The port to dial.
    pub port: u16,
    /// The path to get, such as `/livez`.
    pub path: &'static str,
    /// Whether to speak TLS.
    pub tls: bool,
}
