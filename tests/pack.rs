//! `pack`: what a machine gets, extracted as root by the real tar onto a base system.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    os::unix::fs::{MetadataExt, PermissionsExt, chown},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

fn kubemint(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kubemint")).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

struct Rendered {
    folder: tempfile::TempDir,
}

impl Rendered {
    fn new() -> Self {
        let rendered = Self { folder: tempfile::tempdir().unwrap() };
        let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ha/cluster.toml");
        let config = config.to_str().unwrap();
        let output = kubemint(&["render", "--demo-seed", "--config", config, "--out", &rendered.out()]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        rendered
    }

    fn out(&self) -> String {
        self.at("out").to_str().unwrap().to_owned()
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn pack(&self, node: &str) -> Output {
        kubemint(&["pack", "--node", node, "--out", &self.out()])
    }

    fn archive(&self, node: &str) -> Vec<u8> {
        let output = self.pack(node);
        assert!(output.status.success(), "{}", text(&output.stderr));
        output.stdout
    }

    /// Owner, group and mode of everything the lock has for a node, by its path on the machine.
    fn expected(&self, node: &str) -> BTreeMap<String, (u32, u32, u32)> {
        let lock = fs::read_to_string(self.at("out/public/kubemint.lock")).unwrap();
        let words: Vec<Vec<&str>> = lock.lines().map(|line| line.split(' ').collect()).collect();
        let accounts = words.iter().filter(|words| words[0] == "account");
        let mut ids: BTreeMap<&str, u32> =
            accounts.map(|words| (words[1], words[2].parse().unwrap())).collect();
        ids.insert("root", 0);
        let prefix = format!("nodes/{node}/");
        let rows = words.iter().filter(|words| matches!(words[0], "public" | "secret"));
        rows.filter_map(|words| {
            let path = words[1].strip_prefix(&prefix).filter(|path| *path != "SHA256SUMS")?;
            let (owner, group) = words[2].split_once(':').unwrap();
            Some((path.to_owned(), (ids[owner], ids[group], u32::from_str_radix(words[3], 8).unwrap())))
        })
        .collect()
    }
}

fn look(path: &Path) -> (u32, u32, u32) {
    let found = fs::symlink_metadata(path).unwrap();
    (found.uid(), found.gid(), found.permissions().mode() & 0o7777)
}

/// A base system whose directories have modes and owners that nothing else would give them.
fn base(folder: &Path) -> BTreeMap<&'static str, (u32, u32, u32)> {
    let folders = [
        ("", 0o751),
        ("etc", 0o753),
        ("etc/systemd", 0o754),
        ("etc/systemd/system", 0o757),
        ("etc/sysusers.d", 0o752),
        ("var", 0o715),
        ("var/lib", 0o701),
    ];
    for (number, (name, mode)) in (12_345..).zip(folders) {
        let path = folder.join(name);
        fs::create_dir_all(&path).unwrap();
        chown(&path, Some(number), Some(number)).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    }
    folders.map(|(name, _)| (name, look(&folder.join(name)))).into()
}

fn extract(archive: &[u8], onto: &Path) {
    let mut tar = Command::new("tar")
        .arg("-C")
        .arg(onto)
        .args(["-xp", "--overwrite", "--numeric-owner"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    tar.stdin.take().unwrap().write_all(archive).unwrap();
    let output = tar.wait_with_output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{}", text(&output.stderr));
}

#[test]
fn an_extracted_archive_has_each_owner_and_mode_and_leaves_the_base_system_alone() {
    assert!(rustix::process::geteuid().is_root(), "this test extracts files of other owners: run it as root");
    let rendered = Rendered::new();
    for node in ["master-1", "worker-1"] {
        let machine = tempfile::tempdir().unwrap();
        let before = base(machine.path());
        extract(&rendered.archive(node), machine.path());
        for (name, found) in before {
            assert_eq!(look(&machine.path().join(name)), found, "/{name}");
        }
        let expected = rendered.expected(node);
        for (path, expected) in &expected {
            assert_eq!(look(&machine.path().join(path)), *expected, "/{path}");
        }
        let entries = walkdir::WalkDir::new(machine.path()).into_iter().map(Result::unwrap);
        for file in entries.filter(|entry| !entry.file_type().is_dir()) {
            let path = file.path().strip_prefix(machine.path()).unwrap().to_str().unwrap().to_owned();
            assert!(expected.contains_key(&path), "/{path} is not in the lock");
        }
    }
}

/// A kubelet takes a manifest that vanishes for a deleted pod, even if it is back at once, and restarts it.
#[test]
fn a_repeated_extraction_removes_no_manifest() {
    assert!(rustix::process::geteuid().is_root(), "this test extracts files of other owners: run it as root");
    let archive = Rendered::new().archive("master-1");
    let machine = tempfile::tempdir().unwrap();
    let manifests = || -> BTreeMap<PathBuf, u64> {
        let folder = fs::read_dir(machine.path().join("etc/kubernetes/manifests")).unwrap();
        folder
            .map(|entry| entry.unwrap().path())
            .map(|path| (path.clone(), fs::metadata(path).unwrap().ino()))
            .collect()
    };
    extract(&archive, machine.path());
    let before = manifests();
    // Held open, no file's number can go to its successor.
    let _held: Vec<fs::File> = before.keys().map(|path| fs::File::open(path).unwrap()).collect();
    extract(&archive, machine.path());
    assert_eq!((manifests(), before.len()), (before.clone(), 4));
}

#[test]
fn keys_belong_to_who_reads_them() {
    let rendered = Rendered::new();
    let expected = rendered.expected("master-1");
    for (path, owner, group, mode) in [
        ("etc/kubernetes/pki/sa.key", 0, 565, 0o640),
        ("etc/kubernetes/pki/ca.key", 563, 563, 0o600),
        ("etc/kubernetes/pki/apiserver.key", 562, 562, 0o600),
        ("etc/kubernetes/pki/etcd/server.key", 561, 561, 0o600),
        ("etc/kubernetes/scheduler.conf", 564, 564, 0o600),
        ("etc/kubernetes/kubelet.conf", 0, 0, 0o600),
        ("etc/kubernetes/pki/ca.crt", 0, 0, 0o644),
        ("etc/kubernetes", 0, 0, 0o755),
        ("var/lib/etcd", 561, 561, 0o700),
    ] {
        assert_eq!(expected[path], (owner, group, mode), "{path}");
    }
    let archive = rendered.archive("master-1");
    let mut archive = tar::Archive::new(archive.as_slice());
    let in_archive: BTreeMap<String, (u32, u32, u32)> = archive
        .entries()
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let header = entry.header();
            let number = |value: u64| u32::try_from(value).unwrap();
            let ids = (number(header.uid().unwrap()), number(header.gid().unwrap()), header.mode().unwrap());
            (entry.path().unwrap().to_str().unwrap().trim_end_matches('/').to_owned(), ids)
        })
        .collect();
    assert_eq!(in_archive, expected);
}

#[test]
fn manifests_come_after_all_that_their_pods_read() {
    let archive = Rendered::new().archive("master-1");
    let mut archive = tar::Archive::new(archive.as_slice());
    let paths: Vec<String> = archive
        .entries()
        .unwrap()
        .map(|entry| entry.unwrap().path().unwrap().to_string_lossy().into_owned())
        .collect();
    let manifests = |path: &String| path.starts_with("etc/kubernetes/manifests/") && !path.ends_with('/');
    let first = paths.iter().position(manifests).unwrap();
    assert_eq!(paths.len() - first, 4);
    assert!(paths[first..].iter().all(manifests));
    for folder in ["", "etc/", "var/", "var/lib/", "etc/systemd/", "etc/systemd/system/", "./"] {
        assert!(!paths.iter().any(|path| path == folder), "{folder}");
    }
}

#[test]
fn two_archives_are_equal_and_a_saved_one_is_its_owners_alone() {
    let rendered = Rendered::new();
    let archive = rendered.archive("master-2");
    assert_eq!(archive, rendered.archive("master-2"));
    let file = rendered.at("master-2.tar");
    let save = || {
        let file = file.to_str().unwrap();
        kubemint(&["pack", "--node", "master-2", "--out", &rendered.out(), "--output", file])
    };
    let output = save();
    assert!(output.status.success() && output.stdout.is_empty(), "{}", text(&output.stderr));
    assert_eq!(fs::read(&file).unwrap(), archive);
    assert_eq!(look(&file).2, 0o600);
    assert_eq!(save().status.code(), Some(2), "a file is never overwritten");
}

#[test]
fn needs_no_seed_and_no_cluster_toml() {
    let rendered = Rendered::new();
    let moved = tempfile::tempdir().unwrap();
    let to = moved.path().join("elsewhere");
    fs::rename(rendered.at("out"), &to).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_kubemint"))
        .args(["pack", "--node", "worker-2", "--out", "elsewhere"])
        .current_dir(moved.path())
        .env_clear()
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
}

#[test]
fn a_dash_is_standard_output() {
    let rendered = Rendered::new();
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_kubemint"))
        .args(["pack", "--node", "master-2", "--out", &rendered.out(), "--output", "-"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(output.stdout, rendered.archive("master-2"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn no_key_is_written_where_the_tree_may_be_committed() {
    let rendered = Rendered::new();
    let file = format!("{}/public/nodes/keys.tar", rendered.out());
    let output = kubemint(&["pack", "--node", "master-2", "--out", &rendered.out(), "--output", &file]);
    let (code, said) = refusal(&output);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("may be committed"), "{said}");
    assert!(!Path::new(&file).exists());
}

/// The exit code and what was said, nothing having been written to standard output.
fn refusal(output: &Output) -> (i32, String) {
    assert!(output.stdout.is_empty());
    (output.status.code().unwrap(), text(&output.stderr))
}

#[test]
fn refuses_what_is_not_the_tree_that_was_rendered() {
    let rendered = Rendered::new();
    let (code, said) = refusal(&rendered.pack("master-9"));
    assert_eq!(code, 2);
    assert!(
        said.contains("master-9") && said.contains("master-1, master-2, master-3, worker-1, worker-2"),
        "{said}"
    );

    let public = "out/public/nodes/master-1/etc/kubernetes/manifests/etcd.yaml";
    fs::write(rendered.at(public), "changed").unwrap();
    let (code, said) = refusal(&rendered.pack("master-1"));
    assert!(code == 2 && said.contains("etcd.yaml is not the file"), "{said}");

    let secret = "out/secret/nodes/worker-1/etc/kubernetes/bootstrap-kubelet.conf";
    fs::write(rendered.at(secret), "changed").unwrap();
    let (code, said) = refusal(&rendered.pack("worker-1"));
    assert!(code == 2 && said.contains("bootstrap-kubelet.conf is not the file"), "{said}");

    fs::remove_file(rendered.at("out/secret/nodes/master-2/etc/kubernetes/pki/sa.key")).unwrap();
    let (code, said) = refusal(&rendered.pack("master-2"));
    assert!(code == 2 && said.contains("sa.key"), "{said}");

    fs::remove_dir_all(rendered.at("out/secret")).unwrap();
    let (code, said) = refusal(&rendered.pack("master-3"));
    assert!(code == 2 && said.contains("out/secret"), "{said}");

    fs::remove_dir_all(rendered.at("out")).unwrap();
    let (code, said) = refusal(&rendered.pack("master-3"));
    assert!(code == 2 && said.contains("there is no tree"), "{said}");
}

/// Runs the program with a terminal of its own; the exit code and what it showed.
fn on_a_terminal(arguments: &str) -> (i32, String) {
    let command = format!("{} {arguments}", env!("CARGO_BIN_EXE_kubemint"));
    let output = Command::new("script").args(["-qec", &command, "/dev/null"]).output().unwrap();
    (output.status.code().unwrap(), text(&output.stdout))
}

#[test]
fn never_writes_keys_to_a_terminal() {
    let rendered = Rendered::new();
    for (more, reason, advice) in [
        ("", "the node's keys are in it", "`| ssh root@NODE tar "),
        ("--format tar --public-only", "an archive is no text", "`| ssh root@NODE tar "),
        ("--format ignition --include-secrets", "the node's keys are in it", "`> FILE`"),
        ("--format cloud-init --include-secrets", "the node's keys are in it", "`> FILE`"),
    ] {
        let pack = format!("pack --node master-1 --out {} {more}", rendered.out());
        let (code, said) = on_a_terminal(&pack);
        assert_eq!(code, 2, "{more}: {said}");
        assert!(said.contains(&format!("{reason}, and standard output is a terminal")), "{more}: {said}");
        assert!(said.contains(advice) && said.contains("--output FILE"), "{more}: {said}");
        assert!(said.lines().count() < 4 && !said.contains("PRIVATE KEY"), "{more}: {said}");
        let file = rendered.at("packed");
        let (code, said) = on_a_terminal(&format!("{pack} --output {}", file.display()));
        assert!(code == 0 && !said.contains("PRIVATE KEY"), "{more}: {said}");
        fs::remove_file(file).unwrap();
    }
    // What everybody may read is text, and may be looked at.
    for form in ["ignition", "cloud-init"] {
        let (code, said) =
            on_a_terminal(&format!("pack --node master-1 --out {} --format {form}", rendered.out()));
        assert!(code == 0 && said.contains("kubelet.service"), "{form}: {said}");
    }
}

#[test]
fn user_data_has_no_secret_unless_it_is_said_and_is_warned_of() {
    let rendered = Rendered::new();
    let pack = |node: &str, more: &[&str]| {
        let output = kubemint(&[&["pack", "--node", node, "--out", &rendered.out()], more].concat());
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        (text(&output.stdout), text(&output.stderr))
    };
    let key = fs::read_to_string(rendered.at("out/secret/nodes/master-1/etc/kubernetes/pki/sa.key")).unwrap();
    let encoded = <base64ct::Base64 as base64ct::Encoding>::encode_string(key.as_bytes());
    for form in ["ignition", "cloud-init"] {
        let (data, said) = pack("master-1", &["--format", form]);
        assert!(!data.contains("sa.key\"") && !data.contains(&encoded), "{form}");
        assert!(said.contains("only public files") && said.contains("--include-secrets"), "{form}: {said}");
        assert!(data.len() > 16 * 1024, "{}", data.len());
        assert!(
            said.contains(&format!("warning[user-data-size]: {} bytes", data.len()))
                && said.contains("16384"),
            "{form}: {said}"
        );
        let (_, said) = pack("master-1", &["--format", form, "--quiet"]);
        assert!(
            !said.contains("only public files") && said.contains("16384"),
            "a warning is no report: {said}"
        );
        let (data, said) = pack("master-1", &["--format", form, "--include-secrets"]);
        assert!(data.contains(&encoded), "{form}");
        assert!(said.contains("warning[secrets-in-user-data]: the node's keys are in it"), "{form}: {said}");
    }
    let (data, said) = pack("worker-1", &["--format", "cloud-init"]);
    assert!(data.len() <= 16 * 1024 && !said.contains("16384"), "{} bytes: {said}", data.len());
}
