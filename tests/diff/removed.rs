//! Files that go: after the restarts, since until then processes read them.

use crate::cluster::{Cluster, Edit};

/// The kinds of the tasks, and the commands of those that remove files.
fn removals(before: &[Edit], change: &[Edit]) -> (Vec<String>, String) {
    let cluster = Cluster::rendered(before);
    cluster.edit(change);
    let told = cluster.json(&[]);
    let tasks = told["rollout"].as_array().unwrap();
    let mut kinds: Vec<String> = tasks.iter().map(|task| task["kind"].as_str().unwrap().to_owned()).collect();
    kinds.dedup();
    let removals = tasks.iter().filter(|task| task["kind"] == "remove");
    (kinds, removals.map(|task| task["commands"].to_string()).collect())
}

#[test]
fn an_archive_removes_nothing() {
    let (kinds, removals) =
        removals(&[], &[("name = \"worker-1\"", "name = \"worker-1\"\njoin = \"certificate\"")]);
    assert_eq!(kinds, ["bring", "restart", "remove"]);
    assert!(
        removals.contains("ssh root@worker-1 'rm -f /etc/kubernetes/bootstrap-kubelet.conf'"),
        "{removals}"
    );
}

#[test]
fn a_process_keeps_what_it_reads_until_it_restarts() {
    for (change, file) in [
        ("[etcd]\nexternal = [\"192.168.56.90:2379\"]", "/etc/kubernetes/pki/etcd/peer.key"),
        ("[encryption]\nprovider = \"none\"", "/etc/kubernetes/encryption/config.yaml"),
        ("[kubelet]\nserving = \"csr\"", "/var/lib/kubelet/pki/kubelet.key"),
    ] {
        let (kinds, removals) = removals(&[], &[("", change)]);
        assert_eq!(kinds, ["bring", "restart", "remove"], "{change}");
        assert!(removals.contains(file), "{removals}");
    }
}

#[test]
fn what_is_asked_stops_after_who_asks_it() {
    let cluster = Cluster::rendered(&[]);
    cluster.edit(&[("", "[etcd]\nexternal = [\"192.168.56.90:2379\"]")]);
    let told = cluster.json(&[]);
    let components = told["rollout"].as_array().unwrap().iter().filter(|task| task["kind"] == "restart");
    let mut components: Vec<_> = components.map(|task| task["component"].as_str().unwrap()).collect();
    components.dedup();
    assert_eq!(components, ["kube-apiserver", "kubelet", "etcd"]);
}
