//! The code of each warning, for `--deny` and for programs. Codes never change; messages may.

/// A code and its meaning.
pub struct WarningCode {
    /// The code, kebab-case.
    pub code: &'static str,
    /// The commands that report the warning.
    pub commands: &'static str,
    /// What it warns about, as part of a sentence.
    pub meaning: &'static str,
}

const fn code(code: &'static str, commands: &'static str, meaning: &'static str) -> WarningCode {
    WarningCode { code, commands, meaning }
}

/// The commands that read cluster.toml.
const FILE: &str = "init, validate, render, check, diff, images";

/// The commands that plan a tree.
const PLAN: &str = "render, check, diff";

/// Every code; docs/diagnostics.md repeats this table, and tests compare both with the warnings.
pub static WARNING_CODES: &[WarningCode] = &[
    // Warnings about cluster.toml.
    code("deprecated-feature-gate", FILE, "a feature gate that its component deprecates"),
    code("deprecated-flag", FILE, "a flag in `extra_args` that its component deprecates"),
    code("endpoint-family", FILE, "an endpoint of an address family that no node has"),
    code(
        "endpoint-machine",
        FILE,
        "an endpoint that is one of several control-plane nodes, or that no API server listens on",
    ),
    code("idle-flag", FILE, "a flag of an audit backend that is off"),
    code("partial-list", FILE, "a list that replaces a default and lacks some of its items"),
    code("partial-map", FILE, "a map that replaces a default and lacks some of its entries"),
    code("unknown-address-type", FILE, "an address type that no Node has"),
    code(
        "virtual-ip-network",
        FILE,
        "a virtual IP that is probably in another network than the control-plane nodes",
    ),
    code(
        "virtual-ip-upgrade",
        FILE,
        "a component that connects to the API server with the virtual IP, which may be older during an upgrade",
    ),
    code(
        "weakens-cluster",
        FILE,
        "a value with which a component starts, but a part of the cluster stops working or protecting",
    ),
    // Warnings about a run.
    code("demo-seed", PLAN, "keys derived from the demo seed, which is published"),
    code("weak-seed", PLAN, "a seed that can be guessed, accepted with `--accept-weak-seed`"),
    code("first-tree", "diff", "a revision without a tree at this path, so that nothing is compared"),
    code(
        "in-the-way",
        "diff",
        "something that kubemint did not make at a path where a render would write a file",
    ),
    code("open-directory", "diff", "a directory of secrets that other users can enter"),
    code("no-recipients", "seal", "secrets that have no recipients, so that they are not encrypted"),
    code(
        "unlisted-sealed-file",
        "seal",
        "a file beside the encrypted ones that the index does not list, or lists differently",
    ),
    code(
        "secrets-in-user-data",
        "pack",
        "keys in user data, which every process on a machine may be able to read",
    ),
    code("user-data-size", "pack", "user data that is larger than several clouds allow"),
    // Warnings about a rollout.
    code("account-number-taken", "diff", "a UID or GID that another account still has"),
    code("address-taken", "diff", "an address that belonged to another node before"),
    code(
        "aggregated-servers-must-trust-new-ca",
        "diff",
        "aggregated API servers that do not yet trust the front proxy's new CA",
    ),
    code("apiserver-port", "diff", "a change of the API servers' port"),
    code("bootstrap-token-ended", "diff", "new workers that would join with an expired token"),
    code("ca-subject", "diff", "a change of the CAs' subject"),
    code("cgroup-version", "diff", "a minor whose kubelet does not start on machines with cgroups v1"),
    code(
        "clients-must-trust-new-ca",
        "diff",
        "pods and people that do not yet trust the kubernetes CA's new generation",
    ),
    code("cluster-dns", "diff", "a DNS server of the cluster that goes"),
    code(
        "container-runtime",
        "diff",
        "a change of the container runtime or its cgroup driver, which no tree sets up",
    ),
    code("encryption-unknown", "diff", "an encryption configuration that kubemint did not write"),
    code("encryption-unreadable", "diff", "Secrets that an API server could not read"),
    code("endpoint-changes", "diff", "a change of the endpoint, which clients must follow"),
    code(
        "endpoint-not-in-certificates",
        "diff",
        "an endpoint that is missing from the API servers' certificates until they are replaced",
    ),
    code("etcd-key-prefix", "diff", "a change of the prefix of objects in etcd"),
    code("etcd-must-trust-new-ca", "diff", "members and clients of etcd that do not yet trust its new CA"),
    code("etcd-old-patch", "diff", "an upgrade that skips a patch release of etcd which it must not skip"),
    code("etcd-older-minor", "diff", "a downgrade of etcd"),
    code("etcd-peer-address", "diff", "a change of an etcd member's address"),
    code("etcd-quota", "diff", "a smaller quota of etcd"),
    code("etcd-release-unknown", "diff", "a tag of etcd that is not a version"),
    code("etcd-second-cluster", "diff", "etcd members that would form a second cluster"),
    code("etcd-skipped-minor", "diff", "an upgrade that skips a minor of etcd"),
    code("etcd-store", "diff", "a change to another etcd, which is empty"),
    code("etcd-store-of-resources", "diff", "a change to another etcd for single resources"),
    code("etcd-wal-directory", "diff", "a change of the directory of etcd's write-ahead log"),
    code("every-key", "diff", "a change of the seed or of the cluster id"),
    code("exchanged-key", "diff", "a key that changed within its generation, which only another seed does"),
    code("hazards-unknown", "diff", "a tree without a resolved cluster, so that hazards are not known"),
    code("key-algorithm", "diff", "a change of the key algorithm"),
    code("kubelet-client-certificates", "diff", "kubelets whose client certificates would be refused"),
    code("kubelet-serving", "diff", "kubelets that API servers refuse until they have restarted"),
    code("kubelet-serving-approval", "diff", "kubelets whose serving certificates somebody must approve"),
    code("leader-election-lock", "diff", "a change of the leader election's lock"),
    code("name-leaves-certificates", "diff", "a name that is removed from the API servers' certificates"),
    code("no-etcd-member-stays", "diff", "an etcd cluster whose members are all new"),
    code("node-address", "diff", "a change of a worker's address"),
    code("node-port-range", "diff", "a node port range that does not contain the old one"),
    code("old-ca-in-use", "diff", "certificates of the kubernetes CA's old generation that are in no tree"),
    code("old-etcd-ca-in-use", "diff", "certificates of etcd's old CA that are in no tree"),
    code(
        "old-front-proxy-ca-in-use",
        "diff",
        "aggregated API servers that still trust the front proxy's old CA",
    ),
    code("old-tokens-in-use", "diff", "tokens that the old key signed"),
    code("new-recipient", "diff", "a recipient that can open more secrets from the next `kubemint seal` on"),
    code("older-minor", "diff", "a downgrade of Kubernetes"),
    code("pod-range", "diff", "a change of the Pod range"),
    code("retired-while-in-use", "diff", "a key that stops being trusted while what it signed is in use"),
    code("same-machine", "diff", "a machine that gets another node name or role"),
    code("selinux-mount", "diff", "a minor that mounts volumes with a single SELinux label"),
    code("service-account-issuer", "diff", "a change of the service-account issuer"),
    code("service-account-issuer-removed", "diff", "an issuer whose tokens are no longer accepted"),
    code("service-range", "diff", "a change of the Service range"),
    code("signs-before-trusted", "diff", "a key that signs before everything trusts it"),
    code("skipped-minor", "diff", "an upgrade that skips a minor of Kubernetes"),
    code("token-audience", "diff", "a change of the tokens' audiences"),
    code("unconfirmed-key", "diff", "a newly trusted key that only the seed can confirm"),
    code("verifiers-must-trust-new-key", "diff", "verifiers of tokens that do not yet trust the new key"),
];

/// The code with this name.
#[must_use]
pub fn find(text: &str) -> Option<&'static WarningCode> {
    WARNING_CODES.iter().find(|known| known.code == text)
}
