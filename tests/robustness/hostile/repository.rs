//! A cluster with every file that a command reads, rendered, sealed and committed.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use crate::cluster::Cluster;

pub struct Repository(Cluster);

const POLICY: &str = "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Metadata\n";
const SIGN_IN: &str = "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\njwt:\n- issuer:\n    url: https://example.com\n    audiences: [kubernetes]\n  claimMappings:\n    username: {claim: sub, prefix: \"sign-in:\"}\n";

impl Repository {
    pub fn new() -> Self {
        let cluster = Cluster::new();
        let key = age::x25519::Identity::generate();
        cluster.edit_line("[cluster]", &format!("[cluster]\nrecipients = [\"{}\"]", key.to_public()));
        cluster.append(
            "[audit]\npolicy_file = \"policy.yaml\"\n[apiserver]\nauthentication_file = \"sign-in.yaml\"",
        );
        let secret = age::secrecy::ExposeSecret::expose_secret(&key.to_string()).to_owned();
        let seed: Vec<u8> = (0_u8..32).map(|n| n.wrapping_mul(73).wrapping_add(n / 3) ^ 0xa5).collect();
        let sealed = age::encrypt(&key.to_public(), &seed).unwrap();
        let files: [(&str, &[u8]); 6] = [
            ("key", secret.as_bytes()),
            ("policy.yaml", POLICY.as_bytes()),
            ("sign-in.yaml", SIGN_IN.as_bytes()),
            ("seed", &seed),
            ("sealed.age", &sealed),
            ("rules.d", b""),
        ];
        for (name, bytes) in files {
            fs::write(cluster.at(name), bytes).unwrap();
            fs::set_permissions(cluster.at(name), fs::Permissions::from_mode(0o600)).unwrap();
        }
        cluster.render();
        assert!(cluster.run(&["seal", "--allow-demo"]).status.success());
        for arguments in [&["init", "-q"][..], &["add", "-A"], &["commit", "-qm", "rendered"]] {
            cluster.git(arguments);
        }
        let kept = std::process::Command::new("cp")
            .args(["-a", "out", "whole"])
            .current_dir(cluster.path())
            .status();
        assert!(kept.unwrap().success());
        Self(cluster)
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn at(&self, path: &str) -> PathBuf {
        self.0.at(path)
    }

    /// Everything as it was.
    pub fn restore(&self, file: &str, kept: &Path) {
        let path = self.at(file);
        if path.is_dir() && !path.is_symlink() {
            let _ = fs::remove_dir_all(&path);
        }
        let _ = fs::remove_file(&path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::rename(kept, &path).unwrap();
        if file.starts_with("out/") {
            fs::remove_dir_all(self.at("out")).unwrap();
            let copy = std::process::Command::new("cp")
                .args(["-a", "whole", "out"])
                .current_dir(self.path())
                .status();
            assert!(copy.unwrap().success());
        }
    }
}
