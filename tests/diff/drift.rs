//! What somebody changed on disk since the last render.

use std::fs;

use crate::cluster::Cluster;

#[test]
fn an_edited_manifest_is_told_in_words_and_restarts_nothing() {
    let cluster = Cluster::rendered(&[]);
    let manifest = cluster.at("out/public/nodes/master-2/etc/kubernetes/manifests/kube-scheduler.yaml");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replace("--leader-elect=true", "--leader-elect=false")).unwrap();
    let (code, told) = cluster.diff(&[]);
    assert_eq!(code, 1);
    assert!(told.contains("kube-scheduler on master-2\n"), "{told}");
    assert!(told.contains("command loses --leader-elect=false\n"), "{told}");
    assert!(told.contains("on disk edited since it was rendered; a render restores it\n"), "{told}");
    assert!(told.contains("nothing restarts") && !told.contains("After the render"), "{told}");
}

#[test]
fn a_lost_file_is_told_and_a_clone_is_not_a_loss() {
    let cluster = Cluster::rendered(&[]);
    fs::remove_file(cluster.at("out/secret/nodes/master-1/etc/kubernetes/pki/sa.key")).unwrap();
    fs::remove_file(cluster.at("out/public/cluster/rbac/get-nodes.yaml")).unwrap();
    let told = cluster.diff(&[]).1;
    assert!(told.contains("/etc/kubernetes/pki/sa.key\n    on disk lost; a render restores it"), "{told}");
    assert!(told.contains("public/cluster/rbac/get-nodes.yaml\n    on disk lost"), "{told}");
    fs::remove_dir_all(cluster.at("out/secret")).unwrap();
    cluster.git(&["init", "-q"]);
    let told = cluster.diff(&[]).1;
    assert!(told.contains("note: the secret output is not here"), "{told}");
    assert!(!told.contains("sa.key"), "{told}");
}

#[test]
fn sums_alone_are_told() {
    let cluster = Cluster::rendered(&[]);
    fs::write(cluster.at("out/public/nodes/master-1/SHA256SUMS"), "x").unwrap();
    let (code, told) = cluster.diff(&[]);
    assert_eq!(code, 1);
    assert!(told.contains("/SHA256SUMS\n    on disk edited"), "{told}");
}

#[test]
fn what_a_render_would_refuse_is_warned_of() {
    let cluster = Cluster::rendered(&[]);
    cluster.edit(&[("worker-2", "worker-3")]);
    fs::create_dir_all(cluster.at("out/public/nodes")).unwrap();
    fs::write(cluster.at("out/public/nodes/worker-3"), "mine").unwrap();
    let output = cluster.run(&["diff", "--demo-seed", "--quiet"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("warning[in-the-way]: kubemint did not make out/public/nodes/worker-3"), "{said}");
}
