//! examples/make/Makefile with the real make.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, SystemTime},
};

struct Clusters {
    _folder: tempfile::TempDir,
    root: PathBuf,
}

/// Two clusters with a seed each, and the example's Makefile.
fn clusters() -> Clusters {
    clusters_named(&["blue", "green"].map(str::to_owned))
}

fn clusters_named(names: &[String]) -> Clusters {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_owned();
    fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/make/Makefile"), root.join("Makefile")).unwrap();
    for name in names {
        let output = Command::new(env!("CARGO_BIN_EXE_kubemint"))
            .args(["init", "--control-plane", "a=192.168.56.101", "--endpoint", "192.168.56.105:6443"])
            .arg(root.join(name))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    Clusters { _folder: folder, root }
}

/// Whether make succeeded, and how often it ran kubemint.
fn make(root: &Path, arguments: &[&str]) -> (bool, usize) {
    let output = Command::new("make")
        .arg("-C")
        .arg(root)
        .arg(concat!("KUBEMINT=", env!("CARGO_BIN_EXE_kubemint")))
        .args(arguments)
        .output()
        .expect("make is needed: install GNU make");
    let said = String::from_utf8(output.stdout).unwrap();
    (output.status.success(), said.lines().filter(|line| line.contains("kubemint render")).count())
}

/// Makes a file newer than everything made so far, whatever the clock's grain.
fn touch(path: &Path) {
    let file = fs::File::options().append(true).open(path).unwrap();
    file.set_modified(SystemTime::now() + Duration::from_secs(2)).unwrap();
}

#[test]
fn renders_what_changed_and_nothing_else() {
    let clusters = clusters();
    let root = &clusters.root;
    assert_eq!(make(root, &["-j"]), (true, 2));
    assert!(root.join("blue/out/public/kubemint.lock").is_file());
    assert_eq!(make(root, &[]), (true, 0), "a second make must do nothing");
    fs::remove_dir_all(root.join("green/out")).unwrap();
    assert_eq!(make(root, &[]), (true, 1), "a tree that is gone is rendered again");
    assert_eq!(make(root, &[]), (true, 0));
    touch(&root.join("blue/cluster.toml"));
    assert_eq!(make(root, &[]), (true, 1));
    touch(&root.join("green/seed"));
    assert_eq!(make(root, &["-j", "green/.rendered"]), (true, 1), "the depfile must name the seed");
}

#[test]
fn check_gates_a_build() {
    let clusters = clusters();
    let root = &clusters.root;
    assert!(make(root, &[]).0);
    assert!(make(root, &["check"]).0);
    fs::write(root.join("blue/out/public/certificates.txt"), "edited by hand").unwrap();
    assert!(!make(root, &["check"]).0);
}

#[test]
fn clusters_that_are_rendered_at_once_share_nothing() {
    let names: Vec<String> = (0..16).map(|number| format!("cluster-{number}")).collect();
    let clusters = clusters_named(&names);
    assert_eq!(make(&clusters.root, &["-j16"]), (true, 16));
    let mut keys = std::collections::BTreeSet::new();
    for name in &names {
        let folder = clusters.root.join(name);
        let lock = fs::read_to_string(folder.join("out/public/kubemint.lock")).unwrap();
        let of_this = lock.split_whitespace().filter(|word| word.starts_with("public:")).map(str::to_owned);
        let of_this: std::collections::BTreeSet<String> = of_this.collect();
        assert!(of_this.len() > 10 && keys.is_disjoint(&of_this), "{name}");
        keys.extend(of_this);
        let left =
            fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        assert!(left.into_iter().all(|name| !name.contains(".kubemint")), "{name}");
    }
    assert_eq!(make(&clusters.root, &["-j16"]), (true, 0));
}
