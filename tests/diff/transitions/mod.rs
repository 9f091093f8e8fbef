//! Every key of cluster.toml, changed in the example's cluster: what a running cluster does, and what `diff` reports.
//!
//! A key without a case fails a test, so a new key makes its author decide what a change of it does to a running cluster.

mod cluster;
mod components;
mod others;

use std::{collections::BTreeSet, fs};

use kubemint::config::known_keys;

use crate::cluster::{Cluster, Edit, tasks};

/// What changing a key does to a running cluster.
enum Transition {
    /// No process restarts, and nothing is unsafe.
    Nothing,
    /// These components restart one after the other, and nothing is unsafe.
    Restart(&'static [&'static str]),
    /// It is unsafe in one rollout, or safe under a condition: the code of the warning that says so.
    Warns(&'static str),
    /// `diff` refuses it with these words.
    Refused(&'static str),
    /// A table, whose keys have cases of their own.
    Table,
}

use Transition::{Nothing, Refused, Restart, Table, Warns};

/// A table's title, one of its keys, what changing it does, and an edit that changes it.
type Case = (&'static str, &'static str, Transition, &'static [Edit]);

const APISERVER: &[&str] = &["kube-apiserver"];
const MANAGER: &[&str] = &["kube-controller-manager"];
const SCHEDULER: &[&str] = &["kube-scheduler"];
const KUBELET: &[&str] = &["kubelet"];
const KUBE_PROXY: &[&str] = &["kube-proxy"];
const ETCD: &[&str] = &["etcd"];
const PODS: &[&str] = &["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"];
const KUBERNETES: &[&str] = &["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet"];
const CLIENTS: &[&str] = &["kube-controller-manager", "kube-scheduler", "kubelet"];
const ALL: &[&str] = &["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet"];

fn cases() -> impl Iterator<Item = &'static Case> {
    [
        cluster::CLUSTER,
        cluster::PKI,
        components::COMPONENTS,
        components::KUBE_PROXY_TABLE,
        components::PROCESSES,
        others::OTHERS,
    ]
    .into_iter()
    .flatten()
}

#[test]
fn every_key_has_a_case_and_every_case_a_key() {
    let known: BTreeSet<(&str, &str)> = known_keys().map(|key| (key.table, key.name)).collect();
    let covered: BTreeSet<(&str, &str)> = cases().map(|(table, key, ..)| (*table, *key)).collect();
    let missing: Vec<_> = known.difference(&covered).collect();
    assert!(missing.is_empty(), "what does a running cluster do when these change? {missing:?}");
    let unknown: Vec<_> = covered.difference(&known).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn changes_of_the_cluster_and_its_nodes_are_reported() {
    check(cluster::CLUSTER);
}

#[test]
fn changes_of_keys_and_certificates_are_reported() {
    check(cluster::PKI);
}

#[test]
fn changes_of_components_are_reported() {
    check(components::COMPONENTS);
}

#[test]
fn changes_of_a_kube_proxy_that_runs_are_reported() {
    check_from(&[("", "[kube_proxy]\nrun = \"systemd\"")], components::KUBE_PROXY_TABLE);
}

#[test]
fn changes_around_processes_are_reported() {
    check(components::PROCESSES);
}

#[test]
fn other_changes_are_reported() {
    check(others::OTHERS);
}

/// Makes each change alone, and compares what `diff` reports with what the case expects.
fn check(cases: &[Case]) {
    check_from(&[], cases);
}

/// The same in the example's cluster with edits.
fn check_from(edits: &[Edit], cases: &[Case]) {
    let cluster = Cluster::rendered(edits);
    let authentication = "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\njwt:\n- issuer:\n    \
                          url: https://login.example.org\n    audiences: [a]\n  claimMappings:\n    username:\n      \
                          claim: sub\n      prefix: \"x:\"\n";
    fs::write(cluster.at("authentication.yaml"), authentication).unwrap();
    let policy = "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Metadata\n";
    fs::write(cluster.at("policy.yaml"), policy).unwrap();
    let object = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n";
    fs::write(cluster.at("object.yaml"), object).unwrap();
    fs::create_dir_all(cluster.at("machines/etc/sysctl.d")).unwrap();
    fs::write(cluster.at("machines/etc/sysctl.d/90-own.conf"), "net.ipv4.ip_forward = 1\n").unwrap();
    fs::write(cluster.at("old.pub"), include_str!("../../beside/sa-old.pub")).unwrap();
    fs::write(cluster.at("Corefile"), ".:53 {\n    whoami\n}\n").unwrap();
    let before = fs::read_to_string(cluster.at("cluster.toml")).unwrap();
    let mut wrong = Vec::new();
    for (table, key, transition, edits) in cases.iter().filter(|case| !matches!(case.2, Table)) {
        cluster.edit(edits);
        if let Some(found) = mismatch(&cluster, transition) {
            wrong.push(format!("{table} {key}: {found}"));
        }
        fs::write(cluster.at("cluster.toml"), &before).unwrap();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What `diff` reports, where it is not what is expected.
fn mismatch(cluster: &Cluster, transition: &Transition) -> Option<String> {
    if let Refused(words) = transition {
        let output = cluster.run(&["diff", "--demo-seed"]);
        let stderr = String::from_utf8(output.stderr).unwrap();
        let is_refused = output.status.code() == Some(2) && stderr.contains(words);
        return (!is_refused).then_some(stderr);
    }
    let output = cluster.run(&["diff", "--demo-seed", "--format", "json"]);
    if output.status.code().is_none_or(|code| code > 1) {
        return Some(String::from_utf8(output.stderr).unwrap());
    }
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let codes: Vec<&str> =
        report["diagnostics"].as_array().unwrap().iter().filter_map(|one| one["code"].as_str()).collect();
    let tasks = tasks(&report);
    let restarted: BTreeSet<&str> =
        tasks.iter().filter(|task| task.kind == "restart").map(|task| task.component.as_str()).collect();
    let expected = match transition {
        Nothing => BTreeSet::new(),
        Restart(components) => components.iter().copied().collect(),
        Warns(code) => return (!codes.contains(code)).then(|| format!("{codes:?}, expected {code}")),
        Refused(_) | Table => return None,
    };
    (!codes.is_empty() || restarted != expected)
        .then(|| format!("{codes:?}, restarts {restarted:?}, expected {expected:?}"))
}
