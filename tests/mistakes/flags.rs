//! Flags that are gone, are kubemint's, or belong elsewhere.

use crate::{Mistake, answers, mistake};

pub(crate) const MISTAKES: &[Mistake] = &[
    mistake(
        "apiserver --insecure-port",
        "[pki]",
        r#"[apiserver.extra_args]
insecure-port = "1"
[pki]"#,
        "kube-apiserver 1.24 removed it",
    ),
    mistake(
        "apiserver --basic-auth-file",
        "[pki]",
        r#"[apiserver.extra_args]
basic-auth-file = "1"
[pki]"#,
        "[[admin]]",
    ),
    mistake(
        "apiserver --address",
        "[pki]",
        r#"[apiserver.extra_args]
address = "1"
[pki]"#,
        "`bind_address` of [apiserver]",
    ),
    mistake(
        "apiserver --port",
        "[pki]",
        r#"[apiserver.extra_args]
port = "1"
[pki]"#,
        "`port` of [apiserver]",
    ),
    mistake(
        "apiserver --kubelet-https",
        "[pki]",
        r#"[apiserver.extra_args]
kubelet-https = "1"
[pki]"#,
        "1.22",
    ),
    mistake(
        "apiserver --advertise-address",
        "[pki]",
        r#"[apiserver.extra_args]
advertise-address = "1"
[pki]"#,
        "`address` of the [[control_plane]]",
    ),
    mistake(
        "apiserver --etcd-servers",
        "[pki]",
        r#"[apiserver.extra_args]
etcd-servers = "1"
[pki]"#,
        "`external` of [etcd]",
    ),
    mistake(
        "apiserver --service-account-issuer",
        "[pki]",
        r#"[apiserver.extra_args]
service-account-issuer = "1"
[pki]"#,
        "`dns_domain` of [cluster]",
    ),
    mistake(
        "apiserver --authorization-mode",
        "[pki]",
        r#"[apiserver.extra_args]
authorization-mode = "1"
[pki]"#,
        "Node,RBAC",
    ),
    mistake(
        "apiserver --client-ca-file",
        "[pki]",
        r#"[apiserver.extra_args]
client-ca-file = "1"
[pki]"#,
        "`kubernetes_ca` of [pki.generations]",
    ),
    mistake(
        "apiserver --tls-cert-file",
        "[pki]",
        r#"[apiserver.extra_args]
tls-cert-file = "1"
[pki]"#,
        "`extra_sans`",
    ),
    mistake(
        "apiserver --enable-admission-plugin",
        "[pki]",
        r#"[apiserver.extra_args]
enable-admission-plugin = "1"
[pki]"#,
        "`enable-admission-plugins`",
    ),
    mistake(
        "apiserver --audit-log-maxsize",
        "[pki]",
        r#"[apiserver.extra_args]
audit-log-maxsize = "1"
[pki]"#,
        "`max_size_megabytes` of [audit]",
    ),
    mistake(
        "apiserver --allow-privileged",
        "[pki]",
        r#"[apiserver.extra_args]
allow-privileged = "1"
[pki]"#,
        "Pod Security",
    ),
    mistake(
        "apiserver --anonymous-auth",
        "[pki]",
        r#"[apiserver.extra_args]
anonymous-auth = "1"
[pki]"#,
        "anonymous clients",
    ),
    mistake(
        "apiserver --token-auth-fil",
        "[pki]",
        r#"[apiserver.extra_args]
token-auth-fil = "1"
[pki]"#,
        "`token-auth-file`",
    ),
    mistake(
        "apiserver --oidc-issuer-url",
        "[pki]",
        r#"[apiserver.extra_args]
oidc-issuer-url = "1"
[pki]"#,
        "`authentication_file` of [apiserver]",
    ),
    mistake(
        "apiserver --cluster-dns",
        "[pki]",
        r#"[apiserver.extra_args]
cluster-dns = "1"
[pki]"#,
        "`service_cidr` of [cluster]",
    ),
    mistake(
        "apiserver --max-pods",
        "[pki]",
        r#"[apiserver.extra_args]
max-pods = "1"
[pki]"#,
        "[kubelet.extra_args]",
    ),
    mistake(
        "apiserver --logtostderr",
        "[pki]",
        r#"[apiserver.extra_args]
logtostderr = "1"
[pki]"#,
        "1.26",
    ),
    mistake(
        "apiserver --secure-port",
        "[pki]",
        r#"[apiserver.extra_args]
secure-port = "1"
[pki]"#,
        "`port` of [apiserver]",
    ),
    mistake(
        "apiserver --encryption-provider-config",
        "[pki]",
        r#"[apiserver.extra_args]
encryption-provider-config = "1"
[pki]"#,
        "`provider` of [encryption]",
    ),
    mistake(
        "apiserver --service-account-api-audiences",
        "[pki]",
        r#"[apiserver.extra_args]
service-account-api-audiences = "1"
[pki]"#,
        "`api-audiences`",
    ),
    mistake(
        "apiserver --kubelet-port",
        "[pki]",
        r#"[apiserver.extra_args]
kubelet-port = "1"
[pki]"#,
        "deprecated",
    ),
    mistake(
        "controller_manager --address",
        "[pki]",
        r#"[controller_manager.extra_args]
address = "1"
[pki]"#,
        "`bind_address` of [controller_manager]",
    ),
    mistake(
        "controller_manager --port",
        "[pki]",
        r#"[controller_manager.extra_args]
port = "1"
[pki]"#,
        "10257",
    ),
    mistake(
        "controller_manager --experimental-cluster-signing-duration",
        "[pki]",
        r#"[controller_manager.extra_args]
experimental-cluster-signing-duration = "1"
[pki]"#,
        "`leaf_validity` of [pki]",
    ),
    mistake(
        "controller_manager --horizontal-pod-autoscaler-use-rest-clients",
        "[pki]",
        r#"[controller_manager.extra_args]
horizontal-pod-autoscaler-use-rest-clients = "1"
[pki]"#,
        "1.22",
    ),
    mistake(
        "controller_manager --pod-eviction-timeout",
        "[pki]",
        r#"[controller_manager.extra_args]
pod-eviction-timeout = "1"
[pki]"#,
        "default-unreachable-toleration-seconds",
    ),
    mistake(
        "controller_manager --cluster-cidr",
        "[pki]",
        r#"[controller_manager.extra_args]
cluster-cidr = "1"
[pki]"#,
        "`pod_cidr` of [cluster]",
    ),
    mistake(
        "controller_manager --leader-elect",
        "[pki]",
        r#"[controller_manager.extra_args]
leader-elect = "1"
[pki]"#,
        "one of them must lead",
    ),
    mistake(
        "controller_manager --kubeconfig",
        "[pki]",
        r#"[controller_manager.extra_args]
kubeconfig = "1"
[pki]"#,
        "rendered",
    ),
    mistake(
        "controller_manager --root-ca-file",
        "[pki]",
        r#"[controller_manager.extra_args]
root-ca-file = "1"
[pki]"#,
        "[pki.generations]",
    ),
    mistake(
        "controller_manager --log-dir",
        "[pki]",
        r#"[controller_manager.extra_args]
log-dir = "1"
[pki]"#,
        "journald",
    ),
    mistake(
        "scheduler --address",
        "[pki]",
        r#"[scheduler.extra_args]
address = "1"
[pki]"#,
        "`bind_address` of [scheduler]",
    ),
    mistake(
        "scheduler --policy-config-file",
        "[pki]",
        r#"[scheduler.extra_args]
policy-config-file = "1"
[pki]"#,
        "KubeSchedulerConfiguration",
    ),
    mistake(
        "scheduler --leader-elect",
        "[pki]",
        r#"[scheduler.extra_args]
leader-elect = "1"
[pki]"#,
        "one of them must lead",
    ),
    mistake(
        "kubelet --network-plugin",
        "[pki]",
        r#"[kubelet.extra_args]
network-plugin = "1"
[pki]"#,
        "1.24",
    ),
    mistake(
        "kubelet --cgroup-driver",
        "[pki]",
        r#"[kubelet.extra_args]
cgroup-driver = "1"
[pki]"#,
        "cgroupDriver",
    ),
    mistake(
        "kubelet --cluster-dns",
        "[pki]",
        r#"[kubelet.extra_args]
cluster-dns = "1"
[pki]"#,
        "`service_cidr` of [cluster]",
    ),
    mistake(
        "kubelet --allow-privileged",
        "[pki]",
        r#"[kubelet.extra_args]
allow-privileged = "1"
[pki]"#,
        "1.15",
    ),
    mistake(
        "kubelet --pod-infra-container-image",
        "[pki]",
        r#"[kubelet.extra_args]
pod-infra-container-image = "1"
[pki]"#,
        "kubelet 1.34",
    ),
    mistake(
        "kubelet --hostname-override",
        "[pki]",
        r#"[kubelet.extra_args]
hostname-override = "1"
[pki]"#,
        "`name` of the",
    ),
    mistake(
        "kubelet --node-ip",
        "[pki]",
        r#"[kubelet.extra_args]
node-ip = "1"
[pki]"#,
        "`address` of the",
    ),
    mistake(
        "kubelet --read-only-port",
        "[pki]",
        r#"[kubelet.extra_args]
read-only-port = "1"
[pki]"#,
        "without TLS",
    ),
    mistake(
        "kubelet --container-runtime",
        "[pki]",
        r#"[kubelet.extra_args]
container-runtime = "1"
[pki]"#,
        "`container_runtime_endpoint` of [kubelet]",
    ),
    mistake(
        "kubelet --maxPods",
        "[pki]",
        r#"[kubelet.extra_args]
maxPods = "1"
[pki]"#,
        "[kubelet.config]",
    ),
    mistake(
        "etcd --data-dir",
        "[pki]",
        r#"[etcd.extra_args]
data-dir = "1"
[pki]"#,
        "/var/lib/etcd",
    ),
    mistake(
        "etcd --name",
        "[pki]",
        r#"[etcd.extra_args]
name = "1"
[pki]"#,
        "`name` of the",
    ),
    mistake(
        "etcd --enable-v2",
        "[pki]",
        r#"[etcd.extra_args]
enable-v2 = "1"
[pki]"#,
        "etcd 3.6 removed it",
    ),
    mistake(
        "etcd --snapshot-coun",
        "[pki]",
        r#"[etcd.extra_args]
snapshot-coun = "1"
[pki]"#,
        "`snapshot-count`",
    ),
    mistake(
        "etcd --initial-cluster",
        "[pki]",
        r#"[etcd.extra_args]
initial-cluster = "1"
[pki]"#,
        "[[control_plane]]",
    ),
    mistake(
        "etcd --listen-client-urls",
        "[pki]",
        r#"[etcd.extra_args]
listen-client-urls = "1"
[pki]"#,
        "[[control_plane]]",
    ),
    mistake(
        "etcd --ca-file",
        "[pki]",
        r#"[etcd.extra_args]
ca-file = "1"
[pki]"#,
        "trusted-ca-file",
    ),
];

#[test]
fn each_says_what_leads_to_the_same_end() {
    answers("flags", MISTAKES);
}
