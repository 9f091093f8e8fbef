//! What `diff` says where a tree has no resolved cluster that can be believed.

use std::fs;

use sha2::{Digest, Sha256};

use crate::cluster::Cluster;

/// A committed tree with another cluster.json, or none, and a lock that lists it so.
fn committed(change: impl FnOnce(&str) -> Option<String>) -> Cluster {
    let cluster = Cluster::rendered(&[]);
    let (file, lock) = (cluster.at("out/public/cluster.json"), cluster.at("out/public/kubemint.lock"));
    let old = fs::read_to_string(&file).unwrap();
    let rows = fs::read_to_string(&lock).unwrap();
    let digest = |text: &str| base16(Sha256::digest(text).as_slice());
    assert!(rows.contains(&digest(&old)));
    let rows = if let Some(text) = change(&old) {
        fs::write(&file, &text).unwrap();
        rows.replace(&digest(&old), &digest(&text))
    } else {
        fs::remove_file(&file).unwrap();
        let kept = rows.lines().filter(|line| !line.starts_with("public cluster.json "));
        kept.map(|line| format!("{line}\n")).collect()
    };
    fs::write(lock, rows).unwrap();
    cluster.git(&["init", "-q"]);
    cluster.git(&["add", "-A"]);
    cluster.git(&["commit", "-qm", "before"]);
    cluster
}

fn base16(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The message of the warning that judgements are missing.
fn hazards_unknown(cluster: &Cluster, more: &[&str]) -> Option<String> {
    let report = cluster.json(more);
    let diagnostics = report["diagnostics"].as_array().unwrap();
    let one = diagnostics.iter().find(|one| one["code"] == "hazards-unknown")?;
    Some(one["message"].as_str().unwrap().to_owned())
}

#[test]
fn a_revision_without_a_resolved_cluster_is_said_to_have_none() {
    let cluster = committed(|_| None);
    cluster.edit(&[("10.254.0.0/16", "10.253.0.0/16")]);
    let message = hazards_unknown(&cluster, &["--against", "HEAD"]).unwrap();
    assert!(message.starts_with("the tree before has no cluster.json"), "{message}");
    let told = cluster.diff(&["--against", "HEAD"]).1;
    assert!(told.contains("--service-cluster-ip-range=10.253.0.0/16"), "{told}");
    assert!(told.contains("kube-apiserver restarts") && !told.contains("service-range"), "{told}");
}

#[test]
fn a_resolved_cluster_that_cannot_be_believed_is_not() {
    let replaced = |from: &str, to: &str| {
        let (from, to) = (from.to_owned(), to.to_owned());
        move |text: &str| {
            assert!(text.contains(&from), "{from}");
            Some(text.replacen(&from, &to, 1))
        }
    };
    for (from, to, why) in [
        ("\"schema\": 1", "\"schema\": 2", "cannot be read: cluster.json has schema 2"),
        ("\"name\":", "\"\\u001b[31m\": 1, \"name\":", "cannot be read: line 5 of cluster.json"),
        (
            "\"runtime\": \"static-pod\",\n          \"release\"",
            "\"runtime\": \"systemd\",\n          \"release\"",
            "says otherwise",
        ),
        ("\"etcd\": 561", "\"etcd\": 571", "says otherwise"),
        ("    \"worker-2\": {", "    \"worker-3\": {", "says otherwise"),
    ] {
        let cluster = committed(replaced(from, to));
        cluster.edit(&[("", "[scheduler]\nextra_args = { v = \"4\" }")]);
        let message = hazards_unknown(&cluster, &["--against", "HEAD"]).unwrap();
        assert!(message.contains(why) && !message.contains('\u{1b}'), "{to}: {message}");
    }
}

#[test]
fn an_edited_file_on_disk_is_not_believed_and_alone_is_no_warning() {
    let cluster = Cluster::rendered(&[]);
    let file = cluster.at("out/public/cluster.json");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("\"1.37.2\"", "\"1.36.0\"")).unwrap();
    assert_eq!(hazards_unknown(&cluster, &[]), None);
    cluster.edit(&[("", "[scheduler]\nextra_args = { v = \"4\" }")]);
    let message = hazards_unknown(&cluster, &[]).unwrap();
    assert!(message.contains("is not the one that its kubemint.lock lists"), "{message}");
    cluster.render();
    assert_eq!(hazards_unknown(&cluster, &[]), None);
}

/// Whoever changes a pod and not the resolved cluster hides nothing.
#[test]
fn what_the_resolved_cluster_does_not_explain_is_told() {
    let cluster = Cluster::rendered(&[]);
    let file = cluster.at("out/public/nodes/master-1/etc/kubernetes/manifests/kube-scheduler.yaml");
    let lock = cluster.at("out/public/kubemint.lock");
    cluster.git(&["init", "-q"]);
    cluster.git(&["add", "-A"]);
    cluster.git(&["commit", "-qm", "before"]);
    let old = fs::read_to_string(&file).unwrap();
    let new = old.replace("--leader-elect=true", "--leader-elect=false");
    assert_ne!(old, new);
    let digest = |text: &str| base16(Sha256::digest(text).as_slice());
    let rows = fs::read_to_string(&lock).unwrap();
    fs::write(&lock, rows.replace(&digest(&old), &digest(&new))).unwrap();
    fs::write(&file, &new).unwrap();
    let output = cluster.run(&["diff", "--against", "HEAD", "--as-rendered"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("--leader-elect=false"), "{said}{}", String::from_utf8_lossy(&output.stderr));
}
