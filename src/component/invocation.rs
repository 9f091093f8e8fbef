//! Everything that a pod or a unit needs to run a component on a node.

use std::collections::BTreeMap;

use super::{
    CommandLine, Listen, Mount, Probes, ProcessResources, Specification, environment, flag_table::files,
    resources, specification,
};
use crate::{
    model::{Account, Cluster, Component, NodeRef, Runtime},
    tree::MachinePath,
};

/// A component on one node: its command line, and what it needs of the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invocation {
    /// The component.
    pub component: Component,
    /// Its runtime.
    pub runtime: Runtime,
    /// Its flags.
    pub command: CommandLine,
    /// Its environment variables by name, unescaped.
    pub environment: BTreeMap<String, String>,
    /// The user and group it runs as.
    pub account: Account,
    /// Supplementary groups.
    pub groups: &'static [Account],
    /// The host paths that it can access, sorted, and whether it may write to them.
    pub mounts: Vec<Mount>,
    /// Rendered files that it reads, sorted: it restarts when one of them changes. Some it would reload by itself (a serving
    /// certificate), most it would not (a kubeconfig, a signing key); a restart covers both.
    pub start_inputs: Vec<MachinePath>,
    /// Whether the binary in its official image has the file capability cap_net_bind_service, without which it would
    /// not start.
    pub needs_net_bind_service: bool,
    /// Where it listens.
    pub listens: Vec<Listen>,
    /// Its startup, liveness and readiness probes; `None` if it cannot be a pod.
    pub probes: Option<Probes>,
    /// The termination grace period, in seconds.
    pub stop_seconds: u32,
    /// The CPU and memory that it asks for and is held to.
    pub resources: ProcessResources,
}

/// The environment variables and the resources of the process of a component, which are the same on every node.
#[must_use]
pub fn process(cluster: &Cluster, component: Component) -> (BTreeMap<String, String>, ProcessResources) {
    let of = specification(component);
    (environment::of_process((of.process)(cluster), cluster), resources::of_process(of, cluster))
}

/// Each component that a node runs, in the order in which they start.
#[must_use]
pub fn invocations(cluster: &Cluster, node: NodeRef<'_>) -> Vec<Invocation> {
    let here = cluster.components_on(node);
    here.map(|(component, runtime)| invocation(cluster, node, component, runtime)).collect()
}

/// The invocation of a component on a node.
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
    let own = cluster.overlay_inputs(component, node);
    start_inputs.extend(own.map(|file| MachinePath::of_overlay(&file.path)));
    start_inputs.sort();
    start_inputs.dedup();
    Invocation {
        component,
        runtime,
        command: command_line(of, cluster, node),
        environment: environment::of_process((of.process)(cluster), cluster),
        account: of.account,
        groups: of.groups,
        mounts: (of.mounts)(cluster),
        start_inputs,
        needs_net_bind_service: of.needs_net_bind_service,
        listens: (of.listens)(cluster, node),
        probes: (of.probes)(cluster, node),
        stop_seconds: of.stop_seconds,
        resources: resources::of_process(of, cluster),
    }
}

/// The command line of a component on a node: the flags of its table, then feature gates if they are a flag, then the
/// user's flags.
fn command_line(of: &Specification, cluster: &Cluster, node: NodeRef<'_>) -> CommandLine {
    let mut command = CommandLine::new(of.component.name()).with_bare(of.unit.bare_arguments);
    for row in of.flags {
        for value in row.values(cluster, node) {
            command.add(row.name, value);
        }
    }
    if let Some(gates) = (of.feature_gates)(cluster).filter(|_| of.gates_are_a_flag) {
        command.set_feature_gates(gates);
    }
    command.merge((of.extra_args)(cluster));
    for row in of.flags.iter().filter(|row| row.is_kept_in_list) {
        for item in row.values(cluster, node) {
            command.ensure_listed(row.name, &item);
        }
    }
    command
}
