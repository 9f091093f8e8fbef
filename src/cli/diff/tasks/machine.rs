//! Tasks for a machine that becomes a node, and for one that no longer is.

use std::collections::BTreeMap;

use super::{
    Task, etcd,
    machine_shell::{NUMERIC, Shell, gone},
    process::drain,
    ready,
};
use crate::{
    cli::shell_word::shell_word,
    component::paths,
    difference::rollout::Rollout,
    model::{Component, Runtime},
    render::wants_dropin,
};

/// A machine that becomes a node.
pub(super) struct New<'a> {
    pub(super) node: &'a str,
    pub(super) control_plane: bool,
    /// The node that the same machine was before.
    pub(super) was: Option<&'a str>,
    /// Whether there is no cluster yet.
    pub(super) is_first: bool,
}

/// Installs the whole tree on a machine.
pub(super) fn install(new: &New<'_>, rollout: &Rollout, shell: Shell<'_>) -> Task {
    let New { node, control_plane, was, is_first } = *new;
    let joining = rollout.members.joining.iter().find(|joining| joining.node == node);
    let add = joining.and_then(|joining| etcd::add(joining, rollout, shell));
    let title = match (is_first, control_plane) {
        (true, _) => "Install the machines, then boot them",
        (false, _) if was.is_some() => "Install the machine anew, and boot it",
        (false, true) if add.is_some() => {
            "Add each new member to etcd as a learner, install its machine and boot it, and give it its vote; then the next one. \
             Then the load balancer may dial it"
        }
        (false, true) => {
            "Install the new machines of the control plane, and boot them. Then the load balancer may dial them"
        }
        (false, false) => "Install the new machines, and boot them",
    };
    let mut commands: Vec<String> = add.into_iter().chain([shell.unpack(node, NUMERIC)]).collect();
    if !is_first {
        commands.push(shell.on(node, "systemctl --no-block reboot"));
        commands.extend(joining.and_then(|joining| etcd::promote(joining, rollout, shell)));
        commands.extend(control_plane.then(|| ready::api_server(node, rollout)).flatten());
        commands.push(ready::ready_node(node));
    }
    Task::on_node("install", title, node, commands)
}

/// Stops the processes of a machine and deletes its Node object.
pub(super) fn retire(
    node: &str,
    runs: &BTreeMap<Component, Runtime>,
    becomes: Option<&str>,
    rollout: &Rollout,
    shell: Shell<'_>,
) -> Task {
    let title = match (becomes, runs.contains_key(&Component::KubeApiserver)) {
        (Some(_), true) => {
            "Take the machine out of the load balancer and of the cluster, and remove what it was: it comes back as another node"
        }
        (Some(_), false) => {
            "Take the machine out of the cluster, and remove what it was: it comes back as another node"
        }
        (None, true) => {
            "Take each machine that is no longer a node out of the load balancer, then of the cluster, one after the other; wipe \
             it: its keys still work"
        }
        (None, false) => {
            "Take out the machines that are no longer nodes, and wipe them: their keys still work"
        }
    };
    let leave = runs.get(&Component::Etcd).and_then(|_| etcd::remove(node, rollout, shell));
    let last = [shell.on(node, &stop(runs)), format!("kubectl delete node {}", shell_word(node))];
    let wipe = becomes.map(|_| shell.on(node, &format!("rm -rf {}", identity(runs).join(" "))));
    let commands = [drain(node)].into_iter().chain(leave).chain(last).chain(wipe);
    Task::on_node("retire", title, node, commands.collect())
}

/// What makes a machine the node that it was: its certificates and keys, and a member's data.
fn identity(runs: &BTreeMap<Component, Runtime>) -> Vec<String> {
    let data = runs.get(&Component::Etcd).map(|_| format!("{}/*", paths::ETCD_DATA));
    ["/etc/kubernetes", "/var/lib/kubelet/pki"].map(str::to_owned).into_iter().chain(data).collect()
}

/// A script that stops everything that runs on a machine, now and at its next boot. A kubelet that stops leaves its
/// pods running, and one that runs would register its Node again.
fn stop(runs: &BTreeMap<Component, Runtime>) -> String {
    let run_by =
        |runtime| runs.iter().filter(move |(_, by)| **by == runtime).map(|(component, _)| component.name());
    let pods: Vec<&str> = run_by(Runtime::StaticPod).collect();
    let units: Vec<&str> = run_by(Runtime::Systemd).collect();
    let mut steps = Vec::new();
    if !pods.is_empty() {
        let manifests: Vec<String> =
            pods.iter().map(|name| format!("{}/{name}.yaml", paths::MANIFESTS)).collect();
        steps.push(format!("rm -f {}", manifests.join(" ")));
        steps.push(gone(&pods));
    }
    if !units.is_empty() {
        steps.push(format!("systemctl stop {}", units.join(" ")));
    }
    steps.push(format!("rm -f {} && systemctl daemon-reload", wants_dropin::PATH));
    steps.join(" && ")
}
