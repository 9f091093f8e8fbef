//! Mistakes on the command line.

use std::{fs, os::unix::fs::PermissionsExt, process::Command};

use crate::{cluster::CLUSTER, hold};

const CONTROL_PLANE: &str = "--control-plane=a=192.168.56.101";

/// Arguments, and words that the answer must have. `cluster.toml` and `seed` are there.
const MISTAKES: &[(&[&str], &str)] = &[
    (&["join"], "add it to cluster.toml"),
    (&["reset"], "take the node out of cluster.toml"),
    (&["upgrade"], "`kubemint diff` says what restarts"),
    (&["apply"], "kubemint dials no machine"),
    (&["generate"], "`kubemint render` writes"),
    (&["verify"], "`kubemint check` says"),
    (&["certs", "renew"], "`kubemint check --expiry`"),
    (&["gencert", "-initca"], "`kubemint render` writes"),
    (&["backup"], "keep the seed and cluster.toml"),
    (&["get", "nodes"], "kubemint dials no cluster"),
    (&["rotate"], "[pki.generations]"),
    (&["render", "cluster.toml"], "--config FILE for cluster.toml"),
    (&["pack", "a"], "--node NAME"),
    (&["pack"], "--node master-1"),
    (&["pack", "--node", "a", "-o", "a.tar"], "here: --output FILE"),
    (&["diff", "HEAD"], "--against GIT-REV"),
    (&["diff", "--base", "HEAD"], "--against GIT-REV"),
    (&["diff", "--output", "json"], "here: --format json"),
    (&["check", "--expires", "30d"], "--at now --expires-within 60d"),
    (&["check", "--at", "now", "--expires-within", "30 days"], "60d or 720h"),
    (&["check", "--at", "tomorrow"], "write --at now"),
    (&["open", "a.age"], "an age identity file"),
    (&["open", "a.age", "-k", "key"], "here: --identity KEY"),
    (&["render", "--seed-file"], "--seed-file seed"),
    (&["render", "--strict"], "--deny all"),
    (&["init"], "--control-plane master-1=192.168.56.101"),
    (
        &["init", "new", "--control-plane", "a:10.0.0.1", "--endpoint", "10.0.0.1:6443"],
        "name each node by itself",
    ),
    (&["token", "create"], "`token_expiry` of [bootstrap]"),
    (&["rendr"], "render"),
    (&["render", "--dry-run"], "`kubemint diff` says"),
    (&["render", "--node", "a"], "--node is an option of `kubemint pack`"),
    (
        &["pack", "--config", "cluster.toml"],
        "--config is an option of `kubemint validate`, `kubemint render`",
    ),
    (&["init", "--pod-network-cidr=10.244.0.0/16"], "here: --pod-cidr"),
    (&["init", "--apiserver-cert-extra-sans=a"], "`extra_sans` of [apiserver]"),
    (&["render", "--seed", "seed"], "--seed-file"),
    (&["render", "--config", "nowhere.toml"], "start with `kubemint init`"),
    (&["render", "--config", "empty.toml"], "`kubemint init`"),
    (&["render", "--config", "cluster.yaml"], "is YAML"),
    (&["render", "--config", "kubeadm.yaml"], "is a configuration of kubeadm"),
    (&["render", "--config", "cluster.json"], "is JSON"),
    (&["render", "--config", "seed"], "were the two swapped?"),
    (&["render", "--config", "notes.txt"], "it has none of its tables"),
    (&["render", "--seed-file", "nowhere"], "`kubemint init`"),
    (&["render", "--seed-file", "cluster.toml"], "were the two swapped?"),
    (&["render", "--out", "cluster.toml"], "help: "),
    (&["pack", "--node", "a"], "help: "),
    (
        &["init", "new", CONTROL_PLANE, "--endpoint", "192.168.56.101"],
        "--endpoint: \"192.168.56.101\" is an address without a port",
    ),
    (
        &["init", "new", CONTROL_PLANE, "--endpoint", "https://a.example.com:6443"],
        "write \"a.example.com:6443\"",
    ),
    (
        &[
            "init",
            "new",
            CONTROL_PLANE,
            "--endpoint",
            "192.168.56.101:6443",
            "--kubernetes-version",
            "v1.37.2",
        ],
        "--kubernetes-version: ",
    ),
    (
        &["init", "new", CONTROL_PLANE, "--endpoint", "192.168.56.101:6443", "--pod-cidr", "10.96.0.0/12"],
        "--pod-cidr",
    ),
    (
        &["init", "new", CONTROL_PLANE, "--endpoint", "192.168.56.101:6443", "--key-algorithm", "rsa2048"],
        "--key-algorithm: ",
    ),
    (
        &[
            "init",
            "new",
            CONTROL_PLANE,
            "--control-plane=b=192.168.56.102",
            "--endpoint",
            "192.168.56.101:6443",
        ],
        "--control-plane",
    ),
];

pub(crate) const COUNT: usize = MISTAKES.len();

#[test]
fn each_is_answered_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("cluster.toml", CLUSTER);
    write("seed", "b7d3f8a16c2e4905d1883ac05f7e62b94d0ce1f35a96287bc4f0de178a63925e\n");
    fs::set_permissions(folder.path().join("seed"), fs::Permissions::from_mode(0o600)).unwrap();
    write("empty.toml", "\n");
    write("notes.txt", "Buy milk.\n");
    write(
        "cluster.yaml",
        "cluster:\n  name: kubernetes\n  endpoint: 192.168.56.101:6443\nworkers:\n- name: a\n",
    );
    write("kubeadm.yaml", "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n");
    write("cluster.json", "{\"cluster\": {\"name\": \"kubernetes\"}}\n");
    let mut pictures = String::new();
    let mut wrong = Vec::new();
    for (arguments, help) in MISTAKES {
        let output = Command::new(env!("CARGO_BIN_EXE_kubemint"))
            .args(*arguments)
            .current_dir(folder.path())
            .env_remove("COLUMNS")
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        if output.status.code() != Some(2) || !said.contains(help) {
            wrong.push(format!("{arguments:?}: there is no {help:?}, or another exit than 2, in\n{said}"));
        }
        pictures.push_str(&format!("## kubemint {}\n\n{said}\n", arguments.join(" ")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    hold("arguments", &pictures);
}
