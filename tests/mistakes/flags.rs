//! Flags that were removed, that kubemint sets itself, or that belong elsewhere.

use crate::{Mistake, answers, mistake};

/// A flag in a component's `extra_args`, and words that the answer must have.
macro_rules! flag {
    ($component:literal, $flag:literal, $help:literal) => {
        mistake(
            concat!($component, " --", $flag),
            "[pki]",
            concat!("[", $component, ".extra_args]\n", $flag, " = \"1\"\n[pki]"),
            $help,
        )
    };
}

pub(crate) const MISTAKES: &[Mistake] = &[
    flag!("apiserver", "insecure-port", "kube-apiserver 1.24 removed it"),
    flag!("apiserver", "basic-auth-file", "[[admin]]"),
    flag!("apiserver", "address", "`bind_address` of [apiserver]"),
    flag!("apiserver", "port", "`port` of [apiserver]"),
    flag!("apiserver", "kubelet-https", "1.22"),
    flag!("apiserver", "advertise-address", "`address` of the [[control_plane]]"),
    flag!("apiserver", "etcd-servers", "`external` of [etcd]"),
    flag!("apiserver", "service-account-issuer", "`dns_domain` of [cluster]"),
    flag!("apiserver", "authorization-mode", "Node,RBAC"),
    flag!("apiserver", "client-ca-file", "`kubernetes_ca` of [pki.generations]"),
    flag!("apiserver", "tls-cert-file", "`extra_sans`"),
    flag!("apiserver", "enable-admission-plugin", "`enable-admission-plugins`"),
    flag!("apiserver", "audit-log-maxsize", "`max_size_megabytes` of [audit]"),
    flag!("apiserver", "allow-privileged", "Pod Security"),
    flag!("apiserver", "anonymous-auth", "anonymous clients"),
    flag!("apiserver", "token-auth-fil", "`token-auth-file`"),
    flag!("apiserver", "oidc-issuer-url", "`authentication_file` of [apiserver]"),
    flag!("apiserver", "cluster-dns", "`service_cidr` of [cluster]"),
    flag!("apiserver", "max-pods", "[kubelet.extra_args]"),
    flag!("apiserver", "logtostderr", "1.26"),
    flag!("apiserver", "secure-port", "`port` of [apiserver]"),
    flag!("apiserver", "encryption-provider-config", "`provider` of [encryption]"),
    flag!("apiserver", "service-account-api-audiences", "`api-audiences`"),
    flag!("apiserver", "kubelet-port", "deprecated"),
    flag!("controller_manager", "address", "`bind_address` of [controller_manager]"),
    flag!("controller_manager", "port", "10257"),
    flag!("controller_manager", "experimental-cluster-signing-duration", "`leaf_validity` of [pki]"),
    flag!("controller_manager", "horizontal-pod-autoscaler-use-rest-clients", "1.22"),
    flag!("controller_manager", "pod-eviction-timeout", "default-unreachable-toleration-seconds"),
    flag!("controller_manager", "cluster-cidr", "`pod_cidr` of [cluster]"),
    flag!("controller_manager", "leader-elect", "one of them must lead"),
    flag!("controller_manager", "kubeconfig", "rendered"),
    flag!("controller_manager", "root-ca-file", "[pki.generations]"),
    flag!("controller_manager", "log-dir", "journald"),
    flag!("scheduler", "address", "`bind_address` of [scheduler]"),
    flag!("scheduler", "policy-config-file", "KubeSchedulerConfiguration"),
    flag!("scheduler", "leader-elect", "one of them must lead"),
    flag!("kubelet", "network-plugin", "1.24"),
    flag!("kubelet", "cgroup-driver", "cgroupDriver"),
    flag!("kubelet", "cluster-dns", "`service_cidr` of [cluster]"),
    flag!("kubelet", "allow-privileged", "1.15"),
    flag!("kubelet", "pod-infra-container-image", "kubelet 1.34"),
    flag!("kubelet", "hostname-override", "`name` of the"),
    flag!("kubelet", "node-ip", "`address` of the"),
    flag!("kubelet", "read-only-port", "without TLS"),
    flag!("kubelet", "container-runtime", "`container_runtime_endpoint` of [kubelet]"),
    flag!("kubelet", "maxPods", "[kubelet.config]"),
    flag!("etcd", "data-dir", "/var/lib/etcd"),
    flag!("etcd", "name", "`name` of the"),
    flag!("etcd", "enable-v2", "etcd 3.6 removed it"),
    flag!("etcd", "snapshot-coun", "`snapshot-count`"),
    flag!("etcd", "initial-cluster", "[[control_plane]]"),
    flag!("etcd", "listen-client-urls", "[[control_plane]]"),
    flag!("etcd", "ca-file", "trusted-ca-file"),
];

#[test]
fn each_is_answered_with_the_way_to_the_same_end() {
    answers("flags", MISTAKES);
}
