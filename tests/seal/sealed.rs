//! What is sealed is the secret output, each part for its own; what did not change is left as it is.

use std::{collections::BTreeMap, fs};

use crate::{
    cluster::Cluster,
    keys::{kubemint, public, said},
};

/// A new key for the worker's client certificate alone.
const NEW_KEY: &str = "generations.leaf = { \"kubelet/worker-1\" = 2 }";

#[test]
fn each_part_holds_its_secrets_and_opens_for_its_own_alone() {
    let cluster = Cluster::rendered();
    assert_eq!(cluster.seal(), ["cluster.tar.age", "nodes/master-1.tar.age", "nodes/worker-1.tar.age"]);
    for (part, keys, others) in [
        ("cluster", &["rsa"][..], &["ed25519"][..]),
        ("nodes/master-1", &["rsa", "ed25519"], &[]),
        ("nodes/worker-1", &["rsa"], &["ed25519"]),
    ] {
        let file = format!("out/sealed/{part}.tar.age");
        for key in keys {
            let opened = cluster.open(&file, key);
            let bytes: BTreeMap<String, Vec<u8>> =
                opened.iter().map(|(path, (_, _, bytes))| (path.clone(), bytes.clone())).collect();
            assert_eq!(bytes, cluster.secrets(part), "{part}");
        }
        for key in others {
            let (code, said) = cluster.run(&["open", &file, "--identity", key]);
            assert!(code == 2 && said.contains(&file) && said.contains("in ed25519"), "{said}");
        }
    }
    let opened = cluster.open("out/sealed/nodes/master-1.tar.age", "ed25519");
    assert_eq!((opened["etc/kubernetes/pki/sa.key"].0, opened["etc/kubernetes/pki/sa.key"].1), (0, 0o640));
    assert_eq!((opened["etc/kubernetes/pki/ca.key"].0, opened["etc/kubernetes/pki/ca.key"].1), (563, 0o600));
}

#[test]
fn an_unchanged_cluster_is_an_empty_diff_and_a_change_seals_what_it_concerns() {
    let cluster = Cluster::rendered();
    cluster.seal();
    let before = cluster.sealed();
    cluster.render();
    assert_eq!(cluster.seal(), [""; 0]);
    assert_eq!(cluster.sealed(), before, "nothing may be touched");

    let [rsa, ed25519] = ["rsa", "ed25519"].map(public);
    let commented = format!("{ed25519} another comment");
    cluster.write(&[&rsa], &[&commented, &ed25519], "");
    cluster.render();
    assert_eq!(cluster.seal(), [""; 0], "a comment is not part of a key");

    cluster.write(&[&rsa], &[&ed25519], NEW_KEY);
    cluster.render();
    assert_eq!(cluster.run(&["seal", "--check"]).0, 1);
    assert_eq!(cluster.seal(), ["nodes/worker-1.tar.age"]);

    cluster.write(&[&rsa], &[], NEW_KEY);
    cluster.render();
    assert_eq!(cluster.seal(), ["nodes/master-1.tar.age"]);
    assert_eq!(cluster.run(&["open", "out/sealed/nodes/master-1.tar.age", "--identity", "ed25519"]).0, 2);

    cluster.write(&[], &[&ed25519], NEW_KEY);
    cluster.render();
    assert_eq!(cluster.seal(), ["cluster.tar.age", "nodes/master-1.tar.age", "nodes/worker-1.tar.age"]);
    let names: Vec<String> = cluster.sealed().into_keys().collect();
    assert_eq!(names, [".gitattributes", "INDEX", "nodes/master-1.tar.age"]);
    let (code, said) = cluster.run(&["seal"]);
    assert!(
        code == 0 && said.contains("cluster have no recipients") && said.contains("nodes/worker-1"),
        "{said}"
    );
    assert_eq!(cluster.run(&["seal", "--check", "--quiet"]).0, 0);
}

#[test]
fn a_file_that_was_lost_or_changed_is_sealed_again() {
    let cluster = Cluster::rendered();
    cluster.seal();
    let master = cluster.at("out/sealed/nodes/master-1.tar.age");
    fs::remove_file(&master).unwrap();
    assert_eq!(cluster.seal(), ["nodes/master-1.tar.age"]);
    fs::write(&master, "not what was sealed").unwrap();
    assert_eq!(cluster.seal(), ["nodes/master-1.tar.age"]);
    assert!(!cluster.open("out/sealed/nodes/master-1.tar.age", "ed25519").is_empty());
    fs::remove_file(cluster.at("out/sealed/INDEX")).unwrap();
    assert_eq!(cluster.seal().len(), 3);
}

#[test]
fn the_report_is_documented_json() {
    let cluster = Cluster::rendered();
    let output = kubemint(cluster.path(), &["seal", "--check", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let files = ["cluster.tar.age", "nodes/master-1.tar.age", "nodes/worker-1.tar.age"];
    assert_eq!(
        report,
        serde_json::json!({ "unchanged": 0, "written": files, "removed": [], "without_recipients": [] })
    );
    assert!(!cluster.at("out/sealed").exists(), "--check writes nothing");
}

#[test]
fn what_is_opened_into_a_file_is_its_owners_alone() {
    let cluster = Cluster::rendered();
    cluster.seal();
    let open = || {
        let file = "out/sealed/cluster.tar.age";
        said(&kubemint(cluster.path(), &["open", file, "--identity", "rsa", "--output", "plain.tar"]))
    };
    assert_eq!(open(), (0, String::new()));
    let mode = std::os::unix::fs::PermissionsExt::mode(
        &fs::metadata(cluster.at("plain.tar")).unwrap().permissions(),
    );
    assert_eq!(mode & 0o7777, 0o600);
    assert_eq!(open().0, 2, "a file is never overwritten");
}

#[test]
fn what_is_opened_is_never_shown_on_a_terminal() {
    let cluster = Cluster::rendered();
    cluster.seal();
    let on_a_terminal = |more: &str| {
        let open =
            format!("{} open out/sealed/cluster.tar.age --identity rsa", env!("CARGO_BIN_EXE_kubemint"));
        let script = std::process::Command::new("script")
            .args(["-qec", &format!("{open} {more}"), "/dev/null"])
            .current_dir(cluster.path())
            .output()
            .unwrap();
        (script.status.code().unwrap(), String::from_utf8_lossy(&script.stdout).into_owned())
    };
    let (code, said) = on_a_terminal("");
    assert!(
        code == 2 && said.contains("what was encrypted is secret, and standard output is a terminal"),
        "{said}"
    );
    assert!(said.contains("| tar -C / -xp") && said.contains("--output FILE"), "{said}");
    assert!(!said.contains("PRIVATE KEY") && said.lines().count() < 4, "{said}");
    let (code, said) = on_a_terminal("--output plain.tar");
    assert!(code == 0 && said.is_empty(), "{said}");
    assert_eq!(on_a_terminal("| cat >piped.tar").0, 0);
    assert_eq!(fs::read(cluster.at("piped.tar")).unwrap(), fs::read(cluster.at("plain.tar")).unwrap());
}
