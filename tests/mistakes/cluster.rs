//! A cluster without mistakes, and what is said of a text.

use kubemint::{cli::diagnostics, config};

pub(crate) const CLUSTER: &str = r#"schema = 1

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

[[worker]]
name = "worker-1"
address = "192.168.56.111"

[pki]
not_before = 2026-11-23T00:00:00Z
"#;

pub(crate) fn said(text: &str) -> String {
    let no_files = |_: &str| Err(std::io::ErrorKind::NotFound.into());
    match config::read(text, &no_files) {
        Err(found) => diagnostics::draw("cluster.toml", text, &found, false),
        Ok(cluster) => {
            let warnings = config::warnings(text, &cluster);
            assert!(!warnings.is_empty(), "nothing is said of\n{text}");
            diagnostics::draw("cluster.toml", text, &warnings, false).replacen("warning", "error", 1)
        }
    }
}

#[test]
fn the_cluster_has_no_mistake() {
    let no_files = |_: &str| Err(std::io::ErrorKind::NotFound.into());
    assert!(config::read(CLUSTER, &no_files).is_ok());
}
