//! A rollout as tasks with the commands for each.

use std::path::Path;

use super::renumber;
use crate::{
    cli::shell_word::shell_word,
    component::paths,
    difference::rollout::{Machine, NewNumber, Rollout, Step},
    model::Runtime,
};

/// Something to do on one machine, or with the cluster.
pub(super) struct Task {
    /// What it is, for programs.
    pub(super) kind: &'static str,
    /// What it is, for people: the same for tasks that follow each other.
    pub(super) title: String,
    /// The node, where it is done on a machine.
    pub(super) node: Option<String>,
    /// The component that restarts.
    pub(super) component: Option<&'static str>,
    /// What to run, where kubemint and kubectl are.
    pub(super) commands: Vec<String>,
}

/// Every task of a rollout in order.
pub(super) fn tasks(rollout: &Rollout, out: &Path, is_first: bool) -> Vec<Task> {
    let mut tasks = Vec::new();
    let cluster = |kind, title: &str, commands| Task {
        kind,
        title: title.to_owned(),
        node: None,
        component: None,
        commands,
    };
    let apply: Vec<String> =
        rollout.apply.iter().map(|folder| kubectl("apply -k", out, folder.path())).collect();
    let has_apply = !apply.is_empty();
    if has_apply && !is_first {
        tasks.push(cluster("apply", "Apply the objects", apply.clone()));
    }
    tasks.extend(rollout.machines.iter().map(|machine| bring(machine, out)));
    tasks.extend(rollout.steps.iter().map(|step| restart(step, out, is_first)));
    if has_apply && is_first {
        let title = "Apply the objects, the first time with super-admin.conf";
        tasks.push(cluster("apply", title, apply));
    }
    if rollout.label_nodes {
        let command = kubectl("apply --server-side --field-manager=kubemint -k", out, "public/cluster/nodes");
        tasks.push(cluster("label", "Label the nodes, once they have registered", vec![command]));
    }
    if !rollout.delete.is_empty() {
        let commands = rollout.delete.iter().map(|object| delete(object)).collect();
        tasks.push(cluster("delete", "Delete what an apply leaves behind", commands));
    }
    tasks
}

/// The folder that static pods start from: what is in it comes when it is its turn.
const MANIFESTS: &str = "etc/kubernetes/manifests";

fn bring(machine: &Machine, out: &Path) -> Task {
    let mut commands = Vec::new();
    if machine.files {
        let owners = if machine.keeps_owners { "--no-same-owner" } else { NUMERIC };
        commands.push(format!("{} --exclude={MANIFESTS}", unpack(&machine.node, out, owners)));
    }
    if !machine.removed.is_empty() {
        let files: Vec<String> = machine.removed.iter().map(|path| shell_word(path)).collect();
        commands.push(on(&machine.node, &format!("rm -f {}", files.join(" "))));
    }
    let here = [
        (machine.accounts, "systemd-sysusers"),
        (machine.rights, "systemd-tmpfiles --create"),
        (machine.units, "systemctl daemon-reload"),
    ];
    let here: Vec<&str> = here.into_iter().filter_map(|(is, command)| is.then_some(command)).collect();
    if !here.is_empty() {
        commands.push(on(&machine.node, &here.join(" && ")));
    }
    Task {
        kind: "bring",
        title: "Bring the files to each machine; nothing restarts yet".to_owned(),
        node: Some(machine.node.clone()),
        component: None,
        commands,
    }
}

fn restart(step: &Step, out: &Path, is_first: bool) -> Task {
    match step {
        Step::Run { component, node, from, to, numbers, is_stale } => {
            let name = component.name();
            let title = title_of_run(name, (*from, *to), !numbers.is_empty());
            let commands = if *is_stale {
                vec![on(node, &format!("rm -f {} && systemctl restart {name}", paths::KUBELET_CONF))]
            } else {
                run(name, node, (*from, *to), numbers, out)
            };
            Task { kind: "restart", title, node: Some(node.clone()), component: Some(name), commands }
        }
        Step::Install { node, control_plane } => {
            let title = match (is_first, control_plane) {
                (true, _) => "Install the machines, then boot them",
                (false, true) => {
                    "Install each new machine of the control plane, then boot it; first make it a member of etcd"
                }
                (false, false) => "Install the new machines, then boot them",
            };
            task_of_node("install", title, node, vec![unpack(node, out, NUMERIC)])
        }
        Step::Retire { node, control_plane } => {
            let title = if *control_plane {
                "Take out each machine that is no node any more; first remove its member from etcd"
            } else {
                "Take out the machines that are no nodes any more"
            };
            let name = shell_word(node);
            let drain = format!("kubectl drain {name} --ignore-daemonsets --delete-emptydir-data");
            task_of_node("retire", title, node, vec![drain, format!("kubectl delete node {name}")])
        }
    }
}

fn title_of_run(name: &str, runtimes: (Option<Runtime>, Option<Runtime>), is_renumbered: bool) -> String {
    let happens = match runtimes {
        (None, _) => return format!("{name} starts"),
        (_, None) => return format!("{name} stops"),
        (from, to) if from == to => "restarts",
        _ => "moves",
    };
    let numbered = if is_renumbered { " with its accounts' new numbers" } else { "" };
    format!("{name} {happens}{numbered}: one machine after the other, each ready again before the next")
}

fn task_of_node(kind: &'static str, title: &str, node: &str, commands: Vec<String>) -> Task {
    Task { kind, title: title.to_owned(), node: Some(node.to_owned()), component: None, commands }
}

/// The commands that make a component run as its new definition says.
fn run(
    name: &str,
    node: &str,
    (from, to): (Option<Runtime>, Option<Runtime>),
    numbers: &[NewNumber],
    out: &Path,
) -> Vec<String> {
    // A group can be changed while processes are in it, a user cannot while its own runs.
    let runs_on = numbers.iter().all(|number| number.renumbering.account.is_group_only());
    let stop = match (from, to) {
        (from, to) if from == to && runs_on => None,
        (Some(Runtime::StaticPod), _) => Some(format!("rm /{MANIFESTS}/{name}.yaml")),
        (Some(Runtime::Systemd), Some(Runtime::Systemd)) => Some(format!("systemctl stop {name}")),
        (Some(Runtime::Systemd), _) => {
            let unit = format!("/etc/systemd/system/{name}.service");
            Some(format!("systemctl stop {name} && rm {unit} && systemctl daemon-reload"))
        }
        (None, _) => None,
    };
    let start = to.map(|to| match to {
        // The kubelet starts a pod anew when its manifest is another.
        Runtime::StaticPod => format!("{} {MANIFESTS}/{name}.yaml", unpack(node, out, NUMERIC)),
        Runtime::Systemd => on(node, &format!("systemctl restart {name}")),
    });
    let stop = renumber::script(stop, numbers);
    stop.map(|stop| on(node, &stop)).into_iter().chain(start).collect()
}

/// How tar gives files the owners that the archive has.
const NUMERIC: &str = "--numeric-owner";

fn unpack(node: &str, out: &Path, owners: &str) -> String {
    let (name, out) = (shell_word(node), shell_word(&out.to_string_lossy()));
    format!("kubemint pack --node {name} --out {out} | ssh root@{name} tar -C / -xp --overwrite {owners}")
}

fn on(node: &str, command: &str) -> String {
    format!("ssh root@{} {}", shell_word(node), shell_word(command))
}

fn kubectl(verb: &str, out: &Path, folder: &str) -> String {
    format!("kubectl {verb} {}", shell_word(&out.join(folder).to_string_lossy()))
}

/// `kubectl delete` for `Kind namespace/name`.
fn delete(object: &str) -> String {
    let (kind, name) = object.split_once(' ').unwrap_or((object, ""));
    let kind = shell_word(&kind.to_lowercase());
    match name.split_once('/') {
        Some((namespace, name)) => {
            format!("kubectl delete {kind} {} --namespace {}", shell_word(name), shell_word(namespace))
        }
        None => format!("kubectl delete {kind} {}", shell_word(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_component_that_moves_stops_before_it_starts() {
        let out = Path::new("out");
        let moved = run("etcd", "m", (Some(Runtime::StaticPod), Some(Runtime::Systemd)), &[], out);
        assert_eq!(
            moved,
            ["ssh root@m 'rm /etc/kubernetes/manifests/etcd.yaml'", "ssh root@m 'systemctl restart etcd'"]
        );
        assert_eq!(run("etcd", "m", (Some(Runtime::StaticPod), Some(Runtime::StaticPod)), &[], out).len(), 1);
        assert_eq!(run("etcd", "m", (Some(Runtime::Systemd), None), &[], out).len(), 1);
    }

    #[test]
    fn deletes_by_kind_and_name() {
        assert_eq!(delete("ClusterRole kubeadm:x"), "kubectl delete clusterrole kubeadm:x");
        assert_eq!(delete("ConfigMap a/b"), "kubectl delete configmap b --namespace a");
    }
}
