//! A small cluster with recipients, rendered.

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
};

use crate::keys::{kubemint, private, public, said};

pub(crate) const SEED: &str = "b7d3f8a16c2e4905d1883ac05f7e62b94d0ce1f35a96287bc4f0de178a63925e\n";

/// One control-plane node and a worker, master-1 for the key `ed25519`, everything for the operators' key `rsa`.
pub(crate) struct Cluster {
    folder: tempfile::TempDir,
}

impl Cluster {
    /// The cluster's files, and its tree.
    pub(crate) fn rendered() -> Self {
        let cluster = Self { folder: crate::in_memory::in_memory() };
        let seed = cluster.at("seed");
        fs::write(&seed, SEED).unwrap();
        fs::set_permissions(seed, fs::Permissions::from_mode(0o600)).unwrap();
        private(cluster.path(), "ed25519");
        private(cluster.path(), "rsa");
        cluster.write(&[&public("rsa")], &[&public("ed25519")], "");
        cluster.render();
        cluster
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.path().join(path)
    }

    /// Writes cluster.toml anew, `more` below `[pki]`.
    pub(crate) fn write(&self, operators: &[&str], master: &[&str], more: &str) {
        let text = format!(
            r#"schema = 1

[cluster]
name = "kubernetes"
id = "5f0c1c0e9a3b4d62a7e15d0b8c9f7e21"
kubernetes_version = "1.37.2"
endpoint = "10.1.1.1:6443"
service_cidr = "10.254.0.0/16"
pod_cidr = "172.30.0.0/16"
recipients = {operators:?}

[[control_plane]]
name = "master-1"
address = "10.1.1.1"
recipients = {master:?}

[[worker]]
name = "worker-1"
address = "10.1.1.2"
join = "certificate"

[pki]
not_before = 2026-11-23T00:00:00Z
{more}
"#
        );
        fs::write(self.at("cluster.toml"), text).unwrap();
    }

    pub(crate) fn render(&self) {
        let (code, said) = self.run(&["render", "--quiet"]);
        assert_eq!(code, 0, "{said}");
    }

    /// Runs the program; the exit code and what was said.
    pub(crate) fn run(&self, arguments: &[&str]) -> (i32, String) {
        said(&kubemint(self.path(), arguments))
    }

    /// Seals, and says which of the encrypted files that changed.
    pub(crate) fn seal(&self) -> Vec<String> {
        let before = self.sealed();
        let (code, said) = self.run(&["seal", "--quiet"]);
        assert_eq!(code, 0, "{said}");
        let after = self.sealed();
        let names = before.keys().chain(after.keys()).filter(|name| name.ends_with(".age"));
        let mut changed: Vec<String> =
            names.filter(|name| before.get(*name) != after.get(*name)).cloned().collect();
        changed.sort();
        changed.dedup();
        changed
    }

    /// Every file below out/sealed: its bytes, inode and time of change.
    pub(crate) fn sealed(&self) -> BTreeMap<String, (Vec<u8>, u64, i64)> {
        let root = self.at("out/sealed");
        let files = walkdir::WalkDir::new(&root).into_iter().filter_map(Result::ok);
        files
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                let name = entry.path().strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                let status = entry.metadata().unwrap();
                (name, (fs::read(entry.path()).unwrap(), status.ino(), status.mtime_nsec()))
            })
            .collect()
    }

    /// What a key opens of a sealed file, as paths, owners, modes and bytes.
    pub(crate) fn open(&self, file: &str, key: &str) -> BTreeMap<String, (u64, u32, Vec<u8>)> {
        let output = kubemint(self.path(), &["open", file, "--identity", key]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let mut archive = tar::Archive::new(output.stdout.as_slice());
        let entries = archive.entries().unwrap().map(|entry| {
            let mut entry = entry.unwrap();
            let path = entry.path().unwrap().to_str().unwrap().to_owned();
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut entry, &mut bytes).unwrap();
            (path, (entry.header().uid().unwrap(), entry.header().mode().unwrap(), bytes))
        });
        entries.collect()
    }

    /// The files below a directory of the secret output, sums left out.
    pub(crate) fn secrets(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let root = self.at("out/secret").join(folder);
        let files = walkdir::WalkDir::new(&root).into_iter().map(Result::unwrap);
        let files = files.filter(|entry| entry.file_type().is_file() && entry.file_name() != "SHA256SUMS");
        let file = |entry: walkdir::DirEntry| {
            let name = entry.path().strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            (name, fs::read(entry.path()).unwrap())
        };
        files.map(file).collect()
    }
}
