//! What `etcdctl` does about members and their data, through a member that stays.

use super::{Task, machine_shell::on};
use crate::{
    cli::shell_word::shell_word,
    component::paths,
    difference::rollout::{EtcdChange, Joining, Member, Members},
    model::Runtime,
};

/// A snapshot, before the first member changes how its data lie on disk.
pub(super) fn snapshot(change: &EtcdChange, members: &Members) -> Option<Task> {
    let member = members.staying_before.as_ref().filter(|_| change.is_another_minor())?;
    let name = match change {
        EtcdChange::Known { to, .. } => format!("before-{}.{}.db", to.major, to.minor),
        EtcdChange::Unknown { .. } => "before.db".to_owned(),
    };
    let path = format!("{}/{name}", paths::ETCD_DATA);
    let save = etcdctl(member, &format!("snapshot save {path}"));
    let title =
        "Save a snapshot of etcd, and copy it to another machine: no member goes back to the old minor";
    Some(Task::on_node(
        "save",
        title,
        &member.node,
        vec![save, on(&member.node, &format!("mv {path} /root/"))],
    ))
}

/// Makes a node known to the members, who then wait for it; none where it begins a cluster of its own.
pub(super) fn add(joining: &Joining, members: &Members) -> Option<String> {
    let member = members.staying_after.as_ref().filter(|_| joining.is_existing)?;
    let (name, url) = (shell_word(&joining.node), shell_word(&joining.peer_url));
    Some(etcdctl(member, &format!("member add {name} --peer-urls={url}")))
}

/// Takes a node's member out, by the ID that the list of members has.
pub(super) fn remove(node: &str, members: &Members) -> Option<String> {
    let member = members.staying_after.as_ref()?;
    let list = etcdctl(member, "member list");
    let id = format!("$({list} | grep -F {} | cut -d, -f1)", shell_word(&format!(", {node}, ")));
    Some(format!("{} {id}", etcdctl(member, "member remove")))
}

/// In the member's pod, whose image has the program, or on its machine.
fn etcdctl(member: &Member, arguments: &str) -> String {
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
        Runtime::Systemd => on(&member.node, &command),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asks_in_the_pod_or_on_the_machine() {
        let member =
            |runtime| Member { node: "m".to_owned(), client_url: "https://[::1]:2379".to_owned(), runtime };
        let asked = etcdctl(&member(Runtime::StaticPod), "member list");
        assert!(asked.starts_with(
            "kubectl --namespace kube-system exec etcd-m -- etcdctl --endpoints='https://[::1]:2379' "
        ));
        let asked = etcdctl(&member(Runtime::Systemd), "member list");
        assert!(
            asked.starts_with("ssh root@m 'etcdctl ") && asked.ends_with("/server.key member list'"),
            "{asked}"
        );
    }
}
