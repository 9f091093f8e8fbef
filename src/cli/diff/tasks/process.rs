//! Tasks that restart, start, stop or move a component on a machine.

use super::{
    Task, etcd,
    machine_shell::{Shell, gone},
    ready, renumber,
};
use crate::{
    cli::shell_word::shell_word,
    component::paths::{self, MANIFESTS},
    difference::rollout::{Rollout, Run},
    model::{Component, Runtime},
    render::unit::UNITS,
};

/// Makes a component run as its new definition says, and waits until it does.
pub(super) fn restart(step: &Run, rollout: &Rollout, shell: Shell<'_>) -> Task {
    let name = step.component.name();
    let is_member = step.component == Component::Etcd && step.from.is_none();
    let joining = rollout.members.joining.iter().find(|joining| is_member && joining.node == step.node);
    let mut all: Vec<String> =
        joining.and_then(|joining| etcd::add(joining, rollout, shell)).into_iter().collect();
    all.extend(step.drain.as_ref().map(|_| drain(&step.node)));
    all.extend(if step.component == Component::Kubelet && step.from == step.to {
        vec![shell.on(&step.node, &restart_kubelet(step))]
    } else {
        commands(step, shell)
    });
    all.extend(joining.and_then(|joining| etcd::promote(joining, rollout, shell)));
    all.extend(ready::wait(step, rollout, shell));
    if step.drain.is_some() {
        // Static pods may have restarted.
        all.extend(ready::member(&step.node, rollout, shell));
        all.extend(ready::api_server(&step.node, rollout));
        all.push(format!("kubectl uncordon {}", shell_word(&step.node)));
    }
    let title = title(name, (step.from, step.to), step);
    let kind = if step.reloads { "reload" } else { "restart" };
    Task { component: Some(name), ..Task::on_node(kind, &title, &step.node, all) }
}

/// Drains a node, and tries again while a disruption budget does not allow it yet.
pub(super) fn drain(node: &str) -> String {
    ready::until(&format!("kubectl drain {} --ignore-daemonsets --delete-emptydir-data", shell_word(node)))
}

/// Restarts a kubelet, and removes what does not match its new configuration while it is stopped.
fn restart_kubelet(step: &Run) -> String {
    let stale = step.is_stale.then(|| format!("rm -f {}", paths::KUBELET_CONF));
    let old_runtime = step.drain.as_ref().and_then(|drain| drain.old_runtime.as_ref());
    let pods = old_runtime
        .map(|socket| format!("crictl --runtime-endpoint={} rmp --all --force", shell_word(socket)));
    let checkpoints = step.drain.as_ref().map(|drain| &drain.removed).filter(|removed| !removed.is_empty());
    let checkpoints =
        checkpoints.map(|paths| format!("rm -f {}", paths.iter().copied().collect::<Vec<_>>().join(" ")));
    let while_stopped: Vec<String> = pods.into_iter().chain(checkpoints).collect();
    let restart = if while_stopped.is_empty() {
        "systemctl restart kubelet".to_owned()
    } else {
        format!("systemctl stop kubelet && {} && systemctl start kubelet", while_stopped.join(" && "))
    };
    stale.into_iter().chain([restart]).collect::<Vec<_>>().join(" && ")
}

fn title(name: &str, runtimes: (Option<Runtime>, Option<Runtime>), step: &Run) -> String {
    let happens = match runtimes {
        (None, _) => return format!("{name} starts"),
        (_, None) => return format!("{name} stops"),
        (from, to) if from == to && step.reloads => "reloads",
        (from, to) if from == to => "restarts",
        _ => "moves",
    };
    let how = if step.drain.is_some() {
        " on a node that is drained"
    } else if step.accounts.is_empty() {
        ""
    } else {
        " with its accounts' new numbers"
    };
    format!("{name} {happens}{how}: one machine after the other, each ready again before the next")
}

fn commands(step: &Run, shell: Shell<'_>) -> Vec<String> {
    let Run { node, from, to, accounts, .. } = step;
    let name = step.component.name();
    // A group can be changed while it has processes, a user cannot.
    let runs_on = accounts.iter().all(|one| one.renumbering.account.is_group_only());
    let stop = match (*from, *to) {
        (from, to) if from == to && runs_on => None,
        // The port must be free before the unit starts.
        (Some(Runtime::StaticPod), Some(Runtime::Systemd)) => {
            Some(format!("rm {MANIFESTS}/{name}.yaml && {}", gone(&[name])))
        }
        (Some(Runtime::StaticPod), _) => Some(format!("rm {MANIFESTS}/{name}.yaml")),
        (Some(Runtime::Systemd), Some(Runtime::Systemd)) => Some(format!("systemctl stop {name}")),
        (Some(Runtime::Systemd), _) => {
            let unit = format!("{UNITS}/{name}.service");
            Some(format!("systemctl stop {name} && rm {unit} && systemctl daemon-reload"))
        }
        (None, _) => None,
    };
    let start = to.map(|to| match to {
        // The kubelet restarts a pod when its manifest changes.
        Runtime::StaticPod => shell.replace_pod(node, name),
        Runtime::Systemd if step.reloads => shell.on(node, &format!("systemctl reload {name}")),
        Runtime::Systemd => shell.on(node, &format!("systemctl restart {name}")),
    });
    let stop = renumber::script(stop, accounts);
    stop.map(|stop| shell.on(node, &stop)).into_iter().chain(start).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::difference::rollout::Access;

    #[test]
    fn a_component_that_moves_stops_before_it_starts() {
        let commands = |from, to| {
            let (component, node) = (Component::Etcd, "m".to_owned());
            let access = Access::default();
            commands(
                &Run {
                    component,
                    node,
                    from,
                    to,
                    accounts: Vec::new(),
                    is_stale: false,
                    drain: None,
                    reloads: false,
                },
                Shell { out: Path::new("out"), access: &access },
            )
        };
        let (pod, unit) = (Some(Runtime::StaticPod), Some(Runtime::Systemd));
        assert_eq!(
            commands(pod, unit),
            [
                "ssh root@m 'rm /etc/kubernetes/manifests/etcd.yaml && until n=$(find /proc -maxdepth 1 -user etcd) && [ -z \"$n\" ]; do sleep 1; done' </dev/null",
                "ssh root@m 'systemctl restart etcd' </dev/null",
            ]
        );
        assert_eq!(commands(pod, pod).len(), 1);
        assert_eq!(commands(unit, None).len(), 1);
    }
}
