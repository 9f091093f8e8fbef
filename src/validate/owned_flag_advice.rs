//! What to do instead of setting a flag that kubemint owns: the key that leads to the same end, or why there is none.

use crate::model::Component;

/// Where the advice holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    /// Every component that owns the flag.
    All,
    /// One component.
    One(Component),
}

const APISERVER: Of = Of::One(Component::KubeApiserver);
const MANAGER: Of = Of::One(Component::KubeControllerManager);
const SCHEDULER: Of = Of::One(Component::KubeScheduler);
const KUBELET: Of = Of::One(Component::Kubelet);
const ETCD: Of = Of::One(Component::Etcd);

/// What to do instead of setting `name` for a component; `None` where the table lacks it, which a test rules out.
pub(super) fn instead(component: Component, name: &str) -> Option<&'static str> {
    let of = |scope: Of| ROWS.iter().find(|(of, flag, _)| *of == scope && *flag == name);
    of(Of::One(component)).or_else(|| of(Of::All)).map(|(.., advice)| *advice).or_else(|| {
        let is_oidc = component == Component::KubeApiserver && name.starts_with("oidc-");
        is_oidc.then_some(
            "use `authentication_file` of [apiserver]: one jwt authenticator says what the --oidc flags said",
        )
    })
}

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

/// Every flag that kubemint owns. The advice completes "help: ".
const ROWS: &[(Of, &str, &str)] = &[
    (Of::All, "feature-gates", FEATURE_GATES),
    (Of::All, "authentication-kubeconfig", OWN_KUBECONFIG),
    (Of::All, "authorization-kubeconfig", OWN_KUBECONFIG),
    (Of::All, "bind-address", "use `bind_address` of the component's table"),
    (Of::All, "client-ca-file", DECIDED_BY_CA),
    (Of::All, "kubeconfig", OWN_KUBECONFIG),
    (
        Of::All,
        "leader-elect",
        "leave it out: with several control-plane nodes one of them must lead, and with one it does no harm",
    ),
    (Of::All, "requestheader-allowed-names", REQUESTHEADER),
    (Of::All, "requestheader-client-ca-file", REQUESTHEADER),
    (Of::All, "requestheader-extra-headers-prefix", REQUESTHEADER),
    (Of::All, "requestheader-group-headers", REQUESTHEADER),
    (Of::All, "requestheader-username-headers", REQUESTHEADER),
    (Of::All, "service-cluster-ip-range", "use `service_cidr` of [cluster]"),
    (Of::All, "tls-cert-file", SERVING),
    (Of::All, "tls-private-key-file", SERVING),
    (APISERVER, "advertise-address", "use `address` of the [[control_plane]] node"),
    (
        APISERVER,
        "allow-privileged",
        "leave it out: kube-proxy and CNI plugins run privileged; Pod Security admission decides who else may",
    ),
    (
        APISERVER,
        "anonymous-auth",
        "leave it out: the rendered AuthenticationConfiguration lets anonymous clients ask for health alone",
    ),
    (APISERVER, "audit-log-maxage", "use `max_age_days` of [audit]"),
    (APISERVER, "audit-log-maxbackup", "use `max_backups` of [audit]"),
    (APISERVER, "audit-log-maxsize", "use `max_size_megabytes` of [audit]"),
    (APISERVER, "audit-log-path", "use `log_path` of [audit]"),
    (APISERVER, "audit-policy-file", "use `policy` or `policy_file` of [audit]"),
    (APISERVER, "authentication-config", "use `authentication_file` of [apiserver]"),
    (
        APISERVER,
        "authorization-config",
        "leave it out: Node and RBAC authorize, and kubemint renders no webhook",
    ),
    (APISERVER, "authorization-mode", "leave it out: it is Node,RBAC"),
    (
        APISERVER,
        "authorization-webhook-config-file",
        "leave it out: Node and RBAC authorize, and kubemint renders no webhook",
    ),
    (APISERVER, "bind-address", "use `bind_address` of [apiserver]"),
    (
        APISERVER,
        "enable-bootstrap-token-auth",
        "leave it out: workers join with a token; `join = \"certificate\"` of [[worker]] gives them a certificate instead",
    ),
    (APISERVER, "encryption-provider-config", "use `provider` of [encryption]"),
    (APISERVER, "etcd-cafile", ETCD_CLIENT),
    (APISERVER, "etcd-certfile", ETCD_CLIENT),
    (APISERVER, "etcd-keyfile", ETCD_CLIENT),
    (
        APISERVER,
        "etcd-servers",
        "use `external` of [etcd]; without it, each API server dials the member of its own node",
    ),
    (APISERVER, "feature-gates", "use `feature_gates` of [apiserver]"),
    (
        APISERVER,
        "kubelet-certificate-authority",
        "use `serving` of [kubelet]: it says who signs what kubelets serve with",
    ),
    (APISERVER, "kubelet-client-certificate", DECIDED_BY_CA),
    (APISERVER, "kubelet-client-key", DECIDED_BY_CA),
    (APISERVER, "proxy-client-cert-file", REQUESTHEADER),
    (APISERVER, "proxy-client-key-file", REQUESTHEADER),
    (APISERVER, "secure-port", "use `port` of [apiserver]"),
    (APISERVER, "service-account-issuer", "leave it out: it follows from `dns_domain` of [cluster]"),
    (APISERVER, "service-account-key-file", SERVICE_ACCOUNT),
    (APISERVER, "service-account-signing-key-file", SERVICE_ACCOUNT),
    (MANAGER, "allocate-node-cidrs", "leave it out: each node gets a range of `pod_cidr` of [cluster]"),
    (MANAGER, "bind-address", "use `bind_address` of [controller_manager]"),
    (MANAGER, "cluster-cidr", "use `pod_cidr` of [cluster]"),
    (MANAGER, "cluster-name", "use `name` of [cluster]"),
    (MANAGER, "cluster-signing-cert-file", DECIDED_BY_CA),
    (MANAGER, "cluster-signing-duration", "use `leaf_validity` of [pki]"),
    (MANAGER, "cluster-signing-key-file", DECIDED_BY_CA),
    (MANAGER, "feature-gates", "use `feature_gates` of [controller_manager]"),
    (MANAGER, "master", OWN_KUBECONFIG),
    (MANAGER, "node-cidr-mask-size", "use `node_mask_ipv4` or `node_mask_ipv6` of [cluster]"),
    (MANAGER, "node-cidr-mask-size-ipv4", "use `node_mask_ipv4` of [cluster]"),
    (MANAGER, "node-cidr-mask-size-ipv6", "use `node_mask_ipv6` of [cluster]"),
    (MANAGER, "root-ca-file", "use `kubernetes_ca` of [pki.generations]: pods trust every generation in it"),
    (MANAGER, "secure-port", "leave it out: it is 10257, where probes ask"),
    (MANAGER, "service-account-private-key-file", SERVICE_ACCOUNT),
    (
        MANAGER,
        "use-service-account-credentials",
        "leave it out: each controller has an account of its own, so that RBAC holds for each",
    ),
    (SCHEDULER, "bind-address", "use `bind_address` of [scheduler]"),
    (
        SCHEDULER,
        "config",
        "leave it out: beside a KubeSchedulerConfiguration kube-scheduler ignores --kubeconfig",
    ),
    (SCHEDULER, "feature-gates", "use `feature_gates` of [scheduler]"),
    (SCHEDULER, "master", OWN_KUBECONFIG),
    (SCHEDULER, "secure-port", "leave it out: it is 10259, where probes ask"),
    (KUBELET, "anonymous-auth", "leave it out: nobody asks a kubelet without a name"),
    (KUBELET, "authentication-token-webhook", "leave it out: the API server is asked whose a token is"),
    (KUBELET, "authorization-mode", "leave it out: the API server decides who may ask a kubelet"),
    (KUBELET, "bootstrap-kubeconfig", "use `join` of [[worker]]"),
    (
        KUBELET,
        "cluster-dns",
        "use `service_cidr` of [cluster]: its tenth address is the cluster's DNS server",
    ),
    (KUBELET, "cluster-domain", "use `dns_domain` of [cluster]"),
    (KUBELET, "config", "use `config` of [kubelet]: its fields go into the rendered KubeletConfiguration"),
    (
        KUBELET,
        "config-dir",
        "use `config` of [kubelet]: its fields go into the rendered KubeletConfiguration",
    ),
    (KUBELET, "container-runtime-endpoint", "use `container_runtime_endpoint` of [kubelet]"),
    (KUBELET, "feature-gates", "use `feature_gates` of [kubelet]"),
    (KUBELET, "healthz-bind-address", "leave it out: probes and units ask at 127.0.0.1"),
    (KUBELET, "healthz-port", "leave it out: probes and units ask at 10248"),
    (KUBELET, "hostname-override", "use `name` of the [[control_plane]] or [[worker]]"),
    (
        KUBELET,
        "kubeconfig",
        "leave it out: a kubelet's certificate comes with `join` of [[worker]], and it dials `endpoint` of [cluster]",
    ),
    (KUBELET, "node-ip", "use `address` of the [[control_plane]] or [[worker]]"),
    (KUBELET, "node-labels", "use `labels` of [[control_plane]] and [[worker]]"),
    (KUBELET, "pod-manifest-path", "leave it out: static pods lie in /etc/kubernetes/manifests"),
    (KUBELET, "read-only-port", "leave it out: it serves without TLS to anybody, and is off"),
    (KUBELET, "register-with-taints", "use `taints` of [[control_plane]] and [[worker]]"),
    (KUBELET, "rotate-certificates", "use `join` of [[worker]]"),
    (KUBELET, "rotate-server-certificates", "use `serving` of [kubelet]"),
    (KUBELET, "tls-cert-file", "use `serving` of [kubelet]"),
    (KUBELET, "tls-private-key-file", "use `serving` of [kubelet]"),
    (ETCD, "advertise-client-urls", MEMBERSHIP),
    (ETCD, "cert-file", MEMBER_CERTIFICATE),
    (
        ETCD,
        "client-cert-auth",
        "leave it out: who has no certificate of the etcd CA may read every Secret otherwise",
    ),
    (ETCD, "config-file", "use `extra_args` of [etcd]: with a file etcd ignores every flag"),
    (ETCD, "data-dir", "leave it out: data lies in /var/lib/etcd; mount another disk there"),
    (ETCD, "initial-advertise-peer-urls", MEMBERSHIP),
    (ETCD, "initial-cluster", MEMBERSHIP),
    (ETCD, "initial-cluster-state", "use `etcd_initial_state` of [[control_plane]]"),
    (ETCD, "initial-cluster-token", "leave it out: it is `id` of [cluster]"),
    (ETCD, "key-file", MEMBER_CERTIFICATE),
    (ETCD, "listen-client-urls", MEMBERSHIP),
    (ETCD, "listen-metrics-urls", "leave it out: metrics and probes are at 127.0.0.1:2381"),
    (ETCD, "listen-peer-urls", MEMBERSHIP),
    (ETCD, "name", "use `name` of the [[control_plane]] node"),
    (ETCD, "peer-cert-file", MEMBER_CERTIFICATE),
    (ETCD, "peer-client-cert-auth", "leave it out: who has no certificate of the etcd CA may join otherwise"),
    (ETCD, "peer-key-file", MEMBER_CERTIFICATE),
    (ETCD, "peer-trusted-ca-file", MEMBER_CERTIFICATE),
    (ETCD, "trusted-ca-file", MEMBER_CERTIFICATE),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{component::owned_flags, config::known_keys};

    #[test]
    fn every_owned_flag_of_every_component_has_advice() {
        let missing = Component::ALL.into_iter().flat_map(|component| {
            let flags = owned_flags(component).into_iter();
            flags
                .filter(move |flag| instead(component, flag).is_none())
                .map(move |flag| (component.name(), flag))
        });
        assert_eq!(missing.collect::<Vec<_>>(), []);
    }

    /// `key` of [table] is a key of that table.
    #[test]
    fn advice_names_keys_that_are_there() {
        for (.., flag, advice) in ROWS {
            for (at, _) in advice.match_indices("` of [") {
                let key = advice[..at].rsplit('`').next().unwrap();
                let header =
                    advice[at + 5..].split([' ', ':', ';', ',']).next().unwrap().trim_matches(['[', ']']);
                let name = key.split(' ').next().unwrap();
                let known = known_keys()
                    .any(|known| known.name == name && known.table.trim_matches(['[', ']']) == header);
                assert!(known, "{flag}: `{key}` of {header}");
            }
        }
    }
}
