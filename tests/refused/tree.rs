//! A tree of another cluster or seed, and one that is none.

use std::fs;

use crate::run::{Cluster, OTHER_SEED};

/// Every verb that compares with the tree.
const VERBS: [&str; 2] = ["render", "check"];

#[test]
fn of_another_seed() {
    let cluster = Cluster::rendered();
    cluster.write("seed", OTHER_SEED, 0o600);
    for verb in VERBS {
        cluster.refuses("tree-of-another-seed", &[verb]);
    }
}

#[test]
fn of_another_cluster() {
    let cluster = Cluster::rendered();
    let text = fs::read_to_string(cluster.at("cluster.toml")).unwrap();
    let text = text.replace("5f0c1c0e9a3b4d62a7e15d0b8c9f7e21", "00112233445566778899aabbccddeeff");
    cluster.write("cluster.toml", text, 0o644);
    for verb in VERBS {
        cluster.refuses("tree-of-another-cluster", &[verb]);
    }
}

#[test]
fn whose_lock_cannot_be_read() {
    let cluster = Cluster::rendered();
    let lock = fs::read_to_string(cluster.at("out/public/kubemint.lock")).unwrap();
    cluster.write("out/public/kubemint.lock", format!("<<<<<<< HEAD\n{lock}"), 0o644);
    cluster.refuses("tree-lock-conflict", &["render"]);
    cluster.refuses("tree-lock-conflict", &["check"]);
    cluster.refuses("tree-lock-conflict", &["pack", "--node", "master-1"]);
}

#[test]
fn that_is_not_there_or_lacks_the_node() {
    let cluster = Cluster::new();
    cluster.refuses("pack-no-tree", &["pack", "--node", "master-1"]);
    let cluster = Cluster::rendered();
    cluster.refuses("pack-no-node", &["pack", "--node", "master-2"]);
    cluster.refuses("pack-node-name", &["pack", "--node", "../master-1"]);
    fs::remove_dir_all(cluster.at("out/secret")).unwrap();
    cluster.refuses("pack-no-secret-half", &["pack", "--node", "master-1"]);
}

#[test]
fn a_faulty_cluster_leaves_the_old_tree() {
    let cluster = Cluster::rendered();
    let text = fs::read_to_string(cluster.at("cluster.toml")).unwrap();
    cluster.write("cluster.toml", text.replace("192.168.56.101\"", "127.0.0.1\""), 0o644);
    for verb in VERBS {
        cluster.refuses("cluster-faulty", &[verb]);
    }
}

#[test]
fn a_cluster_that_is_no_text() {
    let cluster = Cluster::new();
    cluster.write("cluster.toml", b"schema = 1\nname = \"\xff\"\n", 0o644);
    cluster.refuses("cluster-no-utf-8", &["render"]);
    fs::remove_file(cluster.at("cluster.toml")).unwrap();
    cluster.refuses("cluster-missing", &["render"]);
}
