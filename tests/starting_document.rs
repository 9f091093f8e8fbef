//! The walk-through that examples/controller-manager-ha replaces: what it set by hand must be in the tree, each item in
//! today's form where there is one, and what was removed from Kubernetes must be nowhere.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{collections::BTreeMap, fs, path::Path, sync::LazyLock};

use kubemint::{config, derive::Seed, plan::plan};

const NODES: [(&str, &str); 3] =
    [("master-1", "192.168.56.101"), ("master-2", "192.168.56.102"), ("master-3", "192.168.56.103")];

/// The text of every file, by its path.
static FILES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/controller-manager-ha/cluster.toml");
    let none = |_: &str| Err(std::io::ErrorKind::NotFound.into());
    let cluster = config::read(&fs::read_to_string(example).unwrap(), &none)
        .unwrap_or_else(|faults| panic!("{faults:#?}"));
    let tree = plan(&cluster, &Seed::DEMO).unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    tree.files().map(|file| (file.place.path.to_string(), text(file.bytes))).collect()
});

fn file(node: &str, path: &str) -> &'static str {
    let path = format!("nodes/{node}/{path}");
    FILES.get(&path).unwrap_or_else(|| panic!("no {path}"))
}

fn unit(node: &str, component: &str) -> &'static str {
    file(node, &format!("etc/systemd/system/{component}.service"))
}

/// The value of a component's flag.
fn flag(node: &str, component: &str, name: &str) -> Option<&'static str> {
    let prefix = format!("--{name}=");
    unit(node, component)
        .lines()
        .find_map(|line| line.trim().trim_end_matches(" \\").strip_prefix(prefix.as_str()))
}

fn controller_manager(name: &str) -> Option<&'static str> {
    flag("master-1", "kube-controller-manager", name)
}

/// The columns of a certificate's row in certificates.txt: path, subject, issuer, uses, names, …
fn certificate(path: &str) -> Vec<&'static str> {
    let rows = FILES["certificates.txt"].lines().map(|line| line.split(" | ").collect::<Vec<_>>());
    rows.into_iter().find(|row| row.first() == Some(&path)).unwrap_or_else(|| panic!("no certificate {path}"))
}

#[test]
fn its_client_certificate_has_the_name_and_group_that_bindings_know() {
    for (node, _) in NODES {
        let row = certificate(&format!("nodes/{node}/etc/kubernetes/controller-manager.conf"));
        let subject = "C=CN, ST=BeiJing, L=BeiJing, O=system:kube-controller-manager, OU=System, CN=system:kube-controller-manager";
        assert_eq!((row[1], row[3]), (subject, "client"), "{node}");
    }
}

#[test]
fn its_serving_certificate_names_every_node_and_the_loopback_address() {
    for (node, _) in NODES {
        let row = certificate(&format!("nodes/{node}/etc/kubernetes/pki/controller-manager.crt"));
        let names: Vec<&str> = row[4].split(',').collect();
        for address in ["127.0.0.1", "192.168.56.101", "192.168.56.102", "192.168.56.103"] {
            assert!(names.contains(&address), "{address} in {names:?}");
        }
        assert_eq!(row[3], "server");
        assert!(row[2].ends_with("CN=kubernetes"), "signed by the cluster's CA: {}", row[2]);
    }
}

#[test]
fn its_kubeconfig_dials_the_load_balancer_and_embeds_its_certificates() {
    for (node, _) in NODES {
        let config = file(node, "etc/kubernetes/controller-manager.conf");
        for part in [
            "server: https://192.168.56.105:6443\n",
            "certificate-authority-data: ",
            "client-certificate-data: ",
            "client-key-data: ",
            "current-context: system:kube-controller-manager@kubernetes\n",
        ] {
            assert!(config.contains(part), "{part:?} on {node}");
        }
    }
}

#[test]
fn every_flag_that_still_exists_is_set() {
    for (name, value) in [
        ("allocate-node-cidrs", "true"),
        ("service-cluster-ip-range", "10.254.0.0/16"),
        ("cluster-cidr", "172.30.0.0/16"),
        ("cluster-name", "kubernetes"),
        ("cluster-signing-cert-file", "/etc/kubernetes/pki/ca-signing.crt"),
        ("cluster-signing-key-file", "/etc/kubernetes/pki/ca.key"),
        ("leader-elect", "true"),
        ("controllers", "*,bootstrapsigner,tokencleaner"),
        ("horizontal-pod-autoscaler-sync-period", "10s"),
        ("tls-cert-file", "/etc/kubernetes/pki/controller-manager.crt"),
        ("tls-private-key-file", "/etc/kubernetes/pki/controller-manager.key"),
        ("service-account-private-key-file", "/etc/kubernetes/pki/sa.key"),
        ("root-ca-file", "/etc/kubernetes/pki/ca.crt"),
        ("use-service-account-credentials", "true"),
        ("v", "2"),
    ] {
        assert_eq!(controller_manager(name), Some(value), "--{name}");
    }
}

#[test]
fn what_was_renamed_has_its_name_of_today() {
    assert_eq!(controller_manager("cluster-signing-duration"), Some("8760h"));
    assert_eq!(controller_manager("feature-gates"), Some("RotateKubeletServerCertificate=true"));
    for (node, address) in NODES {
        assert_eq!(flag(node, "kube-controller-manager", "bind-address"), Some(address));
        assert_eq!(flag(node, "kube-controller-manager", "secure-port"), Some("10257"));
    }
}

#[test]
fn what_was_removed_is_nowhere() {
    for (path, text) in FILES.iter() {
        for gone in [
            "experimental-cluster-signing-duration",
            "--address",
            "--port=",
            "logtostderr",
            "log-dir",
            "use-rest-clients",
            "RotateKubeletServercertificate",
            "10252",
        ] {
            assert!(!text.contains(gone), "{gone} in {path}");
        }
    }
}

#[test]
fn the_api_server_agrees() {
    for (node, _) in NODES {
        let of = |component, name| flag(node, component, name).unwrap();
        let range = of("kube-apiserver", "service-cluster-ip-range");
        assert_eq!(range, of("kube-controller-manager", "service-cluster-ip-range"));
        let key = of("kube-controller-manager", "service-account-private-key-file");
        assert_eq!(of("kube-apiserver", "service-account-signing-key-file"), key);
        assert_eq!(of("kube-apiserver", "service-account-key-file"), "/etc/kubernetes/pki/sa.pub");
    }
}

#[test]
fn its_unit_has_a_user_of_its_own_starts_again_and_is_enabled() {
    for (node, _) in NODES {
        let unit = unit(node, "kube-controller-manager");
        assert!(unit.contains("\nUser=kube-controller-manager\n") && unit.contains("\nRestart=always\n"));
        let wants = file(node, "etc/systemd/system/multi-user.target.d/10-kubemint.conf");
        assert!(wants.contains("Wants=kube-controller-manager.service\n"));
    }
}

#[test]
fn its_metrics_ask_who_reads_them() {
    for (name, value) in [
        ("client-ca-file", "/etc/kubernetes/pki/ca.crt"),
        ("authentication-kubeconfig", "/etc/kubernetes/controller-manager.conf"),
        ("authorization-kubeconfig", "/etc/kubernetes/controller-manager.conf"),
    ] {
        assert_eq!(controller_manager(name), Some(value), "--{name}");
    }
}
