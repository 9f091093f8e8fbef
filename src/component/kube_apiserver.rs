//! kube-apiserver 1.34 to 1.37.

use std::net::IpAddr;

use super::{
    Directory, Listen, Mount, Probe, Specification, Unit, etcd,
    flag_table::FlagRow,
    harm,
    listen_address::{loopback, probe_address, url, wildcard},
    owned_flag_advice, paths, refused_flags,
    specification::Probes,
    tls,
};
use crate::{
    kubernetes::values::{self, shared},
    model::{Account, AuditPolicy, Cluster, Component, Draft, KubeletServing, NodeRef},
    tree::MachinePath,
};

/// kube-apiserver.
pub(super) static SPECIFICATION: Specification = Specification {
    component: Component::KubeApiserver,
    table: "apiserver",
    extra_args: |draft| &draft.apiserver.extra_args,
    process: |draft| &draft.apiserver.process,
    feature_gates: |draft| Some(&draft.apiserver.feature_gates),
    gates_are_a_flag: true,
    flags: FLAGS,
    contradicting: CONTRADICTING,
    instead: owned_flag_advice::KUBE_APISERVER,
    refused: refused_flags::KUBE_APISERVER,
    forms: &[
        values::kube_apiserver::ROWS,
        shared::LOGGING,
        shared::METRICS,
        shared::SERVING,
        shared::COMPATIBILITY,
        shared::UID_HEADERS,
    ],
    harmful: &[harm::KUBE_APISERVER, harm::SERVERS],
    configuration: None,
    account: Account::KubeApiserver,
    groups: &[Account::KubeServiceAccount],
    directories: &[
        Directory::open(paths::PKI_ETCD),
        Directory::open(paths::AUTHENTICATION),
        Directory::of_group(paths::ENCRYPTION, Account::KubeApiserver).only_where(is_encrypted),
        Directory::open(paths::AUDIT).only_where(is_audited),
        // tar would create it with the machine's umask, so that the user of a unit might not be able to enter it.
        Directory::open(paths::LOGS).only_where(logs_below),
    ],
    sees_machine: false,
    mounts,
    start_inputs: |cluster, _| key_files(cluster),
    // Its port has a key of its own.
    ports: &[],
    listens: |cluster, node| {
        let address = bind_address(cluster, node);
        vec![Listen { purpose: "api", address, port: cluster.apiserver.port }]
    },
    probes: |cluster, node| {
        let host = probe_address(bind_address(cluster, node), node.node().addresses.primary());
        let probe = |path| Probe { host, port: cluster.apiserver.port, path, tls: true };
        Some(Probes { liveness: probe("/livez"), readiness: probe("/readyz"), startup: probe("/livez") })
    },
    needs_net_bind_service: true,
    // The delay of ten seconds, plus the time that a request may take.
    stop_seconds: 70,
    cpu_millis: 250,
    memory_mebibytes: 0,
    unit: Unit {
        description: "Kubernetes API server",
        documentation: "https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/",
        service_type: "notify",
        // The same as the startup probe of kubeadm's pod.
        start_timeout: "240",
        after: &["etcd.service"],
        // Its log rotation (lumberjack, `chown_linux.go`) gives a new audit log the owner of the old one. If it cannot, each
        // rotation loses an event (tried with 1.37.2).
        changes_owners: true,
        ..Unit::CONTROL_PLANE
    },
};

/// kube-apiserver's flags.
static FLAGS: &[FlagRow] = &[
    FlagRow::from("advertise-address", |_, node| Some(node.node().addresses.primary().to_string())),
    FlagRow::from("bind-address", |cluster, node| Some(bind_address(cluster, node).to_string())),
    FlagRow::from("secure-port", |cluster, _| Some(cluster.apiserver.port.to_string())),
    FlagRow::from("service-cluster-ip-range", |cluster, _| Some(cluster.service_cidr.to_string())),
    FlagRow::fixed("allow-privileged", "true"),
    // Authentication. The file says where anonymous requests are allowed, so --anonymous-auth must not be set.
    FlagRow::file("client-ca-file", paths::CA),
    FlagRow::file("authentication-config", paths::AUTHENTICATION_CONFIG),
    FlagRow::fixed("enable-bootstrap-token-auth", "true"),
    FlagRow::file("requestheader-client-ca-file", paths::FRONT_PROXY_CA),
    FlagRow::fixed("requestheader-allowed-names", "front-proxy-client"),
    FlagRow::fixed("requestheader-username-headers", "X-Remote-User"),
    FlagRow::fixed("requestheader-group-headers", "X-Remote-Group"),
    FlagRow::fixed("requestheader-extra-headers-prefix", "X-Remote-Extra-"),
    FlagRow::each("service-account-issuer", |cluster| cluster.service_account_issuers()),
    FlagRow::from("service-account-jwks-uri", |cluster, _| {
        cluster.service_accounts.jwks_uri.as_ref().map(ToString::to_string)
    })
    .overridable(),
    FlagRow::from("api-audiences", |cluster, _| audiences(cluster)).overridable(),
    FlagRow::from("service-account-max-token-expiration", |cluster, _| {
        cluster.service_accounts.max_token_expiration.map(|longest| format!("{}h", longest.hours()))
    })
    .overridable(),
    FlagRow::each("service-account-key-file", |cluster| {
        key_files(cluster).iter().map(ToString::to_string).collect()
    }),
    FlagRow::file("service-account-signing-key-file", paths::SERVICE_ACCOUNT_KEY),
    // A pod's token expires after an hour, as it says, instead of after a year: clients have been rereading it for years.
    FlagRow::fixed("service-account-extend-token-expiration", "false").overridable(),
    // Authorization.
    FlagRow::fixed("authorization-mode", "Node,RBAC"),
    FlagRow::fixed("enable-admission-plugins", NODE_RESTRICTION).with_more(),
    // Its own endpoint.
    FlagRow::file("tls-cert-file", paths::APISERVER),
    FlagRow::file("tls-private-key-file", paths::APISERVER_KEY),
    FlagRow::fixed("tls-min-version", tls::MIN_VERSION).overridable(),
    FlagRow::from("tls-cipher-suites", |_, _| Some(tls::cipher_suites())).overridable(),
    FlagRow::fixed("profiling", "false").overridable(),
    // While it shuts down it still serves but is not ready, so load balancers stop using it before the port closes.
    FlagRow::fixed("shutdown-delay-duration", "10s").overridable(),
    // A client keeps its connection for days. Where several API servers share the load, one in a thousand requests
    // asks it to reconnect, so that an API server that was down gets its share again (recommended by the flag's help
    // text).
    FlagRow::from("goaway-chance", |cluster, _| is_balanced(cluster).then(|| "0.001".to_owned()))
        .overridable(),
    // Its storage. Only the local member, so that machines fail independently, which /readyz reports to load balancers.
    FlagRow::from("etcd-servers", |cluster, node| Some(etcd_servers(cluster, node))),
    FlagRow::file("etcd-cafile", paths::ETCD_CA),
    FlagRow::file("etcd-certfile", paths::APISERVER_ETCD_CLIENT),
    FlagRow::file("etcd-keyfile", paths::APISERVER_ETCD_CLIENT_KEY),
    FlagRow::file_where("encryption-provider-config", paths::ENCRYPTION_CONFIG, |cluster| {
        is_encrypted(cluster)
    }),
    // Kubelets.
    FlagRow::file_where("kubelet-certificate-authority", paths::CA, verifies_kubelets),
    FlagRow::file("kubelet-client-certificate", paths::APISERVER_KUBELET_CLIENT),
    FlagRow::file("kubelet-client-key", paths::APISERVER_KUBELET_CLIENT_KEY),
    FlagRow::fixed("kubelet-preferred-address-types", "InternalIP,ExternalIP,Hostname").overridable(),
    // Extension API servers.
    FlagRow::file("proxy-client-cert-file", paths::FRONT_PROXY_CLIENT),
    FlagRow::file("proxy-client-key-file", paths::FRONT_PROXY_CLIENT_KEY),
    // The audit log.
    FlagRow::file_where("audit-policy-file", paths::AUDIT_POLICY, |cluster| is_audited(cluster)),
    FlagRow::from("audit-log-path", |cluster, _| audited(cluster, &cluster.audit.log_path)),
    FlagRow::from("audit-log-maxage", |cluster, _| audited(cluster, &cluster.audit.max_age_days)),
    FlagRow::from("audit-log-maxbackup", |cluster, _| audited(cluster, &cluster.audit.max_backups)),
    FlagRow::from("audit-log-maxsize", |cluster, _| audited(cluster, &cluster.audit.max_size_megabytes)),
];

/// Flags that it refuses together with `--authentication-config` or `--authorization-mode`, and one that has its own
/// setting.
static CONTRADICTING: &[&str] = &[
    "anonymous-auth",
    "authorization-config",
    "feature-gates",
    "oidc-ca-file",
    "oidc-client-id",
    "oidc-groups-claim",
    "oidc-groups-prefix",
    "oidc-issuer-url",
    "oidc-required-claim",
    "oidc-signing-algs",
    "oidc-username-claim",
    "oidc-username-prefix",
];

/// The files of the public keys with which it verifies tokens.
fn key_files(cluster: &Cluster) -> Vec<MachinePath> {
    let more = !cluster.service_accounts.verification_keys.is_empty();
    let more = more.then_some(paths::SERVICE_ACCOUNT_VERIFICATION);
    std::iter::once(paths::SERVICE_ACCOUNT_PUBLIC).chain(more).collect()
}

fn audiences(cluster: &Cluster) -> Option<String> {
    let audiences = &cluster.service_accounts.api_audiences;
    let audiences: Vec<&str> = audiences.iter().map(crate::model::TokenAudience::as_str).collect();
    (!audiences.is_empty()).then(|| audiences.join(","))
}

/// The admission plugin without which a kubelet could change other nodes' objects.
const NODE_RESTRICTION: &str = "NodeRestriction";

fn bind_address(cluster: &Cluster, node: NodeRef<'_>) -> IpAddr {
    cluster.apiserver.bind_address.unwrap_or_else(|| wildcard(node))
}

fn etcd_servers(cluster: &Cluster, node: NodeRef<'_>) -> String {
    if cluster.runs(Component::Etcd) {
        url("https", loopback(node), etcd::CLIENT_PORT)
    } else {
        let endpoints: Vec<_> = cluster.etcd.external.iter().map(crate::model::Endpoint::https_url).collect();
        endpoints.join(",")
    }
}

fn is_encrypted(cluster: &Draft) -> bool {
    cluster.encryption.has_keys()
}

fn is_audited(cluster: &Draft) -> bool {
    cluster.audit.policy != AuditPolicy::Off
}

/// Whether the audit log is in kubemint's default directory.
fn logs_below(cluster: &Draft) -> bool {
    let folder = MachinePath::of_logs(&cluster.audit.log_path);
    let below = folder.as_str().strip_prefix(paths::LOGS.as_str());
    is_audited(cluster) && below.is_some_and(|rest| rest.starts_with('/'))
}

fn audited(cluster: &Cluster, value: &impl ToString) -> Option<String> {
    is_audited(cluster).then(|| value.to_string())
}

/// Whether haproxy distributes the clients on workers over several API servers. With a single one, they could only
/// reconnect to it.
fn is_balanced(cluster: &Cluster) -> bool {
    cluster.runs(Component::KubeHaproxy) && cluster.control_plane.len() > 1
}

/// Whether every kubelet has a serving certificate signed by the cluster's CA.
fn verifies_kubelets(cluster: &Cluster) -> bool {
    match cluster.kubelet.serving {
        KubeletServing::Rendered | KubeletServing::Csr => true,
        KubeletServing::SelfSigned => false,
    }
}

/// The files and directories of the machine that it can access.
fn mounts(cluster: &Draft) -> Vec<Mount> {
    let folder = |name, path, writable| Mount { name, path, is_folder: true, writable };
    let mut mounts =
        vec![folder("pki", paths::PKI, false), folder("authentication", paths::AUTHENTICATION, false)];
    if is_encrypted(cluster) {
        mounts.push(folder("encryption", paths::ENCRYPTION, false));
    }
    if is_audited(cluster) {
        mounts.push(folder("audit", paths::AUDIT, false));
        mounts.push(folder("audit-log", MachinePath::of_logs(&cluster.audit.log_path), true));
    }
    mounts.sort_by(|a, b| a.path.cmp(&b.path));
    mounts
}
