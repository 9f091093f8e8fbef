//! What `seal` refuses.

use std::{fs, path::Path};

use crate::{
    cluster::Cluster,
    keys::{kubemint, said},
};

#[test]
fn a_tree_of_the_demo_seed_is_refused_unless_allowed() {
    let cluster = Cluster::rendered();
    let (code, _) = cluster.run(&["render", "--quiet", "--demo-seed", "--out", "demo"]);
    assert_eq!(code, 0);
    let (code, said) = cluster.run(&["seal", "--out", "demo"]);
    assert!(code == 2 && said.contains("demo seed") && !cluster.at("demo/sealed").exists(), "{said}");
    assert_eq!(cluster.run(&["seal", "--quiet", "--out", "demo", "--allow-demo"]), (0, String::new()));
}

#[test]
fn a_cluster_without_recipients_has_nothing_to_seal_and_no_key() {
    let cluster = Cluster::rendered();
    cluster.write(&[], &[], "");
    cluster.render();
    assert!(!cluster.at("out/public/recipients.txt").exists());
    assert!(!cluster.at("out/secret/cluster/seal.key").exists());
    let (code, said) = cluster.run(&["seal"]);
    assert!(code == 2 && said.contains("no recipients") && said.contains("[cluster]"), "{said}");
}

#[test]
fn recipients_that_were_not_rendered_are_refused() {
    let cluster = Cluster::rendered();
    let file = cluster.at("out/public/recipients.txt");
    let mut text = fs::read_to_string(&file).unwrap();
    let other = age::x25519::Identity::generate().to_public();
    text.push_str(&format!("nodes/worker-1 {other}\n"));
    fs::write(&file, text).unwrap();
    let (code, said) = cluster.run(&["seal"]);
    assert!(code == 2 && said.contains("recipients.txt is not the file that was rendered"), "{said}");
}

#[test]
fn a_secret_that_was_not_rendered_is_refused() {
    let cluster = Cluster::rendered();
    fs::write(cluster.at("out/secret/nodes/master-1/etc/kubernetes/pki/ca.key"), "another").unwrap();
    let (code, said) = cluster.run(&["seal"]);
    assert!(code == 2 && said.contains("ca.key is not the file that was rendered"), "{said}");
    fs::write(cluster.at("out/secret/cluster/seal.key"), "no key").unwrap();
    let (code, said) = cluster.run(&["seal"]);
    assert!(code == 2 && said.contains("seal.key is not the file"), "{said}");
    assert!(!cluster.at("out/sealed").exists());
}

#[test]
fn a_merge_that_was_not_finished_is_named() {
    let cluster = Cluster::rendered();
    cluster.seal();
    let index = cluster.at("out/sealed/INDEX");
    let text = fs::read_to_string(&index).unwrap().replacen("cluster.tar", "<<<<<<< HEAD\ncluster.tar", 1);
    fs::write(index, text).unwrap();
    let (code, said) = cluster.run(&["seal"]);
    assert!(code == 2 && said.contains("INDEX: line 3"), "{said}");
}

#[test]
fn where_there_is_no_tree_there_is_nothing_to_seal() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| said(&kubemint(Path::new(folder.path()), arguments));
    let (code, told) = run(&["seal"]);
    assert!(code == 2 && told.contains("no tree"), "{told}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing may be left behind");
    let (code, told) = run(&["open", "nothing.age", "--identity", "key"]);
    assert!(code == 2 && told.contains("nothing.age"), "{told}");
}
