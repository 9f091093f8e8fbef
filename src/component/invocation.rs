//! All that a pod or a unit must know to run a component on a node.

use super::{CommandLine, Listen, Mount, Probes, Specification, flag_table::files, specification};
use crate::{
    model::{Account, Cluster, Component, NodeRef, Runtime},
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
    pub groups: &'static [Account],
    /// What of the machine it sees and whether it writes there, in the order of their paths.
    pub mounts: Vec<Mount>,
    /// Rendered files that it reads, sorted: a change of one restarts it. Some it would reload by itself (a serving
    /// certificate), most it would not (a kubeconfig, a signing key); after a restart nobody has to know which.
    pub start_inputs: Vec<MachinePath>,
    /// Whether its official image gives the binary cap_net_bind_service, without which it would not even start.
    pub needs_net_bind_service: bool,
    /// Where it listens.
    pub listens: Vec<Listen>,
    /// How to ask whether it started, lives and is ready; `None` if it can be no pod.
    pub probes: Option<Probes>,
    /// How long it may take to stop, in seconds.
    pub stop_seconds: u32,
    /// The CPU it asks for, in thousandths of a core.
    pub cpu_millis: u32,
    /// The memory it asks for, in mebibytes; 0: none.
    pub memory_mebibytes: u32,
}

/// Each component that a node runs, in the order in which they start.
#[must_use]
pub fn invocations(cluster: &Cluster, node: NodeRef<'_>) -> Vec<Invocation> {
    let here = cluster.components_on(node);
    here.map(|(component, runtime)| invocation(cluster, node, component, runtime)).collect()
}

/// A component on a node that runs it so.
#[must_use]
pub fn invocation(
    cluster: &Cluster,
    node: NodeRef<'_>,
    component: Component,
    runtime: Runtime,
) -> Invocation {
    let of = specification(component);
    let mut start_inputs = (of.start_inputs)(cluster, node);
    start_inputs.extend(files(of.flags, cluster));
    start_inputs.extend(of.unit.reads.iter().cloned());
    start_inputs.sort();
    start_inputs.dedup();
    Invocation {
        component,
        runtime,
        command: command_line(of, cluster, node),
        account: of.account,
        groups: of.groups,
        mounts: (of.mounts)(cluster),
        start_inputs,
        needs_net_bind_service: of.needs_net_bind_service,
        listens: (of.listens)(cluster, node),
        probes: (of.probes)(cluster, node),
        stop_seconds: of.stop_seconds,
        cpu_millis: of.cpu_millis,
        memory_mebibytes: of.memory_mebibytes,
    }
}

/// The command line of a component on a node: its table, then the feature gates where they are a flag, then the user's flags.
fn command_line(of: &Specification, cluster: &Cluster, node: NodeRef<'_>) -> CommandLine {
    let mut command = CommandLine::new(of.component.name()).with_bare(of.unit.bare_arguments);
    for row in of.flags {
        if let Some(value) = row.value(cluster, node) {
            command.set(row.name, value);
        }
    }
    if let Some(gates) = (of.feature_gates)(cluster).filter(|_| of.gates_are_a_flag) {
        command.set_feature_gates(gates);
    }
    command.merge((of.extra_args)(cluster));
    for row in of.flags.iter().filter(|row| row.is_kept_in_list) {
        if let Some(item) = row.value(cluster, node) {
            command.ensure_listed(row.name, &item);
        }
    }
    command
}
