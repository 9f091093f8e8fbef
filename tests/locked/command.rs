//! The command: in place with the secret output beside it, into another directory, from a clone without secrets.

use std::{
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use crate::committed::{Half, example};

struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    /// cluster.toml and a tree made with the demonstration's seed.
    fn rendered() -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        fs::write(site.path("cluster.toml"), example()).unwrap();
        let output = site.run(&["render", "--demo-seed"]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        site
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kubemint"));
        command.args(arguments).current_dir(self.folder.path()).output().unwrap()
    }

    /// Runs and gives standard error.
    fn stderr(&self, arguments: &[&str], code: i32) -> String {
        let output = self.run(arguments);
        let stderr = String::from_utf8(output.stderr.clone()).unwrap();
        assert_eq!(output.status.code(), Some(code), "{stderr}");
        stderr
    }

    fn change(&self, from: &str, to: &str) {
        let changed = example().replacen(from, to, 1);
        assert_ne!(changed, example());
        fs::write(self.path("cluster.toml"), changed).unwrap();
    }
}

/// Path, inode and bytes of every file.
fn files(folder: &Path) -> Vec<(PathBuf, u64, Vec<u8>)> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let file = |entry: walkdir::DirEntry| {
        let inode = entry.metadata().unwrap().ino();
        (entry.path().to_owned(), inode, fs::read(entry.path()).unwrap())
    };
    files.map(file).collect()
}

#[test]
fn in_place_it_needs_no_seed_and_leaves_the_secret_output_alone() {
    let site = Site::rendered();
    let (secret, public) = (files(&site.path("out/secret")), files(&site.path("out/public")));
    let said = site.stderr(&["render", "--locked"], 0);
    assert!(said.contains("up to date") && said.contains("the secret output was not checked"), "{said}");
    assert!(said.contains("the demo seed is public"), "{said}");
    assert_eq!(files(&site.path("out/public")), public);
    site.change("[pki]", "[scheduler]\nextra_args = { v = \"4\" }\n[pki]");
    let said = site.stderr(&["render", "--locked"], 0);
    assert!(!said.contains("must be rendered"), "{said}");
    assert_eq!(files(&site.path("out/secret")), secret);
    assert_ne!(files(&site.path("out/public")), public);
    site.stderr(&["check", "--demo-seed"], 0);
    site.stderr(&["check", "--locked"], 0);
}

#[test]
fn into_another_folder_it_writes_the_public_output_and_nothing_else() {
    let site = Site::rendered();
    // As in a clone: without the secret output, and where nothing can be written.
    fs::remove_dir_all(site.path("out/secret")).unwrap();
    let before = files(&site.path("out"));
    site.stderr(&["render", "--locked", "--from", "out", "--out", "elsewhere/tree"], 0);
    let (from, to) = (Half::read(&site.path("out/public")), Half::read(&site.path("elsewhere/tree/public")));
    assert_eq!(from.lock, to.lock);
    assert!(from.files == to.files);
    let halves: Vec<_> =
        fs::read_dir(site.path("elsewhere/tree")).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(halves, ["public"]);
    assert_eq!(files(&site.path("out")), before);
}

#[test]
fn a_change_that_needs_the_seed_is_refused_and_named_and_nothing_is_written() {
    let site = Site::rendered();
    let before = files(&site.path("out"));
    site.change("[pki]", "[apiserver]\nextra_sans = [\"api.example.com\"]\n[pki]");
    for verb in ["render", "check"] {
        let said = site.stderr(&[verb, "--locked"], 2);
        assert!(said.contains("certificate apiserver/master-3"), "{said}");
        assert!(
            said.contains("names +api.example.com") && said.contains("render with the seed first"),
            "{said}"
        );
    }
    assert_eq!(files(&site.path("out")), before);
    let said = site.stderr(&["render", "--locked", "--from", "nowhere"], 2);
    assert!(said.contains("there is no tree in nowhere"), "{said}");
}

#[test]
fn secret_files_that_change_are_named() {
    let site = Site::rendered();
    site.change("[pki]", "[controller_manager]\napiserver = \"endpoint\"\n[pki]");
    let said = site.stderr(&["render", "--locked"], 0);
    let expected = "changed are secret/nodes/master-1/etc/kubernetes/controller-manager.conf";
    assert!(said.contains("before this is installed") && said.contains(expected), "{said}");
    let output = site.run(&["render", "--locked", "--format", "json", "--from", "out", "--out", "b"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["outdated_secrets"], serde_json::json!([]), "the lock of out says so already");
}

#[test]
fn check_finds_a_public_output_that_is_not_what_would_be_rendered() {
    let site = Site::rendered();
    let unit = "out/public/nodes/master-1/etc/systemd/system/kubelet.service";
    fs::write(site.path(unit), "changed").unwrap();
    let output = site.run(&["check", "--locked"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("public/nodes/master-1/etc/systemd/system/kubelet.service"), "{said}");
    assert_eq!(said.lines().count(), 2, "{said}");
}

#[test]
fn the_depfile_names_what_was_read() {
    let site = Site::rendered();
    site.stderr(&["render", "--locked", "--depfile", "deps", "--depfile-target", "stamp"], 0);
    let text = fs::read_to_string(site.path("deps")).unwrap();
    let rule = text.lines().next().unwrap();
    for name in [" cluster.toml ", " out/public/kubemint.lock ", "/apiserver.crt"] {
        assert!(rule.contains(name), "{name}");
    }
    assert!(!text.contains("seed") && !text.contains("secret"));
}

#[test]
fn a_seed_beside_it_is_a_contradiction() {
    let site = Site::rendered();
    for more in [["--demo-seed", "-q"], ["--seed-file", "seed"]] {
        let mut arguments = vec!["render", "--locked"];
        arguments.extend(more);
        assert!(site.stderr(&arguments, 2).contains("cannot be used with"));
    }
    assert!(site.stderr(&["render", "--from", "out"], 2).contains("--locked"));
}
