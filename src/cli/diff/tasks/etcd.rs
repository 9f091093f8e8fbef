//! Tasks with `etcdctl` for members and their data, through a member that stays.

use super::{Task, machine_shell::Shell};
use crate::{
    cli::shell_word::shell_word,
    component::paths,
    difference::rollout::{EtcdChange, Joining, Member, Rollout},
    model::Runtime,
};

/// Saves a snapshot where the rollout is run, before the format of the members' data changes, or members join or
/// leave.
pub(super) fn snapshot(rollout: &Rollout, shell: Shell<'_>) -> Option<Task> {
    let members = &rollout.members;
    let changes_minor = rollout.etcd.as_ref().is_some_and(EtcdChange::changes_minor);
    let are_others = !members.joining.is_empty() || !members.leaving.is_empty();
    let member = members.staying_before.as_ref().filter(|_| changes_minor || are_others)?;
    let name = match &rollout.etcd {
        Some(EtcdChange::Known { to, .. }) if changes_minor => {
            format!("etcd-before-{}.{}.db", to.major, to.minor)
        }
        _ => "etcd-before.db".to_owned(),
    };
    let path = format!("{}/{name}", paths::ETCD_DATA);
    let title = if changes_minor {
        "Save a snapshot of etcd, and copy it to this machine: no member goes back to the old minor"
    } else {
        "Save a snapshot of etcd, and copy it to this machine, before members come or go"
    };
    let commands = vec![
        etcdctl(member, &format!("snapshot save {path}"), shell),
        // The snapshot contains every Secret.
        format!("(umask 077 && {} > ~/{name})", shell.on(&member.node, &format!("cat {path}"))),
        shell.on(&member.node, &format!("rm {path}")),
    ];
    Some(Task::on_node("save", title, &member.node, commands))
}

/// Adds a node's member as a learner: it has no vote until it runs, so that the existing majority stays one. `None`
/// if it starts a cluster of its own. It is repeated, because etcd refuses a member for some seconds after another was
/// added, and while another member is still a learner. If the member is already there, it does nothing.
pub(super) fn add(joining: &Joining, rollout: &Rollout, shell: Shell<'_>) -> Option<String> {
    let member = rollout.members.staying_after.as_ref().filter(|_| joining.is_existing)?;
    let (name, url) = (shell_word(&joining.node), shell_word(&joining.peer_url));
    let is_there = shell_word(&format!(", {}, ", joining.peer_url));
    let list = etcdctl(member, "member list", shell);
    let add = etcdctl(member, &format!("member add {name} --learner --peer-urls={url}"), shell);
    Some(format!("until {list} | grep -qF {is_there} || {add}; do sleep 5; done"))
}

/// Promotes a learner as soon as it has all data; etcd refuses it before.
pub(super) fn promote(joining: &Joining, rollout: &Rollout, shell: Shell<'_>) -> Option<String> {
    let member = rollout.members.staying_after.as_ref().filter(|_| joining.is_existing)?;
    let line = line_of(member, &joining.node, shell);
    let promote = etcdctl(member, "member promote", shell);
    Some(format!("until {line} | grep -q ', false$'; do {promote} $({line} | cut -d, -f1); sleep 5; done"))
}

/// Removes a node's member, by its ID in the list of members.
pub(super) fn remove(node: &str, rollout: &Rollout, shell: Shell<'_>) -> Option<String> {
    let member = rollout.members.staying_after.as_ref()?;
    let line = line_of(member, node, shell);
    Some(format!("{} $({line} | cut -d, -f1)", etcdctl(member, "member remove", shell)))
}

/// The line of a member in the list: `ID, STATUS, NAME, PEER URLS, CLIENT URLS, IS LEARNER`.
fn line_of(member: &Member, node: &str, shell: Shell<'_>) -> String {
    format!("{} | grep -F {}", etcdctl(member, "member list", shell), shell_word(&format!(", {node}, ")))
}

/// Runs in the member's pod, whose image contains the program, or on its machine.
pub(super) fn etcdctl(member: &Member, arguments: &str, shell: Shell<'_>) -> String {
    let command = format!(
        "etcdctl --endpoints={} --cacert={} --cert={} --key={} {arguments}",
        shell_word(&member.client_url),
        paths::ETCD_CA,
        paths::ETCD_SERVER,
        paths::ETCD_SERVER_KEY
    );
    match member.runtime {
        Runtime::StaticPod => {
            let pod = shell_word(&format!("etcd-{}", member.node));
            format!("kubectl --namespace kube-system exec {pod} -- {command}")
        }
        Runtime::Systemd => shell.on(&member.node, &command),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::difference::rollout::Access;

    #[test]
    fn asks_in_the_pod_or_on_the_machine() {
        let access = Access::default();
        let shell = Shell { out: Path::new("out"), access: &access };
        let member =
            |runtime| Member { node: "m".to_owned(), client_url: "https://[::1]:2379".to_owned(), runtime };
        let asked = etcdctl(&member(Runtime::StaticPod), "member list", shell);
        assert!(asked.starts_with(
            "kubectl --namespace kube-system exec etcd-m -- etcdctl --endpoints='https://[::1]:2379' "
        ));
        let asked = etcdctl(&member(Runtime::Systemd), "member list", shell);
        assert!(
            asked.starts_with("ssh root@m 'etcdctl ")
                && asked.ends_with("/server.key member list' </dev/null"),
            "{asked}"
        );
    }
}
