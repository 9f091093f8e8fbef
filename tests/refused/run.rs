//! A directory to run kubemint in, and what a refused run says and leaves alone.

use std::{
    fs::{self, Permissions},
    io::Write,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use snapbox::{Assert, Data};

pub(crate) const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/refused");

/// The smallest cluster.
const CLUSTER: &str = r#"schema = 1

[cluster]
name = "kubernetes"
id = "5f0c1c0e9a3b4d62a7e15d0b8c9f7e21"
kubernetes_version = "1.37.2"
endpoint = "192.168.56.101:6443"
service_cidr = "10.254.0.0/16"
pod_cidr = "172.30.0.0/16"

[[control_plane]]
name = "master-1"
address = "192.168.56.101"

[pki]
not_before = 2026-11-23T00:00:00Z
"#;

/// A new directory with cluster.toml and a seed in it.
pub(crate) struct Cluster(tempfile::TempDir);

impl Cluster {
    pub(crate) fn new() -> Self {
        let cluster = Self(tempfile::tempdir().unwrap());
        cluster.write("cluster.toml", CLUSTER, 0o644);
        cluster.write("seed", SEED, 0o600);
        cluster
    }

    /// The same with its tree in `out`.
    pub(crate) fn rendered() -> Self {
        let cluster = Self::new();
        let output = cluster.kubemint(&["render"], "");
        assert!(output.status.success(), "{output:?}");
        cluster
    }

    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>, mode: u32) {
        fs::write(self.at(name), text).unwrap();
        fs::set_permissions(self.at(name), Permissions::from_mode(mode)).unwrap();
    }

    /// Runs with these arguments in the directory, this text on standard input.
    pub(crate) fn kubemint(&self, arguments: &[&str], stdin: &str) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kubemint"))
            .args(arguments)
            .current_dir(self.0.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A run that is refused before it reads closes the pipe.
        let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
        child.wait_with_output().unwrap()
    }

    /// The run must exit 2, say what `NAME.txt` has, and leave every file as it was.
    pub(crate) fn refuses(&self, name: &str, arguments: &[&str]) {
        self.refuses_input(name, arguments, "");
    }

    pub(crate) fn refuses_input(&self, name: &str, arguments: &[&str], stdin: &str) {
        let before = self.listing();
        let output = self.kubemint(arguments, stdin);
        let said = String::from_utf8(output.stderr).unwrap();
        let said = said.replace(self.0.path().to_str().unwrap(), "[FOLDER]");
        assert_eq!(output.status.code(), Some(2), "{name}: {said}");
        assert!(output.stdout.is_empty(), "{name}");
        assert!(said.contains("help: "), "{name} says not how to fix it: {said}");
        let expected = Data::read_from(&Path::new(FOLDER).join(format!("{name}.txt")), None).raw();
        Assert::new().action_env("SNAPSHOTS").eq(Data::text(said).raw(), expected);
        assert_eq!(self.listing(), before, "{name}");
    }

    /// Every file with its inode, mode and time of change. The directory around `out` has no time: a run that looks at a tree under
    /// the writer's lock makes the directory for it there, and removes it.
    fn listing(&self) -> Vec<String> {
        let entries =
            walkdir::WalkDir::new(self.0.path()).sort_by_file_name().into_iter().map(Result::unwrap);
        let line = |entry: walkdir::DirEntry| {
            let status = fs::symlink_metadata(entry.path()).unwrap();
            let (path, mode) = (entry.path().display(), status.mode());
            let time = (entry.depth() > 0).then(|| (status.mtime(), status.mtime_nsec()));
            format!("{path} {} {mode:o} {time:?}", status.ino())
        };
        entries.map(line).collect()
    }
}

/// A seed that nobody uses, and another.
pub(crate) const SEED: &str = "b7d3f8a16c2e4905d1883ac05f7e62b94d0ce1f35a96287bc4f0de178a63925e\n";
pub(crate) const OTHER_SEED: &str = "3e91c07d5ab8f26413e7d09c84f25b6ae0c1379d8f4b62a57dce10938b5f64a2\n";
