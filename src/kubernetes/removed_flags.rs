//! Flags that were removed before the oldest minor that kubemint knows, but still occur in tutorials and old
//! clusters.

use crate::model::Component;

/// A removed flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RemovedFlag {
    /// The component that had it.
    component: Component,
    /// The name without dashes.
    name: &'static str,
    /// The first minor without it, such as `1.24`; `None` if unknown.
    pub since: Option<&'static str>,
    /// What to use today, or why there is no replacement.
    pub today: &'static str,
}

/// The removed flag `name` of a component, if it ever had one.
#[must_use]
pub fn removed_flag(component: Component, name: &str) -> Option<&'static RemovedFlag> {
    let of_component = |flag: &&RemovedFlag| flag.component == component && flag.name == name;
    FLAGS.iter().find(of_component).or_else(|| {
        let is_of_kubernetes = component != Component::Etcd;
        LOGGING.iter().find(|flag| is_of_kubernetes && flag.name == name)
    })
}

const fn flag(
    component: Component,
    name: &'static str,
    since: &'static str,
    today: &'static str,
) -> RemovedFlag {
    RemovedFlag { component, name, since: Some(since), today }
}

const fn old(component: Component, name: &'static str, today: &'static str) -> RemovedFlag {
    RemovedFlag { component, name, since: None, today }
}

const fn logging(name: &'static str, today: &'static str) -> RemovedFlag {
    RemovedFlag { component: Component::Kubelet, name, since: Some("1.26"), today }
}

const TO_STDERR: &str =
    "components write their log to standard error, and the container runtime or journald keeps it";

/// klog's flags, in every component of Kubernetes (KEP-2845, "Deprecate klog specific flags in Kubernetes
/// components": deprecated in 1.23, removed in 1.26).
const LOGGING: &[RemovedFlag] = &[
    logging("add-dir-header", "leave it out"),
    logging("alsologtostderr", TO_STDERR),
    logging("log-backtrace-at", "leave it out"),
    logging("log-dir", TO_STDERR),
    logging("log-file", TO_STDERR),
    logging("log-file-max-size", TO_STDERR),
    logging("logtostderr", TO_STDERR),
    logging("one-output", TO_STDERR),
    logging("skip-headers", "leave it out"),
    logging("skip-log-headers", "leave it out"),
    logging("stderrthreshold", TO_STDERR),
];

const APISERVER: Component = Component::KubeApiserver;
const MANAGER: Component = Component::KubeControllerManager;
const SCHEDULER: Component = Component::KubeScheduler;
const KUBELET: Component = Component::Kubelet;
const ETCD: Component = Component::Etcd;

const NO_INSECURE: &str = "there is no port without TLS any more; the one with TLS is `port` of [apiserver], and `bind_address` says where it listens";
const POLICY: &str =
    "a KubeSchedulerConfiguration has profiles in its place (kubernetes.io/docs/reference/scheduling/config)";
const CNI: &str = "the container runtime finds the CNI plugins since dockershim is gone: say it in the runtime's own configuration";
const DOCKERSHIM: &str = "it was dockershim's: `container_runtime_endpoint` of [kubelet] names the runtime";

/// The release in a row is the first minor whose source (k8s.io/kubernetes and k8s.io/apiserver at v1.8.0 to v1.25.0)
/// does not register the flag, or what Kubernetes' CHANGELOG says where a row names a pull request. Rows of `old`
/// have no release.
const FLAGS: &[RemovedFlag] = &[
    // 106859
    flag(APISERVER, "insecure-port", "1.24", NO_INSECURE),
    flag(APISERVER, "insecure-bind-address", "1.24", NO_INSECURE),
    flag(APISERVER, "address", "1.24", "use `bind_address` of [apiserver]"),
    flag(APISERVER, "port", "1.24", "use `port` of [apiserver], which is the port with TLS"),
    // 89069
    flag(
        APISERVER,
        "basic-auth-file",
        "1.19",
        "passwords are no longer read: give people a certificate with [[admin]], or let them sign in by OpenID Connect with `authentication_file` of [apiserver]",
    ),
    // 91630 deprecated it
    flag(APISERVER, "kubelet-https", "1.22", "leave it out: it is always HTTPS"),
    // 61386
    flag(APISERVER, "tls-ca-file", "1.11", "leave it out: it did nothing"),
    flag(
        APISERVER,
        "authorization-rbac-super-user",
        "1.11",
        "give groups = [\"system:masters\"] to an [[admin]]",
    ),
    old(APISERVER, "cloud-config", "it is the cloud controller manager's, a program of its own"),
    old(
        APISERVER,
        "cloud-provider",
        "it is the cloud controller manager's, a program of its own; `cloud-provider = \"external\"` belongs to [kubelet.extra_args]",
    ),
    flag(APISERVER, "enable-swagger-ui", "1.24", "leave it out"),
    flag(APISERVER, "etcd-quorum-read", "1.13", "leave it out: reads are always of a quorum"),
    flag(APISERVER, "experimental-encryption-provider-config", "1.24", "use `provider` of [encryption]"),
    flag(
        APISERVER,
        "experimental-bootstrap-token-auth",
        "1.9",
        "leave it out: kubemint sets enable-bootstrap-token-auth",
    ),
    old(APISERVER, "master-service-namespace", "leave it out"),
    flag(APISERVER, "repair-malformed-updates", "1.14", "leave it out"),
    flag(APISERVER, "service-account-api-audiences", "1.25", "take `api-audiences`"),
    flag(APISERVER, "storage-version", "1.11", "leave it out"),
    flag(APISERVER, "storage-versions", "1.14", "leave it out"),
    flag(APISERVER, "target-ram-mb", "1.24", "leave it out: caches are sized by themselves"),
    // 106860
    flag(MANAGER, "address", "1.24", "use `bind_address` of [controller_manager]"),
    flag(MANAGER, "port", "1.24", "leave it out: it serves with TLS at 10257"),
    // 108476
    flag(
        MANAGER,
        "experimental-cluster-signing-duration",
        "1.25",
        "`leaf_validity` of [pki] says how long certificates live that it signs",
    ),
    // 90368
    flag(MANAGER, "horizontal-pod-autoscaler-use-rest-clients", "1.22", "leave it out: it always does"),
    flag(
        MANAGER,
        "pod-eviction-timeout",
        "1.27",
        "pods are evicted by taints: take `default-unreachable-toleration-seconds` and `default-not-ready-toleration-seconds` in [apiserver.extra_args]",
    ),
    flag(
        MANAGER,
        "enable-taint-manager",
        "1.27",
        "leave it out: it always is; `controllers` can switch taint-eviction-controller off",
    ),
    flag(MANAGER, "deleting-pods-burst", "1.25", "leave it out"),
    flag(MANAGER, "deleting-pods-qps", "1.25", "leave it out"),
    old(
        MANAGER,
        "horizontal-pod-autoscaler-downscale-delay",
        "take `horizontal-pod-autoscaler-downscale-stabilization`",
    ),
    old(MANAGER, "horizontal-pod-autoscaler-upscale-delay", "leave it out"),
    flag(
        MANAGER,
        "insecure-experimental-approve-all-kubelet-csrs-for-group",
        "1.13",
        "leave it out: RBAC says whose certificates are approved",
    ),
    flag(MANAGER, "register-retry-count", "1.25", "leave it out"),
    // 106865
    flag(SCHEDULER, "address", "1.24", "use `bind_address` of [scheduler]"),
    flag(SCHEDULER, "port", "1.24", "leave it out: it serves with TLS at 10259"),
    flag(SCHEDULER, "policy-config-file", "1.23", POLICY),
    flag(SCHEDULER, "policy-configmap", "1.23", POLICY),
    flag(SCHEDULER, "policy-configmap-namespace", "1.23", POLICY),
    flag(SCHEDULER, "use-legacy-policy-config", "1.23", POLICY),
    flag(SCHEDULER, "algorithm-provider", "1.22", POLICY),
    flag(SCHEDULER, "hard-pod-affinity-symmetric-weight", "1.22", POLICY),
    old(SCHEDULER, "lock-object-name", "take `leader-elect-resource-name`"),
    old(SCHEDULER, "lock-object-namespace", "take `leader-elect-resource-namespace`"),
    flag(SCHEDULER, "scheduler-name", "1.22", POLICY),
    // With dockershim: "Dockershim Removal FAQ" and CHANGELOG-1.24.
    flag(KUBELET, "network-plugin", "1.24", CNI),
    flag(KUBELET, "network-plugin-mtu", "1.24", CNI),
    flag(KUBELET, "cni-bin-dir", "1.24", CNI),
    flag(KUBELET, "cni-cache-dir", "1.24", CNI),
    flag(KUBELET, "cni-conf-dir", "1.24", CNI),
    flag(KUBELET, "docker-endpoint", "1.24", DOCKERSHIM),
    flag(KUBELET, "image-pull-progress-deadline", "1.24", DOCKERSHIM),
    flag(
        KUBELET,
        "non-masquerade-cidr",
        "1.24",
        "the CNI plugin or ip-masq-agent decides what is masqueraded",
    ),
    flag(KUBELET, "dynamic-config-dir", "1.24", "fields are set in [kubelet.config]"),
    flag(
        KUBELET,
        "container-runtime",
        "1.27",
        "it is always a remote one: `container_runtime_endpoint` of [kubelet] names its socket",
    ),
    flag(
        KUBELET,
        "allow-privileged",
        "1.15",
        "leave it out: Pod Security admission decides who may run privileged pods",
    ),
    flag(KUBELET, "cadvisor-port", "1.12", "leave it out: /metrics/cadvisor has it"),
    flag(KUBELET, "require-kubeconfig", "1.10", "leave it out: it always has a kubeconfig"),
    flag(KUBELET, "api-servers", "1.8", "`endpoint` of [cluster] is in its kubeconfig"),
    flag(KUBELET, "docker", "1.24", DOCKERSHIM),
    old(KUBELET, "docker-root", DOCKERSHIM),
    flag(KUBELET, "enable-custom-metrics", "1.11", "leave it out"),
    flag(KUBELET, "experimental-bootstrap-kubeconfig", "1.23", "use `join` of [[worker]]"),
    old(KUBELET, "keep-terminated-pod-volumes", "leave it out"),
    old(KUBELET, "master-service-namespace", "leave it out"),
    flag(KUBELET, "redirect-container-streaming", "1.22", "leave it out"),
    old(KUBELET, "register-schedulable", "use `taints` of [[control_plane]] and [[worker]]"),
    flag(KUBELET, "rkt-path", "1.11", "`container_runtime_endpoint` of [kubelet] names the runtime"),
    flag(KUBELET, "seccomp-profile-root", "1.23", "leave it out: profiles lie in /var/lib/kubelet/seccomp"),
    // etcd's CHANGELOG-3.5 and CHANGELOG-3.6, "Breaking Changes".
    RemovedFlag { component: ETCD, name: "debug", since: Some("3.5"), today: "take `log-level = \"debug\"`" },
    RemovedFlag { component: ETCD, name: "log-output", since: Some("3.5"), today: "take `log-outputs`" },
    RemovedFlag {
        component: ETCD,
        name: "log-package-levels",
        since: Some("3.5"),
        today: "take `log-level`",
    },
    RemovedFlag {
        component: ETCD,
        name: "enable-v2",
        since: Some("3.6"),
        today: "leave it out: Kubernetes speaks v3 alone",
    },
    RemovedFlag {
        component: ETCD,
        name: "proxy",
        since: Some("3.6"),
        today: "a gRPC proxy is a process of its own: `etcd grpc-proxy start`",
    },
    old(ETCD, "ca-file", "kubemint sets trusted-ca-file"),
    old(ETCD, "peer-ca-file", "kubemint sets peer-trusted-ca-file"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{kubernetes::flag as known, model::Minor};

    #[test]
    fn no_supported_minor_has_a_flag_that_is_gone() {
        for flag in FLAGS {
            for minor in Minor::ALL {
                assert!(known(minor, flag.component, flag.name).is_none(), "{minor} {}", flag.name);
            }
        }
        for flag in LOGGING {
            for component in Component::ALL.into_iter().filter(|component| *component != ETCD) {
                for minor in Minor::ALL {
                    assert!(known(minor, component, flag.name).is_none(), "{minor} {}", flag.name);
                }
            }
        }
    }

    /// The replacement that a row names must exist.
    #[test]
    fn what_replaces_a_flag_is_a_flag() {
        for flag in FLAGS {
            let Some(rest) = flag.today.strip_prefix("take `") else { continue };
            let name = rest.split(['`', ' ']).next().unwrap();
            assert!(
                known(Minor::V1_37, flag.component, name).is_some() || flag.name == "pod-eviction-timeout",
                "{name}"
            );
        }
    }

    #[test]
    fn no_flag_is_listed_twice() {
        let mut names: Vec<_> = FLAGS.iter().map(|flag| (flag.component.name(), flag.name)).collect();
        names.sort_unstable();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
