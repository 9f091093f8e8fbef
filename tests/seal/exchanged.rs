//! Encrypted files that somebody exchanged, and those of another render.

use std::fs;

use sha2::{Digest as _, Sha256};

use crate::{
    cluster::Cluster,
    keys::{kubemint, public},
};

const FILE: &str = "nodes/master-1.tar.age";
const INDEX: &str = "out/sealed/INDEX";
const NEW_KEY: &str = "generations.leaf = { default = 2 }";

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Puts a file in the place of an encrypted one, with its digest in the index.
fn exchange(cluster: &Cluster, bytes: &[u8]) {
    let path = cluster.at(&format!("out/sealed/{FILE}"));
    let old = hex(&fs::read(&path).unwrap());
    fs::write(path, bytes).unwrap();
    let index = fs::read_to_string(cluster.at(INDEX)).unwrap();
    assert!(index.contains(&old));
    fs::write(cluster.at(INDEX), index.replace(&old, &hex(bytes))).unwrap();
}

/// The exit code of a run, and all that it wrote.
fn run(cluster: &Cluster, arguments: &[&str]) -> (i32, String) {
    let output = kubemint(cluster.path(), arguments);
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8_lossy(&text).into_owned())
}

fn rewrite(cluster: &Cluster, more: &str) {
    cluster.write(&[&public("rsa")], &[&public("ed25519")], more);
}

#[test]
fn an_exchanged_file_is_stale_whatever_the_index_says() {
    let cluster = Cluster::rendered();
    cluster.seal();
    exchange(&cluster, b"age-encryption.org/v1\nanything");
    let (code, said) = run(&cluster, &["seal", "--check"]);
    assert!(code == 1 && said.contains(FILE), "{said}");
    assert_eq!(cluster.seal(), [FILE]);
    assert_eq!(run(&cluster, &["seal", "--check", "--quiet"]).0, 0);
}

#[test]
fn an_old_file_is_stale_whatever_the_index_says() {
    let cluster = Cluster::rendered();
    cluster.seal();
    let path = cluster.at(&format!("out/sealed/{FILE}"));
    let (old, index) = (fs::read(&path).unwrap(), fs::read(cluster.at(INDEX)).unwrap());
    rewrite(&cluster, NEW_KEY);
    cluster.render();
    cluster.seal();
    exchange(&cluster, &old);
    assert_eq!(run(&cluster, &["seal", "--check"]).0, 1);
    assert_eq!(cluster.seal(), [FILE]);
    // With its own index, as a checkout of an old commit brings both.
    fs::write(&path, &old).unwrap();
    fs::write(cluster.at(INDEX), &index).unwrap();
    assert_eq!(run(&cluster, &["seal", "--check"]).0, 1);
}

#[test]
fn no_digest_of_the_index_can_be_changed() {
    let cluster = Cluster::rendered();
    cluster.seal();
    let index = fs::read_to_string(cluster.at(INDEX)).unwrap();
    let digests: Vec<&str> = index.split([' ', '\n', ':']).filter(|word| word.len() == 64).collect();
    assert_eq!(digests.len(), 9);
    for digest in digests {
        fs::write(cluster.at(INDEX), index.replace(digest, &"ab".repeat(32))).unwrap();
        assert_eq!(run(&cluster, &["seal", "--check"]).0, 1, "{digest}");
    }
}

#[test]
fn whoever_has_only_the_repository_sees_that_it_is_of_another_render() {
    let cluster = Cluster::rendered();
    cluster.seal();
    let check = ["check", "--locked"];
    let pack = ["pack", "--node", "master-1", "--public-only", "--output", "-"];
    assert_eq!(run(&cluster, &check).0, 0);
    rewrite(&cluster, NEW_KEY);
    cluster.render();
    // A clone: no seed, no secret output.
    fs::rename(cluster.at("out/secret"), cluster.at("secret")).unwrap();
    let (code, said) = run(&cluster, &check);
    assert_eq!(code, 1, "{said}");
    for file in ["cluster", "nodes/master-1", "nodes/worker-1"] {
        assert!(said.contains(&format!("stale      sealed/{file}.tar.age")), "{said}");
    }
    assert!(said.contains("`kubemint seal`"), "{said}");
    let (code, said) = run(&cluster, &pack);
    assert!(code == 2 && said.contains("sealed from another render"), "{said}");

    fs::rename(cluster.at("secret"), cluster.at("out/secret")).unwrap();
    cluster.seal();
    assert_eq!(run(&cluster, &check).0, 0);
    // A changed flag changes no secret.
    rewrite(&cluster, &format!("{NEW_KEY}\n[scheduler]\nextra_args = {{ v = \"4\" }}"));
    assert_eq!(run(&cluster, &["render", "--locked", "--quiet"]).0, 0);
    assert_eq!(run(&cluster, &check).0, 0);
    assert_eq!(run(&cluster, &["seal", "--check"]).0, 0);
    // A recipient more, and a file that was lost or exchanged.
    cluster.write(&[&public("rsa")], &[], &format!("{NEW_KEY}\n[scheduler]\nextra_args = {{ v = \"4\" }}"));
    assert_eq!(run(&cluster, &["render", "--locked", "--quiet"]).0, 0);
    let (code, said) = run(&cluster, &check);
    assert!(code == 1 && said.contains("stale      sealed/nodes/master-1.tar.age"), "{said}");
    cluster.render();
    cluster.seal();
    fs::write(cluster.at(&format!("out/sealed/{FILE}")), "x").unwrap();
    let (code, said) = run(&cluster, &check);
    assert!(code == 1 && said.contains("changed    sealed/nodes/master-1.tar.age"), "{said}");
    fs::remove_file(cluster.at(&format!("out/sealed/{FILE}"))).unwrap();
    let (code, said) = run(&cluster, &check);
    assert!(code == 1 && said.contains("missing    sealed/nodes/master-1.tar.age"), "{said}");
}

#[test]
fn an_index_of_an_earlier_kubemint_is_named_as_one() {
    let cluster = Cluster::rendered();
    cluster.seal();
    let index = fs::read_to_string(cluster.at(INDEX)).unwrap().replace("format 2", "format 1");
    fs::write(cluster.at(INDEX), index).unwrap();
    for arguments in [&["seal", "--check"][..], &["seal"], &["check", "--locked"]] {
        let (code, said) = run(&cluster, arguments);
        assert!(code == 2 && said.contains("format 1 of an earlier kubemint"), "{arguments:?}: {said}");
    }
}

#[test]
fn an_index_has_no_file_removed_that_it_does_not_describe() {
    let cluster = Cluster::rendered();
    cluster.seal();
    let mine = cluster.at("out/sealed/nodes/mine.tar.age");
    fs::write(&mine, "somebody's").unwrap();
    let index = fs::read_to_string(cluster.at(INDEX)).unwrap();
    let line = index.lines().nth(3).unwrap().replace("nodes/master-1", "nodes/mine");
    let index = index.replacen("nodes/worker-1", &format!("{line}\nnodes/worker-1"), 1);
    fs::write(cluster.at(INDEX), index).unwrap();
    let (code, said) = run(&cluster, &["seal", "--check"]);
    assert_eq!(code, 1, "{said}");
    let (code, said) = run(&cluster, &["seal"]);
    assert!(code == 0 && said.contains("nodes/mine.tar.age is not the file that INDEX listed"), "{said}");
    assert_eq!(fs::read_to_string(&mine).unwrap(), "somebody's");
    let (code, said) = run(&cluster, &["seal", "--check"]);
    assert!(code == 1 && said.contains("nodes/mine.tar.age is listed by no INDEX"), "{said}");
    fs::remove_file(&mine).unwrap();
    assert_eq!(run(&cluster, &["seal", "--check"]).0, 0);
}

#[test]
fn the_secrets_of_an_older_render_are_not_sealed() {
    let cluster = Cluster::rendered();
    rewrite(&cluster, "[encryption]\nkey = { active = 1, trusted = [1, 2] }");
    cluster.render();
    rewrite(&cluster, "[encryption]\nkey = { active = 2, trusted = [2] }");
    assert_eq!(run(&cluster, &["render", "--locked", "--quiet"]).0, 0);
    for arguments in [&["seal"][..], &["seal", "--check"]] {
        let (code, said) = run(&cluster, arguments);
        assert!(code == 2 && said.contains("not rendered with this kubemint.lock"), "{said}");
    }
}

/// Whoever can write recipients.txt can write its row in the lock, too.
#[test]
fn a_recipient_that_the_secrets_were_not_rendered_for_gets_nothing() {
    let cluster = Cluster::rendered();
    let recipients = cluster.at("out/public/recipients.txt");
    let text = fs::read_to_string(&recipients).unwrap();
    let other = public("ed25519");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.extend(["cluster", "nodes/master-1"].map(|part| format!("{part} {other}")));
    let (comments, mut rows): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line.starts_with('#'));
    rows.sort();
    rows.dedup();
    let added = [comments, rows].concat().join("\n") + "\n";
    assert_ne!(added, text);
    fs::write(&recipients, &added).unwrap();
    let lock = cluster.at("out/public/kubemint.lock");
    let rows = fs::read_to_string(&lock).unwrap();
    fs::write(&lock, rows.replace(&hex(text.as_bytes()), &hex(added.as_bytes()))).unwrap();
    for arguments in [&["seal"][..], &["seal", "--check"]] {
        let (code, said) = run(&cluster, arguments);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("recipients.txt is not the one"), "{said}");
    }
    assert!(!cluster.at("out/sealed").exists());
    cluster.render();
    cluster.seal();
}
