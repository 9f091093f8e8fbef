//! `kubemint init`: what it writes, and that it never overwrites.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{fs, os::unix::fs::PermissionsExt, path::Path, process::Output};

fn init(folder: &Path, more: &[&str]) -> Output {
    std::process::Command::new(env!("CARGO_BIN_EXE_kubemint"))
        .args(["init", "--control-plane", "master-1=192.168.56.101", "--endpoint", "192.168.56.105:6443"])
        .args(more)
        .arg(folder)
        .output()
        .unwrap()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[test]
fn writes_four_files_and_says_what_to_do_next() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("new/cluster");
    let output = init(&folder, &["--worker", "worker-1=192.168.56.111"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("kubemint render --config"), "{told}");
    assert!(told.contains("kubemint pack --node master-1"), "{told}");

    let seed = fs::read_to_string(folder.join("seed")).unwrap();
    assert_eq!((seed.len(), mode(&folder.join("seed"))), (65, 0o600));
    assert!(!told.contains(seed.trim()) && output.stdout.is_empty());
    for ignore in [".gitignore", ".dockerignore"] {
        let text = fs::read_to_string(folder.join(ignore)).unwrap();
        assert!(text.contains("seed\n") && text.contains("out/secret"), "{text}");
    }
    let cluster = fs::read_to_string(folder.join("cluster.toml")).unwrap();
    let no_files = |_: &str| Err(std::io::ErrorKind::NotFound.into());
    let cluster = kubemint::config::read(&cluster, &no_files).unwrap();
    assert_eq!(cluster.nodes().count(), 2);
}

#[test]
fn two_clusters_share_neither_id_nor_seed() {
    let folder = tempfile::tempdir().unwrap();
    let read =
        |cluster: &str, file: &str| fs::read_to_string(folder.path().join(cluster).join(file)).unwrap();
    for cluster in ["a", "b"] {
        assert!(init(&folder.path().join(cluster), &[]).status.success());
    }
    assert_ne!(read("a", "seed"), read("b", "seed"));
    let id = |text: String| text.lines().find(|line| line.starts_with("id = ")).unwrap().to_owned();
    assert_ne!(id(read("a", "cluster.toml")), id(read("b", "cluster.toml")));
}

#[test]
fn never_overwrites_and_then_writes_nothing() {
    for present in ["cluster.toml", "seed", ".gitignore", ".dockerignore"] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(present), "mine").unwrap();
        let output = init(folder.path(), &[]);
        assert_eq!(output.status.code(), Some(2), "{present}");
        assert!(String::from_utf8(output.stderr).unwrap().contains("is there already"));
        assert_eq!(fs::read_to_string(folder.path().join(present)).unwrap(), "mine");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "{present}");
    }
}

#[test]
fn a_dangling_link_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = folder.path().join("elsewhere");
    std::os::unix::fs::symlink(&elsewhere, folder.path().join("seed")).unwrap();
    assert_eq!(init(folder.path(), &[]).status.code(), Some(2));
    assert!(!elsewhere.exists());
}

#[test]
fn a_cluster_with_faults_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let output = init(folder.path(), &["--key-algorithm", "dsa"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("dsa") && told.contains("cluster.toml:"), "{told}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
