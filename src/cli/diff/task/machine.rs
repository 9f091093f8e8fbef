//! A machine that becomes a node, and one that is no longer a node.

use std::{collections::BTreeMap, path::Path};

use super::{
    Task, etcd,
    machine_shell::{MANIFESTS, NUMERIC, on, unpack},
};
use crate::{
    cli::shell_word::shell_word,
    difference::rollout::Members,
    model::{Component, Runtime},
    render::wants_dropin,
};

/// A machine that gets its whole tree.
pub(super) fn install(
    node: &str,
    control_plane: bool,
    members: &Members,
    out: &Path,
    is_first: bool,
) -> Task {
    let joining = members.joining.iter().find(|joining| joining.node == node);
    let add = joining.and_then(|joining| etcd::add(joining, members));
    let title = match (is_first, control_plane) {
        (true, _) => "Install the machines, then boot them",
        (false, true) if add.is_some() => {
            "Add each new member to etcd, install its machine and boot it; the next one once it is healthy. Then the load \
             balancer may dial it"
        }
        (false, true) => {
            "Install the new machines of the control plane, then boot them. Then the load balancer may dial them"
        }
        (false, false) => "Install the new machines, then boot them",
    };
    Task::on_node("install", title, node, add.into_iter().chain([unpack(node, out, NUMERIC)]).collect())
}

/// A machine whose processes stop and whose Node object goes.
pub(super) fn retire(node: &str, runs: &BTreeMap<Component, Runtime>, members: &Members) -> Task {
    let title = if runs.contains_key(&Component::KubeApiserver) {
        "Take each machine that is no longer a node out of the load balancer, then of the cluster, one after the other; wipe \
         it: its keys still work"
    } else {
        "Take out the machines that are no longer nodes, and wipe them: their keys still work"
    };
    let name = shell_word(node);
    let drain = format!("kubectl drain {name} --ignore-daemonsets --delete-emptydir-data");
    let leave = runs.get(&Component::Etcd).and_then(|_| etcd::remove(node, members));
    let last = [on(node, &stop(runs)), format!("kubectl delete node {name}")];
    Task::on_node("retire", title, node, [drain].into_iter().chain(leave).chain(last).collect())
}

/// A script that stops all that runs on a machine, now and at its next boot. A kubelet that stops leaves its pods, and one
/// that runs registers its Node again.
fn stop(runs: &BTreeMap<Component, Runtime>) -> String {
    let run_by =
        |runtime| runs.iter().filter(move |(_, by)| **by == runtime).map(|(component, _)| component.name());
    let pods: Vec<&str> = run_by(Runtime::StaticPod).collect();
    let units: Vec<&str> = run_by(Runtime::Systemd).collect();
    let mut steps = Vec::new();
    if !pods.is_empty() {
        let manifests: Vec<String> = pods.iter().map(|name| format!("/{MANIFESTS}/{name}.yaml")).collect();
        steps.push(format!("rm -f {}", manifests.join(" ")));
        steps.push(gone(&pods.join(",")));
    }
    if !units.is_empty() {
        steps.push(format!("systemctl stop {}", units.join(" ")));
    }
    steps.push(format!("rm -f {} && systemctl daemon-reload", wants_dropin::PATH));
    steps.join(" && ")
}

/// Waits until nothing runs as the users that components are named for.
pub(super) fn gone(users: &str) -> String {
    format!("while pgrep -u {users} >/dev/null; do sleep 1; done")
}
