//! Where no tree is written.

use std::{fs, os::unix::fs::symlink, process::Command};

use crate::run::Cluster;

/// Every verb that looks at the tree's directory.
fn refuses(cluster: &Cluster, name: &str, out: &str) {
    for verb in ["render", "check"] {
        cluster.refuses(name, &[verb, "--out", out]);
    }
}

#[test]
fn a_file() {
    let cluster = Cluster::new();
    cluster.write("out", "mine", 0o644);
    refuses(&cluster, "out-is-a-file", "out");
    refuses(&cluster, "out-below-a-file", "out/tree");
}

#[test]
fn a_symlink() {
    let cluster = Cluster::rendered();
    symlink("out", cluster.at("link")).unwrap();
    symlink("nowhere", cluster.at("dangling")).unwrap();
    refuses(&cluster, "out-is-a-symlink", "link");
    refuses(&cluster, "out-is-a-dangling-symlink", "dangling");
}

#[test]
fn a_folder_that_is_not_empty_and_not_ours() {
    let cluster = Cluster::new();
    fs::create_dir(cluster.at("out")).unwrap();
    cluster.write("out/notes.txt", "mine", 0o644);
    refuses(&cluster, "out-is-not-ours", "out");
}

#[test]
fn a_path_without_a_name() {
    let cluster = Cluster::new();
    refuses(&cluster, "out-has-no-name", ".");
    refuses(&cluster, "out-is-the-root", "/");
}

#[test]
fn a_mount_point() {
    let cluster = Cluster::new();
    fs::create_dir(cluster.at("out")).unwrap();
    let _mounted = Mounted::on(&cluster);
    // It can be read: a sandboxed build has the committed tree bound there.
    cluster.refuses("out-is-a-mount-point", &["render"]);
}

#[test]
fn a_tree_with_something_in_the_way() {
    let cluster = Cluster::rendered();
    fs::remove_dir_all(cluster.at("out/public/nodes")).unwrap();
    cluster.write("out/public/nodes", "mine", 0o644);
    cluster.refuses("out-has-something-in-the-way", &["render"]);
}

/// A file system in memory on `out`, unmounted when dropped.
struct Mounted(std::path::PathBuf);

impl Mounted {
    fn on(cluster: &Cluster) -> Self {
        assert!(rustix::process::geteuid().is_root(), "this test mounts a file system: run it as root");
        let out = cluster.at("out");
        let mount = Command::new("mount").args(["-t", "tmpfs", "tmpfs"]).arg(&out).status();
        assert!(mount.unwrap().success());
        Self(out)
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}
