//! A component that restarts, starts, stops or moves on a machine.

use std::path::Path;

use super::{
    Task, etcd,
    machine::gone,
    machine_shell::{MANIFESTS, NUMERIC, on, unpack},
    renumber,
};
use crate::{
    component::paths,
    difference::rollout::{Members, Run},
    model::{Component, Runtime},
};

/// What makes a component run as its new definition says.
pub(super) fn restart(step: &Run, members: &Members, out: &Path) -> Task {
    let name = step.component.name();
    let is_member = step.component == Component::Etcd && step.from.is_none();
    let joining = members.joining.iter().find(|joining| is_member && joining.node == step.node);
    let add = joining.and_then(|joining| etcd::add(joining, members));
    let commands = if step.is_stale {
        vec![on(&step.node, &format!("rm -f {} && systemctl restart {name}", paths::KUBELET_CONF))]
    } else {
        commands(step, out)
    };
    let commands = add.into_iter().chain(commands).collect();
    let title = title(name, (step.from, step.to), !step.numbers.is_empty());
    Task { component: Some(name), ..Task::on_node("restart", &title, &step.node, commands) }
}

fn title(name: &str, runtimes: (Option<Runtime>, Option<Runtime>), is_renumbered: bool) -> String {
    let happens = match runtimes {
        (None, _) => return format!("{name} starts"),
        (_, None) => return format!("{name} stops"),
        (from, to) if from == to => "restarts",
        _ => "moves",
    };
    let numbered = if is_renumbered { " with its accounts' new numbers" } else { "" };
    format!("{name} {happens}{numbered}: one machine after the other, each ready again before the next")
}

fn commands(step: &Run, out: &Path) -> Vec<String> {
    let Run { node, from, to, numbers, .. } = step;
    let name = step.component.name();
    // A group can be changed while processes are in it, a user cannot while its own runs.
    let runs_on = numbers.iter().all(|number| number.renumbering.account.is_group_only());
    let stop = match (*from, *to) {
        (from, to) if from == to && runs_on => None,
        // Its port must be free before the unit starts.
        (Some(Runtime::StaticPod), Some(Runtime::Systemd)) => {
            Some(format!("rm /{MANIFESTS}/{name}.yaml && {}", gone(name)))
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_component_that_moves_stops_before_it_starts() {
        let commands = |from, to| {
            let (component, node) = (Component::Etcd, "m".to_owned());
            commands(
                &Run { component, node, from, to, numbers: Vec::new(), is_stale: false },
                Path::new("out"),
            )
        };
        let (pod, unit) = (Some(Runtime::StaticPod), Some(Runtime::Systemd));
        assert_eq!(
            commands(pod, unit),
            [
                "ssh root@m 'rm /etc/kubernetes/manifests/etcd.yaml && while pgrep -u etcd >/dev/null; do sleep 1; done'",
                "ssh root@m 'systemctl restart etcd'",
            ]
        );
        assert_eq!(commands(pod, pod).len(), 1);
        assert_eq!(commands(unit, None).len(), 1);
    }
}
