//! docs/json.md has every key of cluster.json, every key of cluster.toml is in the file, and the questions of the page have
//! answers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use kubemint::config::known_keys;
use serde_json::Value;

const PAGE: &str = include_str!("../docs/json.md");

/// Objects whose keys are anybody's: what stands in the page for a key, or nothing where the page stops there.
const FREE: &[(&str, Option<&str>)] = &[
    ("nodes", Some("NODE")),
    ("nodes.NODE.components", Some("COMPONENT")),
    ("nodes.NODE.components.COMPONENT.flags", None),
    ("nodes.NODE.components.COMPONENT.environment", None),
    ("nodes.NODE.kubelet_config", None),
    ("kubelet_config", None),
    ("configurations", Some("COMPONENT")),
    ("configurations.COMPONENT", None),
    ("cluster.kube_proxy.config", None),
    ("cluster.kube_proxy.extra_args", None),
    ("cluster.kube_proxy.env", None),
    ("cluster.kube_proxy.limits", None),
    ("cluster.kube_proxy.feature_gates", None),
    ("cluster.apiserver.authentication", None),
    ("cluster.apiserver.extra_args", None),
    ("cluster.apiserver.env", None),
    ("cluster.apiserver.requests", None),
    ("cluster.apiserver.limits", None),
    ("cluster.apiserver.feature_gates", None),
    ("cluster.controller_manager.extra_args", None),
    ("cluster.controller_manager.env", None),
    ("cluster.controller_manager.requests", None),
    ("cluster.controller_manager.limits", None),
    ("cluster.controller_manager.feature_gates", None),
    ("cluster.scheduler.extra_args", None),
    ("cluster.scheduler.env", None),
    ("cluster.scheduler.requests", None),
    ("cluster.scheduler.limits", None),
    ("cluster.scheduler.feature_gates", None),
    ("cluster.etcd.extra_args", None),
    ("cluster.etcd.env", None),
    ("cluster.etcd.requests", None),
    ("cluster.etcd.limits", None),
    ("cluster.kubelet.config", None),
    ("cluster.kubelet.extra_args", None),
    ("cluster.kubelet.env", None),
    ("cluster.kubelet.limits", None),
    ("cluster.kubelet.feature_gates", None),
    ("cluster.control_plane.labels", None),
    ("cluster.worker.labels", None),
    ("cluster.pki.renewals", None),
    ("cluster.pki.generations.leaf", None),
    ("cluster.images.digests", None),
];

/// Keys of cluster.toml that stand in the file under another name, with it.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    ("", "schema", "schema"),
    ("[apiserver]", "authentication_file", "cluster.apiserver.authentication"),
    ("[audit]", "policy_file", "cluster.audit.policy.custom"),
    ("[[overlay]]", "permissions", "cluster.overlay.files.mode"),
    ("a file of [overlay.permissions]", "mode", "cluster.overlay.files.mode"),
    ("a file of [overlay.permissions]", "owner", "cluster.overlay.files.owner"),
    ("a file of [overlay.permissions]", "group", "cluster.overlay.files.group"),
];

/// The resolved clusters of all golden trees and of the example.
fn documents() -> Vec<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let golden = fs::read_dir(root.join("tests/golden")).unwrap().map(|entry| entry.unwrap().path());
    let folders = golden.map(|case| case.join("public")).chain([root.join("out/public")]);
    let files = folders.map(|folder| folder.join("cluster.json")).filter(|file| file.exists());
    files.map(|file| serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()).collect()
}

/// The paths of a document, the items of a list taken together.
fn paths() -> BTreeSet<String> {
    let mut paths = BTreeSet::from(["cluster.audit.policy.custom".to_owned()]);
    let documents = documents();
    assert!(documents.len() > 5);
    for document in &documents {
        collect("", document, &mut paths);
    }
    paths
}

fn collect(path: &str, value: &Value, paths: &mut BTreeSet<String>) {
    let free = FREE.iter().find(|(free, _)| *free == path);
    match value {
        _ if matches!(free, Some((_, None))) => {
            paths.insert(path.to_owned());
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                let name = free.and_then(|(_, stands_for)| *stands_for).unwrap_or(name);
                let inner = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
                collect(&inner, value, paths);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                collect(path, item, paths);
            }
        }
        _ => {
            paths.insert(path.to_owned());
        }
    }
}

/// The path of a key of cluster.toml.
fn path_of(table: &str, name: &str) -> Vec<String> {
    if let Some((.., path)) = ELSEWHERE.iter().find(|(of, key, _)| (*of, *key) == (table, name)) {
        return vec![(*path).to_owned()];
    }
    match table.trim_matches(['[', ']']) {
        "" | "cluster" => vec![format!("cluster.{name}")],
        "images.digests" => vec!["cluster.images.digests".to_owned()],
        "a key of [pki.generations" => {
            let keys = ["kubernetes_ca", "etcd_ca", "front_proxy_ca", "service_account"];
            keys.map(|key| format!("cluster.pki.generations.{key}.{name}")).to_vec()
        }
        table => vec![format!("cluster.{table}.{name}")],
    }
}

#[test]
fn every_key_is_documented() {
    let known: BTreeSet<String> = known_keys().flat_map(|key| path_of(key.table, key.name)).collect();
    let is_known = |path: &String| known.contains(path) || PAGE.contains(&format!("`{path}`"));
    let missing: Vec<String> = paths().into_iter().filter(|path| !is_known(path)).collect();
    assert!(missing.is_empty(), "neither docs/json.md nor docs/configuration.md has {missing:#?}");
}

#[test]
fn every_documented_key_is_there() {
    let paths = paths();
    let is_there = |path: &str| {
        let below = format!("{path}.");
        paths.iter().any(|known| known == path || known.starts_with(&below))
    };
    let section = PAGE.split("## `cluster.json`").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let keys = known_keys().filter(|key| !(key.table.is_empty() && key.name == "cluster"));
    let of_file = keys.flat_map(|key| path_of(key.table, key.name));
    let gone: Vec<String> = rows.map(str::to_owned).chain(of_file).filter(|path| !is_there(path)).collect();
    assert!(gone.is_empty(), "cluster.json has no {gone:#?}");
}

#[test]
fn the_questions_of_the_page_have_answers() {
    let commands = PAGE.lines().filter_map(|line| line.strip_prefix("jq -r '")).collect::<Vec<_>>();
    let ask = |command: &str| {
        let filter = command.strip_suffix("' out/public/cluster.json").expect("the tree of the example");
        let out = Command::new("jq")
            .args(["-r", filter, "out/public/cluster.json"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("jq, which CONTRIBUTING.md asks for");
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    };
    let masters = "master-1\nmaster-2\nmaster-3\n";
    let listening = "master-1 0.0.0.0 6443\nmaster-2 0.0.0.0 6443\nmaster-3 0.0.0.0 6443\n";
    let answers: Vec<String> = commands.into_iter().map(ask).collect();
    assert_eq!(answers, [masters, masters, listening]);
}
