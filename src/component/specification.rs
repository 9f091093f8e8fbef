//! What a component is, as data. Its pods, units, accounts, directories, port checks and owned flags are derived from it.

use std::net::IpAddr;

use super::{ConfigurationFile, flag_table::FlagRow, harm::HarmfulValue, refused_flags::RefusedFlag};
use crate::{
    kubernetes::values::FlagForm,
    model::{Account, Cluster, Component, Draft, ExtraArgs, FeatureGates, NodeRef, ProcessSettings},
    tree::{MachinePath, Mode},
};

/// What a component is. Each component has its own in the file named after it;
/// [`specification`](super::specification) returns it.
pub struct Specification {
    /// The component.
    pub component: Component,
    /// Its table's key in cluster.toml.
    pub table: &'static str,
    /// The user's flags.
    pub extra_args: fn(&Draft) -> &ExtraArgs,
    /// What the user sets around its process.
    pub process: fn(&Draft) -> &ProcessSettings,
    /// The user's feature gates; `None` if its table has no such key.
    pub feature_gates: fn(&Draft) -> Option<&FeatureGates>,
    /// Whether feature gates are set by a flag; otherwise they are in its configuration file.
    pub(super) gates_are_a_flag: bool,
    /// Its flags, in the order in which they are written.
    pub(super) flags: &'static [FlagRow],
    /// Flags that would contradict those, or that have their own setting: they are never set.
    pub(super) contradicting: &'static [&'static str],
    /// What to do instead of setting a flag that kubemint owns.
    pub(super) instead: &'static [(&'static str, &'static str)],
    /// Flags that kubemint does not set and that no user may set.
    pub(super) refused: &'static [RefusedFlag],
    /// The other flags, and the values that each accepts.
    pub(super) forms: &'static [&'static [FlagForm]],
    /// Values of flags with which it starts but harms the cluster.
    pub(super) harmful: &'static [&'static [HarmfulValue]],
    /// Its configuration file, if it has one.
    pub configuration: Option<&'static ConfigurationFile>,
    /// The user and group it runs as.
    pub account: Account,
    /// Supplementary groups.
    pub groups: &'static [Account],
    /// Directories that kubemint creates on each machine that runs it, apart from those that the user configures.
    pub directories: &'static [Directory],
    /// Whether its unit sees all of the machine's files, without a sandbox.
    pub sees_machine: bool,
    /// The host paths that its pod mounts, sorted, and that its unit may write to.
    pub mounts: fn(&Draft) -> Vec<Mount>,
    /// Rendered files that it reads only at startup, apart from those that its flags name.
    pub(super) start_inputs: fn(&Cluster, NodeRef<'_>) -> Vec<MachinePath>,
    /// Ports that it listens on in every cluster.
    pub ports: &'static [Port],
    /// The addresses and ports that it listens on on a node.
    pub(super) listens: fn(&Cluster, NodeRef<'_>) -> Vec<Listen>,
    /// Its startup, liveness and readiness probes; `None` if it has no endpoint for them and cannot be a pod.
    pub(super) probes: fn(&Cluster, NodeRef<'_>) -> Option<Probes>,
    /// Whether the binary in its official image has the file capability cap_net_bind_service, without which it would
    /// not start.
    pub(super) needs_net_bind_service: bool,
    /// The termination grace period, in seconds.
    pub(super) stop_seconds: u32,
    /// The CPU request of its pod, in millicores.
    pub(super) cpu_millis: u32,
    /// The memory request of its pod, in MiB; 0 for none.
    pub(super) memory_mebibytes: u32,
    /// How its unit differs from the others.
    pub unit: Unit,
}

impl Specification {
    /// A program of the machine's distribution for `[load_balancer]`: it has no flags that users can set, no table of
    /// flags and no pod. The port that it listens on has its own key.
    pub(super) const fn load_balancer(component: Component, account: Account) -> Self {
        Self {
            component,
            table: "load_balancer",
            extra_args: |_| &NO_FLAGS,
            process: |_| &NOTHING_SET,
            feature_gates: |_| None,
            gates_are_a_flag: false,
            flags: &[],
            contradicting: &[],
            instead: &[],
            refused: &[],
            forms: &[],
            harmful: &[],
            configuration: None,
            account,
            groups: &[],
            directories: &[],
            sees_machine: false,
            mounts: |_| Vec::new(),
            start_inputs: |_, _| Vec::new(),
            ports: &[],
            listens: |_, _| Vec::new(),
            probes: |_, _| None,
            needs_net_bind_service: false,
            stop_seconds: 30,
            cpu_millis: 0,
            memory_mebibytes: 0,
            unit: Unit::CONTROL_PLANE,
        }
    }
}

/// The probes of a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probes {
    /// The liveness probe.
    pub liveness: Probe,
    /// The readiness probe.
    pub readiness: Probe,
    /// The startup probe.
    pub startup: Probe,
}

/// The `extra_args` of a component that has no such key.
static NO_FLAGS: ExtraArgs = ExtraArgs::new();

/// What is set around the process of a component that has no table of its own.
static NOTHING_SET: ProcessSettings = ProcessSettings::NONE;

/// A file or directory of the machine that a component can access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mount {
    /// The volume's name in a pod: a DNS-1123 label.
    pub name: &'static str,
    /// The path on the machine and in the container.
    pub path: MachinePath,
    /// Whether it is a directory.
    pub is_folder: bool,
    /// Whether the component writes there.
    pub writable: bool,
}

/// An address and port that a component listens on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listen {
    /// Its purpose, in one word.
    pub purpose: &'static str,
    /// The address; an unspecified address means all addresses of the machine.
    pub address: IpAddr,
    /// The TCP port.
    pub port: u16,
}

/// An HTTP request that probes a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// The address to connect to.
    pub host: IpAddr,
    /// The port to connect to.
    pub port: u16,
    /// The path of the request, such as `/livez`.
    pub path: &'static str,
    /// Whether to use TLS.
    pub tls: bool,
}

/// A port that a component listens on in every cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Port {
    /// The number.
    pub number: u16,
    /// Its purpose; completes "is for".
    pub purpose: &'static str,
}

/// A directory of a machine that kubemint owns, never one of the base system such as /etc.
#[derive(Debug)]
pub struct Directory {
    /// The path.
    pub path: MachinePath,
    /// The owner.
    pub owner: Account,
    /// The group.
    pub group: Account,
    /// The permissions.
    pub mode: Mode,
    /// Whether the cluster needs it.
    pub needed: fn(&Draft) -> bool,
}

impl Directory {
    /// A directory of root with mode 0755.
    pub(super) const fn open(path: MachinePath) -> Self {
        let (owner, group) = (Account::Root, Account::Root);
        Self { path, owner, group, mode: Mode::PUBLIC_FOLDER, needed: |_| true }
    }

    /// A directory that only its owner can access.
    pub(super) const fn private(path: MachinePath, owner: Account) -> Self {
        Self { path, owner, group: owner, mode: Mode::SECRET_FOLDER, needed: |_| true }
    }

    /// A directory of root that a group can access.
    pub(super) const fn of_group(path: MachinePath, group: Account) -> Self {
        Self { path, owner: Account::Root, group, mode: Mode::GROUP_FOLDER, needed: |_| true }
    }

    /// The same, in clusters that need it.
    pub(super) const fn only_where(mut self, needed: fn(&Draft) -> bool) -> Self {
        self.needed = needed;
        self
    }
}

/// The name of a file under templates/, and its content.
pub type Template = (&'static str, &'static str);

/// How a component's unit differs from the others. Its name is the component's.
#[derive(Debug)]
pub struct Unit {
    /// Its template.
    pub template: Template,
    /// The path of its program; `None` if it is in the directory of Kubernetes' programs, under the component's name.
    pub program: Option<&'static str>,
    /// Arguments before its flags.
    pub bare_arguments: &'static [&'static str],
    /// Rendered files that it reads, apart from those that its flags name.
    pub reads: &'static [MachinePath],
    /// How it reloads them; `None` if it has to restart.
    pub reload: Option<Reload>,
    /// `Description=`
    pub description: &'static str,
    /// `Documentation=`
    pub documentation: &'static str,
    /// `Type=`: `notify` if the program notifies systemd when it serves.
    pub service_type: &'static str,
    /// `TimeoutStartSec=`
    pub start_timeout: &'static str,
    /// `After=`: units that it starts after if the machine has them.
    pub after: &'static [&'static str],
    /// `SuccessExitStatus=`: the exit status, other than 0, with which it stops on request.
    pub stop_status: Option<u8>,
    /// Capabilities of the process, in addition to CAP_NET_BIND_SERVICE for a privileged port.
    pub capabilities: &'static [&'static str],
    /// Whether it changes the owners of files.
    pub changes_owners: bool,
    /// Whether it starts pods that run as other accounts, whose UIDs must be right before it starts.
    pub starts_pods: bool,
    /// The file's permissions.
    pub mode: Mode,
}

/// How a running program reloads its configuration.
#[derive(Debug)]
pub struct Reload {
    /// Arguments, after all others, with which it only validates its configuration.
    pub test: &'static [&'static str],
    /// The signal that makes it reload.
    pub signal: &'static str,
}

impl Unit {
    /// The unit of a component of the control plane.
    pub(super) const CONTROL_PLANE: Self = Self {
        template: ("control-plane.service", include_str!("../../templates/control-plane.service")),
        program: None,
        bare_arguments: &[],
        reads: &[],
        reload: None,
        description: "",
        documentation: "",
        service_type: "exec",
        start_timeout: "90",
        after: &[],
        stop_status: None,
        capabilities: &[],
        changes_owners: false,
        starts_pods: false,
        mode: Mode::PUBLIC_FILE,
    };
}
