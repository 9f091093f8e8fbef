//! Kubelets that joined by TLS bootstrap, and keep on their machines what no tree holds.

use crate::cluster::{Cluster, Edit};

const ANEW: &str = "'rm -f /etc/kubernetes/kubelet.conf && systemctl restart kubelet'";

/// The commands that restart a node's kubelet.
fn restart(told: &serde_json::Value, node: &str) -> String {
    let tasks = told["rollout"].as_array().unwrap().iter();
    let mut of_node = tasks.filter(|task| task["component"] == "kubelet" && task["node"] == node);
    of_node.next().map(|task| task["commands"].to_string()).unwrap_or_default()
}

fn texts<'a>(told: &'a serde_json::Value, key: &str) -> Vec<&'a str> {
    told[key].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

#[test]
fn a_kubeconfig_that_the_kubelet_wrote_is_written_anew() {
    for change in [
        ("", "[pki.generations]\nkubernetes_ca = { active = 1, trusted = [1, 2] }"),
        ("192.168.56.105:6443", "192.168.56.106:6443"),
    ] {
        let cluster = Cluster::rendered(&[]);
        cluster.edit(&[change]);
        let told = cluster.json(&[]);
        assert!(restart(&told, "worker-1").contains(ANEW), "{told}");
        assert!(!restart(&told, "master-1").contains("rm "), "rendered: {told}");
        assert!(
            texts(&told, "notes").iter().any(|note| note.contains("the kubelet writes it anew")),
            "{told}"
        );
    }
    let cluster = Cluster::rendered(&[]);
    cluster.edit(&[("token_expiry = 2026-11-25", "token_expiry = 2026-11-26")]);
    let told = restart(&cluster.json(&[]), "worker-1");
    assert_eq!(told, "", "a kubelet that has joined reads no token again");
}

#[test]
fn a_kubelet_that_begins_to_bootstrap_lets_go_of_what_was_rendered() {
    const RENDERED: Edit = ("name = \"worker-1\"", "name = \"worker-1\"\njoin = \"certificate\"");
    let cluster = Cluster::rendered(&[RENDERED]);
    cluster.edit(&[("join = \"certificate\"", "join = \"bootstrap\"")]);
    let told = cluster.json(&[]);
    assert!(restart(&told, "worker-1").contains(ANEW), "{told}");
    assert_eq!(told.to_string().matches("rm -f").count(), 1, "{told}");
}

#[test]
fn a_generation_is_forgotten_once_no_kubelet_has_its_certificate() {
    let cluster =
        Cluster::rendered(&[("", "[pki.generations]\nkubernetes_ca = { active = 2, trusted = [1, 2] }")]);
    cluster.edit(&[("trusted = [1, 2]", "trusted = [2]")]);
    let told = cluster.json(&[]);
    let warnings = texts(&told, "warnings");
    let [_, warning] = warnings.as_slice() else { panic!("{warnings:?}") };
    assert!(
        warning.starts_with(
            "kubernetes-ca of generation 1 is no longer trusted, so each kubelet that joined by TLS bootstrap \
             (worker-1, worker-2) must first have a client certificate"
        ),
        "{warning}"
    );
    assert!(
        warning.contains("`rm /var/lib/kubelet/pki/kubelet-client-current.pem && systemctl restart kubelet`")
    );
}

#[test]
fn without_bootstrap_no_kubelet_needs_another_certificate_first() {
    let cluster = Cluster::rendered(&[
        ("name = \"worker-1\"", "name = \"worker-1\"\njoin = \"certificate\""),
        ("name = \"worker-2\"", "name = \"worker-2\"\njoin = \"certificate\""),
        ("", "[pki.generations]\nkubernetes_ca = { active = 2, trusted = [1, 2] }"),
    ]);
    cluster.edit(&[("trusted = [1, 2]", "trusted = [2]")]);
    let told = cluster.json(&[]);
    let warnings = texts(&told, "warnings");
    assert!(warnings.iter().all(|warning| !warning.contains("TLS bootstrap")), "{warnings:?}");
}
