//! What a component is, as data: its pods, units, accounts, directories, port checks and the ownership of its flags follow.

use std::net::IpAddr;

use super::{ConfigurationFile, flag_table::FlagRow, harm::HarmfulValue, refused_flags::RefusedFlag};
use crate::{
    kubernetes::values::FlagForm,
    model::{Account, Cluster, Component, Draft, ExtraArgs, FeatureGates, NodeRef},
    tree::{MachinePath, Mode},
};

/// A component. Each has one in the file that is named after it; [`specification`](super::specification) lists them.
pub struct Specification {
    /// Which component.
    pub component: Component,
    /// Its table's key in cluster.toml.
    pub table: &'static str,
    /// The user's flags.
    pub extra_args: fn(&Draft) -> &ExtraArgs,
    /// The user's feature gates; `None` where its table has no such key.
    pub feature_gates: fn(&Draft) -> Option<&FeatureGates>,
    /// Whether the gates are a flag: otherwise they stand in its configuration file.
    pub(super) gates_are_a_flag: bool,
    /// Its flags, in the order in which they are written.
    pub(super) flags: &'static [FlagRow],
    /// Flags that would contradict those, or that have a setting of their own: nobody sets them.
    pub(super) contradicting: &'static [&'static str],
    /// What to do instead of setting a flag that kubemint owns.
    pub(super) instead: &'static [(&'static str, &'static str)],
    /// Flags that kubemint does not set and that no user may set.
    pub(super) refused: &'static [RefusedFlag],
    /// The other flags, and what each takes.
    pub(super) forms: &'static [&'static [FlagForm]],
    /// Values of flags with which it starts and harms the cluster.
    pub(super) harmful: &'static [&'static [HarmfulValue]],
    /// Its configuration file, if it has one.
    pub configuration: Option<&'static ConfigurationFile>,
    /// The user and group it runs as.
    pub account: Account,
    /// Groups beside its own.
    pub groups: &'static [Account],
    /// Directories that kubemint makes on each machine that runs it, beside those that it writes to by a user's choice.
    pub directories: &'static [Directory],
    /// Whether it has no sandbox in which the machine's files look otherwise.
    pub sees_machine: bool,
    /// What of the machine it sees in its pod, in the order of their paths, and where its unit may write.
    pub mounts: fn(&Draft) -> Vec<Mount>,
    /// Rendered files that it reads only when it starts, beside those that its flags name.
    pub(super) start_inputs: fn(&Cluster, NodeRef<'_>) -> Vec<MachinePath>,
    /// Ports that it listens at in every cluster.
    pub ports: &'static [Port],
    /// Where it listens on a node.
    pub(super) listens: fn(&Cluster, NodeRef<'_>) -> Vec<Listen>,
    /// How to ask whether it started, lives and is ready; `None` if it answers nobody and can be no pod.
    pub(super) probes: fn(&Cluster, NodeRef<'_>) -> Option<Probes>,
    /// Whether its official image gives the binary cap_net_bind_service, without which it would not even start.
    pub(super) needs_net_bind_service: bool,
    /// How long it may take to stop, in seconds.
    pub(super) stop_seconds: u32,
    /// The CPU that its pod asks for, in thousandths of a core.
    pub(super) cpu_millis: u32,
    /// The memory that its pod asks for, in mebibytes; 0: none.
    pub(super) memory_mebibytes: u32,
    /// How its unit differs from the others.
    pub unit: Unit,
}

impl Specification {
    /// A program of the machine's distribution for `[load_balancer]`: it has no flags of a user's, none in a table, and no
    /// pod. A port that it listens at has a key of its own.
    pub(super) const fn load_balancer(component: Component, account: Account) -> Self {
        Self {
            component,
            table: "load_balancer",
            extra_args: |_| &NO_FLAGS,
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

/// How to ask how a component is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probes {
    /// Whether it lives.
    pub liveness: Probe,
    /// Whether it is ready.
    pub readiness: Probe,
    /// Whether it has started.
    pub startup: Probe,
}

/// The flags in `extra_args` of a component that no user can give any.
static NO_FLAGS: ExtraArgs = ExtraArgs::new();

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
    /// The address; an unspecified one means all addresses of the machine.
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

/// A port that a component listens at in every cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Port {
    /// The number.
    pub number: u16,
    /// What for; completes "is for".
    pub purpose: &'static str,
}

/// A directory of a machine that kubemint owns: never one of the base system, such as /etc.
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
    /// Whether a cluster needs it.
    pub needed: fn(&Draft) -> bool,
}

impl Directory {
    /// A directory of root that everyone can enter.
    pub(super) const fn open(path: MachinePath) -> Self {
        let (owner, group) = (Account::Root, Account::Root);
        Self { path, owner, group, mode: Mode::PUBLIC_FOLDER, needed: |_| true }
    }

    /// A directory that only its owner can enter.
    pub(super) const fn private(path: MachinePath, owner: Account) -> Self {
        Self { path, owner, group: owner, mode: Mode::SECRET_FOLDER, needed: |_| true }
    }

    /// A directory of root that a group can enter.
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
    /// The path of its program; `None`: it is in the directory of Kubernetes' programs, by the component's name.
    pub program: Option<&'static str>,
    /// Arguments that are no flags with a value, before those that are.
    pub bare_arguments: &'static [&'static str],
    /// Rendered files that it reads, beside those that its flags name.
    pub reads: &'static [MachinePath],
    /// How it reads them again; `None`: it restarts.
    pub reload: Option<Reload>,
    /// `Description=`
    pub description: &'static str,
    /// `Documentation=`
    pub documentation: &'static str,
    /// `Type=`: `notify` if the program notifies systemd when it serves.
    pub service_type: &'static str,
    /// `TimeoutStartSec=`
    pub start_timeout: &'static str,
    /// The units that it starts after, if the machine has them.
    pub after: &'static [&'static str],
    /// The exit status, other than 0, with which it stops when it is asked to.
    pub stop_status: Option<u8>,
    /// Capabilities of the process, beside that for a privileged port.
    pub capabilities: &'static [&'static str],
    /// Whether it changes the owners of files.
    pub changes_owners: bool,
    /// Whether it starts pods of other accounts, whose UIDs must be right before.
    pub starts_pods: bool,
    /// The file's permissions.
    pub mode: Mode,
}

/// How a program reads its configuration again while it runs.
#[derive(Debug)]
pub struct Reload {
    /// Arguments, after all others, with which it only tests its configuration.
    pub test: &'static [&'static str],
    /// The signal at which it reads it again.
    pub signal: &'static str,
}

impl Unit {
    /// That of a component of the control plane.
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
