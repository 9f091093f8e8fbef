//! What real Kubernetes asks of the tree, learnt from its source and from clusters that did not come up: a test a demand.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{fs, path::Path, sync::LazyLock};

use kubemint::{config, derive::Seed, diagnostic::Diagnostic, model::Cluster, plan::plan, tree::Tree};

const CONTROL_PLANE: [&str; 3] = ["master-1", "master-2", "master-3"];
const MANIFESTS: &str = "etc/kubernetes/manifests";

/// The example whose components are units, rendered once: its RSA keys take a second.
static UNITS: LazyLock<Rendered> = LazyLock::new(|| Rendered::example("controller-manager-ha", &[]));

/// An example with more lines: each is put below the line that it names.
struct Rendered(Tree);

impl Rendered {
    fn example(name: &str, below: &[(&str, &str)]) -> Self {
        let cluster = read(&text(name, below)).unwrap_or_else(|faults| panic!("{faults:#?}"));
        Self(plan(&cluster, &Seed::DEMO).unwrap())
    }

    /// The text of a file, by its path below the half that has it.
    fn file(&self, path: &str) -> &str {
        let file = self.0.files().find(|file| file.place.path.as_str() == path);
        std::str::from_utf8(file.unwrap_or_else(|| panic!("no {path}")).bytes).unwrap()
    }

    fn on(&self, node: &str, path: &str) -> &str {
        self.file(&format!("nodes/{node}/{path}"))
    }

    fn pod(&self, node: &str, component: &str) -> &str {
        self.on(node, &format!("{MANIFESTS}/{component}.yaml"))
    }

    fn kubelet(&self, node: &str) -> &str {
        self.on(node, "var/lib/kubelet/config.yaml")
    }

    fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.files().map(|file| file.place.path.as_str())
    }

    /// The row of certificates.txt for a path.
    fn certificate(&self, path: &str) -> &str {
        let found = self.file("certificates.txt").lines().find(|line| line.split(" | ").next() == Some(path));
        found.unwrap_or_else(|| panic!("no certificate {path}"))
    }
}

fn text(example: &str, below: &[(&str, &str)]) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(example).join("cluster.toml");
    let mut text = fs::read_to_string(file).unwrap();
    for (line, more) in below {
        assert_eq!(text.matches(line).count(), 1, "{line}");
        text = text.replace(line, &format!("{line}\n{more}"));
    }
    text
}

fn read(text: &str) -> Result<Cluster, Vec<Diagnostic>> {
    config::read(text, &|_: &str| Err(std::io::ErrorKind::NotFound.into()))
}

fn has_flag(text: &str, flag: &str) -> bool {
    text.lines().any(|line| line.trim().trim_start_matches("- ").trim_end_matches(" \\") == flag)
}

/// Its official image gives the binary cap_net_bind_service=+ep: exec fails where the bounding set lacks it.
#[test]
fn kube_apiservers_pod_keeps_the_capability_of_its_binary_and_no_other() {
    let ha = Rendered::example("ha", &[]);
    for node in CONTROL_PLANE {
        let wanted =
            "      capabilities:\n        add:\n        - NET_BIND_SERVICE\n        drop:\n        - ALL\n";
        assert!(ha.pod(node, "kube-apiserver").contains(wanted));
        for component in ["etcd", "kube-controller-manager", "kube-scheduler"] {
            let pod = ha.pod(node, component);
            assert!(pod.contains("      capabilities:\n        drop:\n        - ALL\n"), "{component}");
            assert!(!pod.contains("add:"), "{component}");
        }
    }
}

/// Whatever a component's own default is, in any minor.
#[test]
fn nothing_speaks_a_tls_older_than_1_2() {
    let (pods, units) = (Rendered::example("ha", &[]), &*UNITS);
    for node in CONTROL_PLANE {
        for component in ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"] {
            let version = if component == "etcd" { "TLS1.2" } else { "VersionTLS12" };
            let unit = units.on(node, &format!("etc/systemd/system/{component}.service"));
            for text in [pods.pod(node, component), unit] {
                assert!(has_flag(text, &format!("--tls-min-version={version}")), "{component}");
            }
        }
    }
    assert!(pods.kubelet("worker-1").contains("\ntlsMinVersion: VersionTLS12\n"));
}

/// kubeadm:cluster-admins has no rights until system:masters, which needs no binding, has applied one.
#[test]
fn the_first_apply_is_super_admins() {
    let ha = Rendered::example("ha", &[]);
    assert!(
        ha.certificate("cluster/admin.conf").contains(" | O=kubeadm:cluster-admins, CN=kubernetes-admin | ")
    );
    assert!(
        ha.certificate("cluster/super-admin.conf")
            .contains(" | O=system:masters, CN=kubernetes-super-admin | ")
    );
    let masters = ha.file("certificates.txt").matches("O=system:masters").count();
    assert_eq!(masters, 1, "its rights cannot be taken away: nobody else is in it");
    let binding = ha.file("cluster/rbac/cluster-admins.yaml");
    assert!(binding.contains("  kind: ClusterRole\n  name: cluster-admin\n"));
    assert!(binding.contains("  kind: Group\n  name: kubeadm:cluster-admins\n"));
    assert!(ha.file("cluster/kustomization.yaml").contains("- rbac/cluster-admins.yaml\n"));
}

/// With anonymous requests off the kubelet's httpGet probes get 401; with them on everywhere, so does nobody.
#[test]
fn anonymous_requests_reach_the_probes_and_nothing_else() {
    const FILE: &str = "etc/kubernetes/authentication/config.yaml";
    const PROBES: &str = "anonymous:\n  enabled: true\n  conditions:\n  - path: /livez\n  - path: /readyz\n  - path: /healthz\n";
    let ha = Rendered::example("ha", &[]);
    let discovery = Rendered::example("ha", &[("[bootstrap]", "discovery = true")]);
    for node in CONTROL_PLANE {
        assert!(ha.on(node, FILE).ends_with(PROBES));
        let with_cluster_info =
            format!("{PROBES}  - path: /api/v1/namespaces/kube-public/configmaps/cluster-info\n");
        assert!(discovery.on(node, FILE).ends_with(&with_cluster_info));

        let pod = ha.pod(node, "kube-apiserver");
        assert!(has_flag(pod, "--authentication-config=/etc/kubernetes/authentication/config.yaml"));
        assert!(!pod.contains("--anonymous-auth"));
        let probed: Vec<&str> = pod.lines().filter_map(|line| line.trim().strip_prefix("path: /")).collect();
        for path in probed.iter().filter(|path| path.ends_with('z')) {
            assert!(PROBES.contains(&format!("path: /{path}\n")), "{path}");
        }
        assert_eq!(probed.iter().filter(|path| path.ends_with('z')).count(), 3);
    }
}

/// A member that comes back empty to a cluster that runs is refused with "has already been bootstrapped".
#[test]
fn each_etcd_member_says_whether_its_cluster_is_new() {
    let below = [("name = \"master-2\"", "etcd_initial_state = \"existing\"")];
    let ha = Rendered::example("ha", &below);
    for (node, state) in CONTROL_PLANE.into_iter().zip(["new", "existing", "new"]) {
        let pod = ha.pod(node, "etcd");
        assert!(has_flag(pod, &format!("--initial-cluster-state={state}")), "{node}");
        assert!(has_flag(pod, "--initial-cluster-token=5f0c1c0e9a3b4d62a7e15d0b8c9f7e21"), "{node}");
    }
}

/// etcd says that it is ready once a quorum has met, which may be hours after the first machine has booted.
#[test]
fn systemd_waits_for_etcd_as_long_as_it_takes() {
    let units = &*UNITS;
    for node in CONTROL_PLANE {
        let unit = units.on(node, "etc/systemd/system/etcd.service");
        assert!(unit.contains("\nType=notify\n") && unit.contains("\nTimeoutStartSec=infinity\n"));
    }
}

#[test]
fn each_kubelet_is_told_its_name_and_address() {
    let ha = Rendered::example("ha", &[]);
    for (node, address) in [("master-1", "192.168.56.101"), ("worker-2", "192.168.56.112")] {
        let unit = ha.on(node, "etc/systemd/system/kubelet.service");
        assert!(has_flag(unit, &format!("--node-ip={address}")));
        assert!(has_flag(unit, &format!("--hostname-override={node}")));
    }
}

/// CoreDNS is given the tenth address of the service range by everybody who installs it.
#[test]
fn cluster_dns_is_the_tenth_address_of_the_service_range() {
    let small = text("ha", &[]).replace("10.254.0.0/16", "10.254.255.240/28");
    let small = Rendered(plan(&read(&small).unwrap(), &Seed::DEMO).unwrap());
    assert!(Rendered::example("ha", &[]).kubelet("worker-1").contains("clusterDNS:\n- \"10.254.0.10\"\n"));
    assert!(small.kubelet("worker-1").contains("clusterDNS:\n- \"10.254.255.250\"\n"));
}

/// kubelet-client-current.pem, which rotation writes, outranks the certificate of a kubelet.conf that is rendered anew.
#[test]
fn only_a_worker_that_bootstraps_rotates_its_certificate() {
    let ha = Rendered::example("ha", &[("name = \"worker-2\"", "join = \"certificate\"")]);
    for node in CONTROL_PLANE.into_iter().chain(["worker-2"]) {
        assert!(!ha.kubelet(node).contains("rotateCertificates"), "{node}");
        assert!(
            !ha.on(node, "etc/systemd/system/kubelet.service").contains("--bootstrap-kubeconfig"),
            "{node}"
        );
        assert!(ha.on(node, "etc/kubernetes/kubelet.conf").contains("client-certificate-data: "), "{node}");
    }
    assert!(ha.kubelet("worker-1").contains("rotateCertificates: true\n"));
    let unit = ha.on("worker-1", "etc/systemd/system/kubelet.service");
    assert!(has_flag(unit, "--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf"));
    assert!(!ha.paths().any(|path| path == "nodes/worker-1/etc/kubernetes/kubelet.conf"));
}

/// NodeRestriction lets no kubelet set node-role.kubernetes.io/*: it registers with its taints, and the roles are applied.
#[test]
fn taints_come_from_the_kubelet_and_roles_from_objects_applied_later() {
    let ha = Rendered::example("ha", &[]);
    let taints = "registerWithTaints:\n- effect: NoSchedule\n  key: node-role.kubernetes.io/control-plane\n";
    for node in CONTROL_PLANE {
        assert!(ha.kubelet(node).contains(taints), "{node}");
        let object = ha.file(&format!("cluster/nodes/{node}.yaml")).to_owned();
        assert!(object.contains("    node-role.kubernetes.io/control-plane: \"\"\n"), "{node}");
    }
    assert!(!ha.kubelet("worker-1").contains("registerWithTaints"));
    for node in ["master-1", "worker-1"] {
        assert!(!ha.on(node, "etc/systemd/system/kubelet.service").contains("--node-labels"), "{node}");
    }
    // Applied before a node has registered, its object would be created, and the kubelet then adds no taints: they are not
    // applied with the others, among which is the policy that refuses them until then.
    assert!(!ha.file("cluster/kustomization.yaml").contains("- nodes/"));
    assert!(ha.file("cluster/kustomization.yaml").contains("- nodes-register-first.yaml\n"));
}

/// Nobody approves a serving request by himself, and a certificate that a kubelet signed for itself chains to nothing.
#[test]
fn kube_apiserver_verifies_kubelets_where_all_have_a_certificate_of_the_ca() {
    for (how, verified, asks) in
        [("rendered", true, false), ("csr", true, true), ("self-signed", false, false)]
    {
        let more = format!("[kubelet]\nserving = \"{how}\"\n");
        let ha = Rendered::example("ha", &[("key_algorithm = \"ecdsa-p256\"", &more)]);
        let pod = ha.pod("master-1", "kube-apiserver");
        assert_eq!(
            has_flag(pod, "--kubelet-certificate-authority=/etc/kubernetes/pki/ca.crt"),
            verified,
            "{how}"
        );
        for node in ["master-1", "worker-1"] {
            let config = ha.kubelet(node);
            assert!(config.contains(&format!("serverTLSBootstrap: {asks}\n")), "{how}");
            assert_eq!(config.contains("tlsCertFile: "), how == "rendered", "{how}");
        }
    }
}

/// A pod range without a part for each node leaves the last ones without addresses, days later.
#[test]
fn ranges_are_held_to_what_the_components_can_use() {
    let fault = |old: &str, new: &str| {
        let faults = read(&text("ha", &[]).replace(old, new)).unwrap_err();
        faults.iter().map(|fault| fault.message.clone()).collect::<Vec<_>>().join("\n")
    };
    let few = fault("172.30.0.0/16", "172.30.0.0/22");
    assert!(few.contains("4 "), "{few}");
    let large = fault("10.254.0.0/16", "10.0.0.0/8");
    assert!(large.contains("24 host bits"), "{large}");
    assert!(read(&text("ha", &[]).replace("172.30.0.0/16", "172.30.0.0/21")).is_ok());
    assert!(read(&text("ha", &[]).replace("10.254.0.0/16", "10.240.0.0/12")).is_ok());
}

/// Presets count at a machine's first boot only, and links are no files of a tree.
#[test]
fn units_are_enabled_by_a_drop_in_and_start_again_for_ever() {
    let units = &*UNITS;
    let names = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet"];
    for node in CONTROL_PLANE {
        let wants = units.on(node, "etc/systemd/system/multi-user.target.d/10-kubemint.conf");
        for name in names {
            assert!(wants.lines().any(|line| line == format!("Wants={name}.service")), "{name} in\n{wants}");
            let unit = units.on(node, &format!("etc/systemd/system/{name}.service"));
            assert!(
                unit.contains("\nStartLimitIntervalSec=0\n") && unit.contains("\nRestart=always\n"),
                "{name}"
            );
            assert!(!unit.contains("[Install]"), "{name}");
        }
    }
}

/// `kubectl get componentstatus` has kube-apiserver dial 127.0.0.1:10257 and 127.0.0.1:10259.
#[test]
fn componentstatus_finds_the_controller_manager_and_the_scheduler() {
    let ha = Rendered::example("ha", &[]);
    for (component, port) in [("kube-controller-manager", 10257), ("kube-scheduler", 10259)] {
        let pod = ha.pod("master-1", component);
        assert!(has_flag(pod, "--bind-address=127.0.0.1"), "{component}");
        assert!(has_flag(pod, &format!("--secure-port={port}")), "{component}");
    }
}

/// kube-apiserver's own policy gives /metrics to system:monitoring, and to nobody whom a tree should name otherwise.
#[test]
fn who_reads_metrics_is_in_system_monitoring() {
    let units = &*UNITS;
    let row = units.certificate("cluster/admins/prometheus.conf");
    assert!(row.contains("O=system:monitoring") && row.contains("CN=prometheus"), "{row}");
}

/// kubeadm adds none, and a cluster has one network plugin, its operator's choice.
#[test]
fn there_is_no_network_plugin() {
    let ha = Rendered::example("ha", &[]);
    assert!(!ha.paths().any(|path| path.contains("cni") || path.contains("kube-proxy")));
}
