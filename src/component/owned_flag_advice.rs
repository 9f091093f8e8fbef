//! What to do instead of setting a flag that kubemint owns: the key that has the same effect, or why there is none.

use super::specification;
use crate::model::Component;

/// A flag, and advice that completes "help: ".
type Advice = (&'static str, &'static str);

/// What to do instead of setting a flag that kubemint owns; `None` if no table has it, which a test rules out.
#[must_use]
pub fn instead(component: Component, name: &str) -> Option<&'static str> {
    let find =
        |rows: &'static [Advice]| rows.iter().find(|(flag, _)| *flag == name).map(|(_, advice)| *advice);
    find(specification(component).instead).or_else(|| find(COMMON)).or_else(|| {
        let is_oidc = component == Component::KubeApiserver && name.starts_with("oidc-");
        is_oidc.then_some(OIDC)
    })
}

const OIDC: &str =
    "use `authentication_file` of [apiserver]: one jwt authenticator says what the --oidc flags said";
const SERVING: &str = "leave it out: the certificate is rendered; `extra_sans` puts more names into it";
const REQUESTHEADER: &str = "leave it out: extension API servers are asked with the front-proxy CA's client; `front_proxy_ca` of [pki.generations] rotates it";
const ETCD_CLIENT: &str =
    "leave it out: the rendered etcd CA and client are used, with `external` of [etcd] too";
const SERVICE_ACCOUNT: &str =
    "use `service_account` of [pki.generations]: it says which keys are trusted and which one signs";
const DECIDED_BY_CA: &str =
    "leave it out: clients are trusted by the cluster's CA; `kubernetes_ca` of [pki.generations] rotates it";
const OWN_KUBECONFIG: &str =
    "leave it out: the kubeconfig is rendered, and dials the API server of the same node";
const MEMBERSHIP: &str =
    "leave it out: every member's flags follow from the [[control_plane]] tables, their names and addresses";
const MEMBER_CERTIFICATE: &str = "leave it out: the member's certificates and the etcd CA are rendered; `etcd_ca` of [pki.generations] rotates it";
const FEATURE_GATES: &str = "use `feature_gates` of the component's table";

/// Flags of several components.
static COMMON: &[Advice] = &[
    ("feature-gates", FEATURE_GATES),
    ("authentication-kubeconfig", OWN_KUBECONFIG),
    ("authorization-kubeconfig", OWN_KUBECONFIG),
    ("bind-address", "use `bind_address` of the component's table"),
    ("client-ca-file", DECIDED_BY_CA),
    ("kubeconfig", OWN_KUBECONFIG),
    (
        "leader-elect",
        "leave it out: with several control-plane nodes one of them must lead, and with one it does no harm",
    ),
    ("requestheader-allowed-names", REQUESTHEADER),
    ("requestheader-client-ca-file", REQUESTHEADER),
    ("requestheader-extra-headers-prefix", REQUESTHEADER),
    ("requestheader-group-headers", REQUESTHEADER),
    ("requestheader-username-headers", REQUESTHEADER),
    ("service-cluster-ip-range", "use `service_cidr` of [cluster]"),
    ("tls-cert-file", SERVING),
    ("tls-private-key-file", SERVING),
];

/// etcd's.
pub(super) static ETCD: &[Advice] = &[
    ("advertise-client-urls", MEMBERSHIP),
    ("cert-file", MEMBER_CERTIFICATE),
    (
        "client-cert-auth",
        "leave it out: who has no certificate of the etcd CA may read every Secret otherwise",
    ),
    ("config-file", "use `extra_args` of [etcd]: with a file etcd ignores every flag"),
    ("data-dir", "leave it out: data lies in /var/lib/etcd; mount another disk there"),
    ("initial-advertise-peer-urls", MEMBERSHIP),
    ("initial-cluster", MEMBERSHIP),
    ("initial-cluster-state", "use `etcd_initial_state` of [[control_plane]]"),
    ("initial-cluster-token", "leave it out: it is `id` of [cluster]"),
    ("key-file", MEMBER_CERTIFICATE),
    ("listen-client-urls", MEMBERSHIP),
    ("listen-metrics-urls", "leave it out: metrics and probes are at 127.0.0.1:2381"),
    ("listen-peer-urls", MEMBERSHIP),
    ("name", "use `name` of the [[control_plane]] node"),
    ("peer-cert-file", MEMBER_CERTIFICATE),
    ("peer-client-cert-auth", "leave it out: who has no certificate of the etcd CA may join otherwise"),
    ("peer-key-file", MEMBER_CERTIFICATE),
    ("peer-trusted-ca-file", MEMBER_CERTIFICATE),
    ("trusted-ca-file", MEMBER_CERTIFICATE),
];

/// kube-apiserver's.
pub(super) static KUBE_APISERVER: &[Advice] = &[
    ("advertise-address", "use `address` of the [[control_plane]] node"),
    (
        "allow-privileged",
        "leave it out: kube-proxy and CNI plugins run privileged; Pod Security admission decides who else may",
    ),
    (
        "anonymous-auth",
        "leave it out: the rendered AuthenticationConfiguration lets anonymous clients ask for health alone",
    ),
    ("audit-log-maxage", "use `max_age_days` of [audit]"),
    ("audit-log-maxbackup", "use `max_backups` of [audit]"),
    ("audit-log-maxsize", "use `max_size_megabytes` of [audit]"),
    ("audit-log-path", "use `log_path` of [audit]"),
    ("audit-policy-file", "use `policy` or `policy_file` of [audit]"),
    ("authentication-config", "use `authentication_file` of [apiserver]"),
    ("authorization-config", "leave it out: Node and RBAC authorize, and kubemint renders no webhook"),
    ("authorization-mode", "leave it out: it is Node,RBAC"),
    (
        "authorization-webhook-config-file",
        "leave it out: Node and RBAC authorize, and kubemint renders no webhook",
    ),
    ("bind-address", "use `bind_address` of [apiserver]"),
    (
        "enable-bootstrap-token-auth",
        "leave it out: workers join with a token; `join = \"certificate\"` of [[worker]] gives them a certificate instead",
    ),
    ("encryption-provider-config", "use `provider` of [encryption]"),
    ("etcd-cafile", ETCD_CLIENT),
    ("etcd-certfile", ETCD_CLIENT),
    ("etcd-keyfile", ETCD_CLIENT),
    (
        "etcd-servers",
        "use `external` of [etcd]; without it, each API server dials the member of its own node",
    ),
    ("feature-gates", "use `feature_gates` of [apiserver]"),
    (
        "kubelet-certificate-authority",
        "use `serving` of [kubelet]: it says who signs what kubelets serve with",
    ),
    ("kubelet-client-certificate", DECIDED_BY_CA),
    ("kubelet-client-key", DECIDED_BY_CA),
    ("proxy-client-cert-file", REQUESTHEADER),
    ("proxy-client-key-file", REQUESTHEADER),
    ("secure-port", "use `port` of [apiserver]"),
    (
        "service-account-issuer",
        "use `issuers` of [service_accounts]; without it, it follows from `dns_domain` of [cluster]",
    ),
    (
        "service-account-key-file",
        "use `verification_keys` of [service_accounts] for keys from outside, and `service_account` of [pki.generations] for its own",
    ),
    ("service-account-signing-key-file", SERVICE_ACCOUNT),
];

/// kube-controller-manager's.
pub(super) static KUBE_CONTROLLER_MANAGER: &[Advice] = &[
    ("allocate-node-cidrs", "leave it out: each node gets a range of `pod_cidr` of [cluster]"),
    ("bind-address", "use `bind_address` of [controller_manager]"),
    ("cluster-cidr", "use `pod_cidr` of [cluster]"),
    ("cluster-name", "use `name` of [cluster]"),
    ("cluster-signing-cert-file", DECIDED_BY_CA),
    ("cluster-signing-duration", "use `leaf_validity` of [pki]"),
    ("cluster-signing-key-file", DECIDED_BY_CA),
    ("feature-gates", "use `feature_gates` of [controller_manager]"),
    ("master", OWN_KUBECONFIG),
    ("node-cidr-mask-size", "use `node_mask_ipv4` or `node_mask_ipv6` of [cluster]"),
    ("node-cidr-mask-size-ipv4", "use `node_mask_ipv4` of [cluster]"),
    ("node-cidr-mask-size-ipv6", "use `node_mask_ipv6` of [cluster]"),
    ("root-ca-file", "use `kubernetes_ca` of [pki.generations]: pods trust every generation in it"),
    ("secure-port", "leave it out: it is 10257, where probes ask"),
    ("service-account-private-key-file", SERVICE_ACCOUNT),
    (
        "use-service-account-credentials",
        "leave it out: each controller has an account of its own, so that RBAC holds for each",
    ),
];

/// kube-scheduler's.
pub(super) static KUBE_SCHEDULER: &[Advice] = &[
    ("bind-address", "use `bind_address` of [scheduler]"),
    ("config", "leave it out: beside a KubeSchedulerConfiguration kube-scheduler ignores --kubeconfig"),
    ("feature-gates", "use `feature_gates` of [scheduler]"),
    ("master", OWN_KUBECONFIG),
    ("secure-port", "leave it out: it is 10259, where probes ask"),
];

/// the kubelet's.
pub(super) static KUBELET: &[Advice] = &[
    ("anonymous-auth", "leave it out: nobody asks a kubelet without a name"),
    ("authentication-token-webhook", "leave it out: the API server is asked whose a token is"),
    ("authorization-mode", "leave it out: the API server decides who may ask a kubelet"),
    ("bootstrap-kubeconfig", "use `join` of [[worker]]"),
    ("cluster-dns", "use `service_cidr` of [cluster]: its tenth address is the cluster's DNS server"),
    ("cluster-domain", "use `dns_domain` of [cluster]"),
    ("config", "use `config` of [kubelet]: its fields go into the rendered KubeletConfiguration"),
    ("config-dir", "use `config` of [kubelet]: its fields go into the rendered KubeletConfiguration"),
    ("container-runtime-endpoint", "use `container_runtime_endpoint` of [kubelet]"),
    ("feature-gates", "use `feature_gates` of [kubelet]"),
    ("healthz-bind-address", "leave it out: probes and units ask at 127.0.0.1"),
    ("healthz-port", "leave it out: probes and units ask at 10248"),
    ("hostname-override", "use `name` of the [[control_plane]] or [[worker]]"),
    (
        "kubeconfig",
        "leave it out: a kubelet's certificate comes with `join` of [[worker]], and it dials `endpoint` of [cluster]",
    ),
    ("node-ip", "use `address` of the [[control_plane]] or [[worker]]"),
    ("node-labels", "use `labels` of [[control_plane]] and [[worker]]"),
    ("pod-manifest-path", "leave it out: static pods lie in /etc/kubernetes/manifests"),
    ("read-only-port", "leave it out: it serves without TLS to anybody, and is off"),
    ("register-with-taints", "use `taints` of [[control_plane]] and [[worker]]"),
    ("rotate-certificates", "use `join` of [[worker]]"),
    ("rotate-server-certificates", "use `serving` of [kubelet]"),
    ("tls-cert-file", "use `serving` of [kubelet]"),
    ("tls-private-key-file", "use `serving` of [kubelet]"),
];
