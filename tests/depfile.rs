//! `--depfile` of every verb that reads files, read by the real make.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Output},
    time::{Duration, SystemTime},
};

/// Characters that make would read as something else, were they not escaped.
const FOLDER: &str = r"my $clusters #1: %~\b";

const SEED: &str = "b7d3f8a16c2e4905d1883ac05f7e62b94d0ce1f35a96287bc4f0de178a63925e\n";

const POLICY: &str = "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Metadata\n";

struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    /// A rendered cluster with a policy file, a seed and a key that opens what is sealed.
    fn rendered() -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(site.at("")).unwrap();
        let keygen = Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-f"])
            .arg(site.at("key"))
            .status();
        assert!(keygen.expect("this test needs ssh-keygen: install openssh-client").success());
        let public = fs::read_to_string(site.at("key.pub")).unwrap();
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/one-node/cluster.toml");
        let text = fs::read_to_string(example).unwrap();
        let text =
            text.replacen("[cluster]\n", &format!("[cluster]\nrecipients = [{:?}]\n", public.trim()), 1);
        fs::write(site.at("cluster.toml"), text + "\n[audit]\npolicy_file = \"po li$cy#.yaml\"\n").unwrap();
        fs::write(site.at("po li$cy#.yaml"), POLICY).unwrap();
        fs::write(site.at("seed"), SEED).unwrap();
        fs::set_permissions(site.at("seed"), fs::Permissions::from_mode(0o600)).unwrap();
        site.run(&["render", "--config", &Site::name("cluster.toml"), "--out", &Site::name("out")]);
        site.run(&["seal", "--out", &Site::name("out")]);
        site
    }

    /// A path below the directory, as it is said to the program.
    fn name(file: &str) -> String {
        format!("{FOLDER}/{file}")
    }

    fn at(&self, file: &str) -> PathBuf {
        self.folder.path().join(FOLDER).join(file)
    }

    fn output(&self, arguments: &[&str]) -> Output {
        let mut kubemint = Command::new(env!("CARGO_BIN_EXE_kubemint"));
        kubemint.args(arguments).current_dir(self.folder.path()).output().unwrap()
    }

    fn run(&self, arguments: &[&str]) {
        let output = self.output(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// Whether make, which has the rule of a run, makes the stamp.
    fn makes_the_stamp(&self) -> bool {
        let makefile = "stamp:\n\t@echo makes it\n\t@touch stamp\n-include rule\n";
        fs::write(self.folder.path().join("Makefile"), makefile).unwrap();
        let output =
            Command::new("make").arg("stamp").current_dir(self.folder.path()).output().expect("install make");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success() && output.stderr.is_empty(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        said.contains("makes it")
    }

    /// Makes a file newer than the stamp, and every other older.
    ///
    /// All of it long before now: the kernel's clock for files is behind the one that a program reads.
    fn touch(&self, file: &str) {
        for entry in walkdir::WalkDir::new(self.folder.path()) {
            set_age(entry.unwrap().path(), 3 * MINUTE);
        }
        set_age(&self.folder.path().join("stamp"), 2 * MINUTE);
        set_age(&self.at(file), MINUTE);
    }
}

const MINUTE: Duration = Duration::from_mins(1);

/// Says of a file that it was changed so long ago.
fn set_age(path: &Path, age: Duration) {
    fs::File::open(path).unwrap().set_modified(SystemTime::now() - age).unwrap();
}

#[test]
fn make_runs_a_verb_again_when_a_file_that_it_read_is_newer() {
    let site = Site::rendered();
    let (config, out) = (Site::name("cluster.toml"), Site::name("out"));
    let (key, sealed) = (Site::name("key"), Site::name("out/sealed/nodes/only.tar.age"));
    let cases: [(&[&str], &[&str]); 8] = [
        (&["render", "--config", &config, "--out", &out], &["cluster.toml", "po li$cy#.yaml", "seed"]),
        (
            &["render", "--locked", "--config", &config, "--out", &out],
            &["cluster.toml", "po li$cy#.yaml", "out/public/kubemint.lock", "out/public/certificates.txt"],
        ),
        (
            &["check", "--config", &config, "--out", &out],
            &["seed", "out/public/SHA256SUMS", "out/secret/cluster/admin.conf"],
        ),
        (
            &["diff", "--config", &config, "--out", &out],
            &["seed", "po li$cy#.yaml", "out/public/kubemint.lock"],
        ),
        (
            &["pack", "--node", "only", "--out", &out],
            &["out/public/kubemint.lock", "out/secret/nodes/only/etc/kubernetes/pki/sa.key"],
        ),
        (
            &["seal", "--out", &out],
            &["out/public/recipients.txt", "out/secret/cluster/seal.key", "out/secret/cluster/admin.conf"],
        ),
        (&["seal", "--check", "--out", &out], &["out/secret/nodes/only/etc/kubernetes/pki/sa.key"]),
        (&["open", &sealed, "--identity", &key], &["key", "out/sealed/nodes/only.tar.age"]),
    ];
    for (arguments, read) in cases {
        site.run(&[arguments, &["--quiet", "--depfile", "rule", "--depfile-target", "stamp"]].concat());
        site.makes_the_stamp();
        assert!(!site.makes_the_stamp(), "{arguments:?}: make twice");
        for file in read {
            let file =
                if *file == "out/public/SHA256SUMS" { "out/public/nodes/only/SHA256SUMS" } else { file };
            site.touch(file);
            assert!(site.makes_the_stamp(), "{arguments:?} did not name {file}");
            assert!(!site.makes_the_stamp(), "{arguments:?}: make twice");
        }
    }
}

#[test]
fn what_was_written_depends_on_what_was_read() {
    let site = Site::rendered();
    let (config, out) = (Site::name("cluster.toml"), Site::name("out"));
    let rule = |of| fs::read_to_string(site.folder.path().join(of)).unwrap();
    site.run(&["render", "--locked", "--config", &config, "--out", &out, "--depfile", "of-render"]);
    let lock = format!("{}/out/public/kubemint.lock", r"my\ $$clusters\ \#1\:\ %~\b");
    let text = rule("of-render");
    let (target, read) = text.lines().next().unwrap().split_once(": ").unwrap();
    assert_eq!(target, lock.replace('%', r"\%"));
    assert!(
        !read.contains("kubemint.lock"),
        "a tree that is rendered in place would depend on itself: {read}"
    );
    site.run(&["seal", "--out", &out, "--depfile", "of-seal"]);
    assert!(rule("of-seal").lines().next().unwrap().contains("/out/sealed/INDEX: "), "{}", rule("of-seal"));
    site.run(&["pack", "--node", "only", "--out", &out, "--output", "only.tar", "--depfile", "of-pack"]);
    assert!(rule("of-pack").starts_with("only.tar: "), "{}", rule("of-pack"));
}

#[test]
fn no_file_is_overwritten_that_is_no_rule_for_the_target() {
    let site = Site::rendered();
    let (config, out) = (Site::name("cluster.toml"), Site::name("out"));
    let lock = fs::read(site.at("out/public/kubemint.lock")).unwrap();
    for (file, why) in [
        ("seed", "is there, and is no rule"),
        ("cluster.toml", "is there, and is no rule"),
        ("out/public/kubemint.lock", "is there, and is no rule"),
        ("out", "is no regular file"),
    ] {
        let before = fs::read(site.at(file)).ok();
        fs::write(site.at("po li$cy#.yaml"), format!("{POLICY}- level: None\n")).unwrap();
        let output =
            site.output(&["render", "--config", &config, "--out", &out, "--depfile", &Site::name(file)]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{file}: {said}");
        assert!(said.contains(why), "{file}: {said}");
        assert_eq!(fs::read(site.at(file)).ok(), before, "{file}");
        assert_eq!(fs::read(site.at("out/public/kubemint.lock")).unwrap(), lock, "{file}: it rendered");
    }
}

#[test]
fn a_run_that_fails_leaves_no_rule() {
    let site = Site::rendered();
    let out = Site::name("out");
    let output =
        site.output(&["pack", "--node", "only", "--out", &out, "--output", "same", "--depfile", "rule"]);
    assert!(output.status.success());
    fs::remove_file(site.folder.path().join("rule")).unwrap();
    let output =
        site.output(&["pack", "--node", "only", "--out", &out, "--output", "same", "--depfile", "rule"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!site.folder.path().join("rule").exists());
}

#[test]
fn a_run_that_writes_nothing_wants_to_know_what_depends_on_it() {
    let site = Site::rendered();
    let (config, out) = (Site::name("cluster.toml"), Site::name("out"));
    let output = site.output(&["check", "--config", &config, "--out", &out, "--depfile", "rule"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("--depfile-target"), "{said}");
    assert!(!site.folder.path().join("rule").exists());
}
