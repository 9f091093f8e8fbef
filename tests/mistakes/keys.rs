//! Keys and tables that are not there: slips, and the words of kubeadm and others.

use crate::{Mistake, answers, mistake};

pub(crate) const MISTAKES: &[Mistake] = &[
    mistake("[[pki]]", "[pki]", "[[pki]]", "one bracket on each side: [pki]"),
    mistake("[worker]", "[[worker]]", "[worker]", "two brackets on each side: [[worker]]"),
    mistake(
        "[control_plane]",
        "[[control_plane]]",
        "[control_plane]",
        "two brackets on each side: [[control_plane]]",
    ),
    mistake("[[cluster]]", "[cluster]", "[[cluster]]", "one bracket on each side: [cluster]"),
    mistake("[control-plane]", "[[control_plane]]", "[[control-plane]]", "did you mean `control_plane`"),
    mistake("[[master]]", "[[control_plane]]", "[[master]]", "write [[control_plane]]"),
    mistake("[[workers]]", "[[worker]]", "[[workers]]", "did you mean `worker`"),
    mistake(
        "[api_server]",
        "[pki]",
        r#"[api_server]
port = 6443
[pki]"#,
        "did you mean `apiserver`",
    ),
    mistake(
        "[apiServer]",
        "[pki]",
        r#"[apiServer]
certSANs = ["a"]
[pki]"#,
        "did you mean `apiserver`",
    ),
    mistake(
        "[networking]",
        "[pki]",
        r#"[networking]
serviceSubnet = "10.96.0.0/12"
[pki]"#,
        "service_cidr, pod_cidr and dns_domain",
    ),
    mistake("serviceSubnet", "service_cidr =", "serviceSubnet =", "did you mean `service_cidr`"),
    mistake("podSubnet", "pod_cidr =", "podSubnet =", "did you mean `pod_cidr`"),
    mistake("controlPlaneEndpoint", "endpoint =", "controlPlaneEndpoint =", "did you mean `endpoint`"),
    mistake("clusterName", r#"name = "kubernetes""#, r#"clusterName = "kubernetes""#, "did you mean `name`"),
    mistake(
        "kubernetesVersion",
        "kubernetes_version",
        "kubernetesVersion",
        "did you mean `kubernetes_version`",
    ),
    mistake(
        "certSANs",
        "[pki]",
        r#"[apiserver]
certSANs = ["a.b"]
[pki]"#,
        "did you mean `extra_sans`",
    ),
    mistake(
        "extraArgs",
        "[pki]",
        r#"[apiserver.extraArgs]
v = "2"
[pki]"#,
        "did you mean `extra_args`",
    ),
    mistake(
        "imageRepository",
        "[pki]",
        r#"[images]
imageRepository = "r"
[pki]"#,
        "did you mean `repository`",
    ),
    mistake("version key", "kubernetes_version", "version", "did you mean `kubernetes_version`"),
    mistake("ip key", r#"address = "192.168.56.111""#, r#"ip = "192.168.56.111""#, "did you mean `address`"),
    mistake(
        "not_after",
        "[pki]",
        r#"[pki]
not_after = 2036-11-23T00:00:00Z"#,
        "did you mean `ca_validity`",
    ),
    mistake(
        "no schema",
        r#"schema = 1
"#,
        "",
        "begin the file with schema = 1",
    ),
    mistake(
        "token",
        "[pki]",
        r#"[bootstrap]
token = "abcdef.0123456789abcdef"
[pki]"#,
        "no secret belongs in cluster.toml",
    ),
    mistake(
        "seed",
        "[pki]",
        r#"seed = "x"
[pki]"#,
        "no secret belongs in cluster.toml",
    ),
    mistake(
        "kubeproxy",
        "[pki]",
        r#"[kube_proxy]
mode = "ipvs"
[pki]"#,
        "take \"nftables\" in place of ipvs",
    ),
    mistake(
        "cni",
        "[pki]",
        r#"[cni]
name = "calico"
[pki]"#,
        "the CNI plugin is installed into the running cluster",
    ),
    mistake(
        "misplaced key",
        r#"endpoint = "192.168.56.101:6443""#,
        r#"endpoint = "192.168.56.101:6443"
ca_validity = "10y""#,
        "`ca_validity` is a key of [pki]: move it there",
    ),
    mistake(
        "a flag as a key",
        "[pki]",
        r#"[apiserver]
"audit-log-format" = "json"
[pki]"#,
        "[apiserver.extra_args]",
    ),
    mistake(
        "a field as a key",
        "[pki]",
        r#"[kubelet]
maxPods = 250
[pki]"#,
        "[kubelet.config]",
    ),
    mistake(
        "dnsDomain of kubeadm",
        "endpoint =",
        r#"dnsDomain = "cluster.local"
endpoint ="#,
        "did you mean `dns_domain`",
    ),
    mistake("podNetworkCidr", "pod_cidr =", "podNetworkCidr =", "did you mean `pod_cidr`"),
    mistake("key in capitals", "endpoint =", "ENDPOINT =", "did you mean `endpoint`"),
    mistake("key with a slip", "service_cidr =", "serivce_cidr =", "did you mean `service_cidr`"),
];

#[test]
fn each_is_answered_with_what_to_write() {
    answers("keys", MISTAKES);
}
