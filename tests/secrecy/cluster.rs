//! A directory with a cluster to run kubemint in.

use std::{
    fs::{self, Permissions},
    io::Write,
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    process::{Command, Stdio},
};

use crate::secrets::SEED;

pub(crate) const CLUSTER: &str = r#"schema = 1

[cluster]
name = "kubernetes"
id = "5f0c1c0e9a3b4d62a7e15d0b8c9f7e21"
kubernetes_version = "1.37.2"
endpoint = "192.168.56.101:6443"
service_cidr = "10.254.0.0/16"
pod_cidr = "172.30.0.0/16"
recipients = ["age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg"]

[[control_plane]]
name = "master-1"
address = "192.168.56.101"

[[worker]]
name = "worker-1"
address = "192.168.56.111"

[pki]
not_before = 2026-11-23T00:00:00Z
"#;

pub(crate) struct Cluster(tempfile::TempDir);

/// What a run said, on both outputs.
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) text: Vec<u8>,
}

impl Cluster {
    /// With cluster.toml, a seed and the tree.
    pub(crate) fn rendered() -> Self {
        let cluster = Self(tempfile::tempdir().unwrap());
        cluster.write("cluster.toml", CLUSTER);
        cluster.write("seed", SEED);
        let said = cluster.run(&["render"], b"");
        assert_eq!(said.code, Some(0), "{}", String::from_utf8_lossy(&said.text));
        cluster
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.0.path().to_owned()
    }

    /// Writes a file that only its owner can read.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.0.path().join(name);
        fs::write(&path, content).unwrap();
        fs::set_permissions(path, Permissions::from_mode(0o600)).unwrap();
    }

    pub(crate) fn run(&self, arguments: &[&str], stdin: &[u8]) -> Said {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kubemint"))
            .args(arguments)
            .current_dir(self.0.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A run that is refused before it reads closes the pipe.
        let _ = child.stdin.take().unwrap().write_all(stdin);
        let output = child.wait_with_output().unwrap();
        Said { code: output.status.code(), text: [output.stdout, output.stderr].concat() }
    }
}
