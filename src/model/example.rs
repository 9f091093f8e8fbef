//! A cluster for unit tests, the same as that of examples/ha.

use std::{collections::BTreeMap, net::Ipv4Addr};

use super::{
    Account, Admin, ApiserverChoice, ApiserverSettings, ApplyTime, AuditPolicy, AuditSettings, BindAddress,
    BootstrapSettings, Cidr, Cidrs, Cluster, ClusterId, Component, ControlPlaneNode, ControllerSettings,
    CorednsRun, CorednsSettings, DnsDomain, DnsUpstream, Draft, EncryptionSettings, Endpoint,
    EtcdInitialState, EtcdSettings, FileForm, FileMode, Generations, GroupName, ImageRepository,
    ImageSettings, Join, KubeProxySettings, KubeletServing, KubeletSettings, KubernetesVersion, Label,
    LoadBalancerSettings, LogPath, Node, NodeAddress, NodeAddresses, NodeSelection, NodeSelector, ObjectFile,
    Overlay, OverlayFile, OwnObject, OwnObjects, PkiSettings, ProcessSettings, RolloutSettings, Runtime,
    SourcePath, Subdomain, Subject, Taint, Timestamp, UnixSocket, Users, Validity, Worker,
};
use crate::derive::KeyAlgorithm;

/// Three control-plane nodes, master-1 to master-3, and two workers: worker-1 joins by TLS bootstrap, worker-2 with a
/// rendered certificate. All components are static pods.
pub(crate) fn draft() -> Draft {
    Draft {
        name: Label::parse("kubernetes").unwrap(),
        id: ClusterId::parse("5f0c1c0e9a3b4d62a7e15d0b8c9f7e21").unwrap(),
        version: KubernetesVersion::parse("1.37.2").unwrap(),
        endpoint: Endpoint::parse("192.168.56.105:6443").unwrap(),
        service_cidr: range("10.254.0.0/16"),
        pod_cidr: range("172.30.0.0/16"),
        node_mask_ipv4: 24,
        node_mask_ipv6: 64,
        dns_domain: DnsDomain::parse("cluster.local").unwrap(),
        recipients: vec![],
        control_plane: (1..=3).map(control_plane_node).collect(),
        workers: vec![worker(1, Join::Bootstrap), worker(2, Join::Certificate)],
        pki: pki(),
        load_balancer: LoadBalancerSettings::default(),
        apiserver: apiserver(),
        controller_manager: controllers(),
        scheduler: controllers(),
        etcd: etcd(),
        kubelet: kubelet(),
        kube_proxy: KubeProxySettings::default(),
        service_accounts: super::ServiceAccountSettings::default(),
        audit: audit(),
        encryption: EncryptionSettings::default(),
        coredns: coredns(),
        images: ImageSettings {
            repository: ImageRepository::parse("registry.k8s.io").unwrap(),
            digests: BTreeMap::new(),
            etcd_tag: None,
        },
        users: Users::default(),
        bootstrap: BootstrapSettings {
            token_expiry: Timestamp::parse("2026-11-25T00:00:00Z").unwrap(),
            discovery: false,
        },
        rollout: RolloutSettings::default(),
        admins: vec![monitoring()],
        objects: vec![],
        overlays: vec![],
    }
}

fn monitoring() -> Admin {
    Admin {
        name: Subdomain::parse("prometheus").unwrap(),
        groups: vec![GroupName::parse("system:monitoring").unwrap()],
    }
}

/// Adds objects of the user's own to every group in which they are applied.
pub(crate) fn with_objects(draft: &mut Draft) {
    let object = |api_version: &str, kind: &str, name: &str| OwnObject {
        api_version: api_version.to_owned(),
        kind: kind.to_owned(),
        namespace: None,
        name: name.to_owned(),
        line: 1,
        text: format!("apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: {name}}}\n"),
    };
    let source = |path: &str, apply, objects| {
        let path = SourcePath::parse(path).unwrap();
        OwnObjects { source: path.clone(), apply, files: vec![ObjectFile { path, objects }] }
    };
    let network = vec![object("v1", "Namespace", "net"), object("v1", "ConfigMap", "net")];
    draft.objects = vec![
        source("objects/net.yaml", ApplyTime::BeforeNodes, network),
        source("later.json", ApplyTime::AfterNodes, vec![object("v1", "ConfigMap", "later")]),
    ];
}

/// Adds files of the user's own to every machine.
pub(crate) fn with_overlay(draft: &mut Draft) {
    let file = |path: &str, mode| OverlayFile {
        path: SourcePath::parse(path).unwrap(),
        owner: Account::Root,
        group: Account::Root,
        mode,
        form: FileForm::Text,
        text: "a = b\n".to_owned(),
    };
    draft.overlays = vec![Overlay {
        directory: SourcePath::parse("machines").unwrap(),
        nodes: NodeSelection(vec![NodeSelector::ControlPlane, NodeSelector::Workers]),
        restarts: vec![Component::Kubelet],
        files: vec![
            file("etc/sysctl.d/90-own.conf", FileMode::FILE),
            file("usr/local/bin/own", FileMode::PROGRAM),
        ],
    }];
}

fn coredns() -> CorednsSettings {
    CorednsSettings {
        run: CorednsRun::Deployment,
        replicas: 2,
        upstreams: vec![DnsUpstream::parse("/etc/resolv.conf").unwrap()],
        ..CorednsSettings::default()
    }
}

fn apiserver() -> ApiserverSettings {
    ApiserverSettings {
        runtime: Runtime::StaticPod,
        bind_address: None,
        port: 6443,
        extra_sans: vec![],
        authentication: vec![],
        feature_gates: BTreeMap::new(),
        extra_args: BTreeMap::new(),
        process: ProcessSettings::NONE,
    }
}

/// [`draft`], validated.
pub(crate) fn cluster() -> Cluster {
    crate::validate::cluster(draft()).unwrap()
}

fn range(text: &str) -> Cidrs {
    Cidrs::new(Cidr::parse(text).unwrap(), None).unwrap()
}

fn node(name: &str, address: &str, taints: Vec<Taint>) -> Node {
    Node {
        name: Subdomain::parse(name).unwrap(),
        addresses: NodeAddresses::new(NodeAddress::parse(address).unwrap(), None).unwrap(),
        labels: BTreeMap::new(),
        taints,
        recipients: vec![],
    }
}

fn control_plane_node(number: u8) -> ControlPlaneNode {
    let (name, address) = (format!("master-{number}"), format!("192.168.56.10{number}"));
    ControlPlaneNode {
        node: node(&name, &address, vec![Taint::control_plane()]),
        etcd_initial_state: EtcdInitialState::New,
        interface: None,
    }
}

fn worker(number: u8, join: Join) -> Worker {
    let (name, address) = (format!("worker-{number}"), format!("192.168.56.11{number}"));
    Worker { node: node(&name, &address, vec![]), join }
}

fn pki() -> PkiSettings {
    PkiSettings {
        not_before: Timestamp::parse("2026-11-23T00:00:00Z").unwrap(),
        leaf_not_before: Timestamp::parse("2026-11-23T00:00:00Z").unwrap(),
        renewals: std::collections::BTreeMap::new(),
        ca_validity: Validity::Years(10),
        leaf_validity: Validity::Years(1),
        key_algorithm: KeyAlgorithm::EcdsaP256,
        subject: Subject::default(),
        generations: Generations::default(),
    }
}

fn controllers() -> ControllerSettings {
    ControllerSettings {
        runtime: Runtime::StaticPod,
        apiserver: ApiserverChoice::Local,
        bind_address: BindAddress::Fixed(Ipv4Addr::LOCALHOST.into()),
        extra_sans: vec![],
        feature_gates: BTreeMap::new(),
        extra_args: BTreeMap::new(),
        process: ProcessSettings::NONE,
    }
}

fn etcd() -> EtcdSettings {
    EtcdSettings {
        runtime: Runtime::StaticPod,
        external: vec![],
        extra_args: BTreeMap::new(),
        process: ProcessSettings::NONE,
    }
}

fn kubelet() -> KubeletSettings {
    KubeletSettings {
        serving: KubeletServing::Rendered,
        feature_gates: BTreeMap::new(),
        extra_args: BTreeMap::new(),
        process: ProcessSettings::NONE,
        config: serde_json::Map::new(),
        container_runtime_endpoint: UnixSocket::parse("unix:///run/containerd/containerd.sock").unwrap(),
    }
}

fn audit() -> AuditSettings {
    AuditSettings {
        policy: AuditPolicy::Metadata,
        log_path: LogPath::parse("/var/log/kubernetes/audit/audit.log").unwrap(),
        max_age_days: 30,
        max_backups: 10,
        max_size_megabytes: 100,
    }
}
