//! The code of each warning, which `--deny` takes and programs match. A code never changes; its words may.

/// A code and what it warns of.
pub struct WarningCode {
    /// The code, kebab-case.
    pub code: &'static str,
    /// The commands that give the warning.
    pub commands: &'static str,
    /// What it warns of, in half a sentence.
    pub meaning: &'static str,
}

const fn code(code: &'static str, commands: &'static str, meaning: &'static str) -> WarningCode {
    WarningCode { code, commands, meaning }
}

/// The commands that read cluster.toml.
const FILE: &str = "init, render, check, diff";

/// The commands that plan a tree.
const PLAN: &str = "render, check, diff";

/// Every code there is; docs/diagnostics.md is this table, and tests hold the page and every warning to it.
pub static WARNING_CODES: &[WarningCode] = &[
    // Of cluster.toml.
    code("deprecated-feature-gate", FILE, "a feature gate that its component will drop"),
    code("deprecated-flag", FILE, "a flag of `extra_args` that its component will drop"),
    code("endpoint-family", FILE, "an endpoint of an address family that no node has"),
    code(
        "endpoint-machine",
        FILE,
        "an endpoint that is one machine of several, or that no API server listens at",
    ),
    code("idle-flag", FILE, "a flag of an audit backend that is off"),
    code("partial-list", FILE, "a list that replaces a default and lacks a part of it"),
    code("partial-map", FILE, "a map that replaces a default and lacks a part of it"),
    code("unknown-address-type", FILE, "a kind of address that no Node has"),
    code(
        "weakens-cluster",
        FILE,
        "a value with which a component starts, and a part of the cluster does or protects nothing",
    ),
    // Of a run.
    code("demo-seed", PLAN, "keys of the published demonstration seed, which everybody has"),
    code("in-the-way", "diff", "something that kubemint did not make, where a render would put a file"),
    code("open-folder", "diff", "a folder of secrets that others can enter"),
    code("no-recipients", "seal", "secrets that are encrypted to nobody"),
    code("unlisted-sealed-file", "seal", "an encrypted file that is not the one that its index listed"),
    code(
        "secrets-in-user-data",
        "pack",
        "keys in user data, which every process of a machine may be able to read",
    ),
    code("user-data-size", "pack", "more user data than several clouds give to a machine"),
    // Of a rollout.
    code("account-number-taken", "diff", "a UID or GID that another account still has"),
    code("address-taken", "diff", "an address that another node has until now"),
    code(
        "aggregated-servers-must-trust-new-ca",
        "diff",
        "aggregated API servers that do not trust the front proxy's new CA yet",
    ),
    code("apiserver-port", "diff", "another port of the API servers"),
    code("bootstrap-token-ended", "diff", "new workers that would join with a token that has ended"),
    code("ca-subject", "diff", "another subject of the CAs"),
    code(
        "cgroup-version",
        "diff",
        "a minor whose kubelet does not start on machines with the first version of cgroups",
    ),
    code(
        "clients-must-trust-new-ca",
        "diff",
        "pods and people that do not trust the kubernetes CA's new generation yet",
    ),
    code(
        "container-runtime",
        "diff",
        "another container runtime, or other cgroups of it, which no tree sets up",
    ),
    code("encryption-unknown", "diff", "an encryption configuration that kubemint did not write"),
    code("encryption-unreadable", "diff", "Secrets that an API server could not read"),
    code("endpoint-changes", "diff", "another endpoint, which clients must follow"),
    code(
        "endpoint-not-in-certificates",
        "diff",
        "an endpoint that API servers' certificates lack until they have changed",
    ),
    code("etcd-key-prefix", "diff", "another place of the objects in etcd"),
    code("etcd-must-trust-new-ca", "diff", "members and clients of etcd that do not trust its new CA yet"),
    code("etcd-old-patch", "diff", "a patch of etcd that must not be skipped"),
    code("etcd-older-minor", "diff", "an older minor of etcd"),
    code("etcd-peer-address", "diff", "another address of an etcd member"),
    code("etcd-quota", "diff", "a smaller quota of etcd"),
    code("etcd-release-unknown", "diff", "a tag of etcd that is no version"),
    code("etcd-second-cluster", "diff", "an etcd that would form a cluster of its own"),
    code("etcd-skipped-minor", "diff", "a minor of etcd that is skipped"),
    code("etcd-store", "diff", "another etcd, which is empty"),
    code("etcd-store-of-resources", "diff", "another etcd of single resources"),
    code("etcd-wal-directory", "diff", "another place of etcd's log"),
    code("every-key", "diff", "another seed or cluster"),
    code("exchanged-key", "diff", "another key within its generation, which only another seed makes"),
    code("key-algorithm", "diff", "another algorithm of every key"),
    code("kubelet-client-certificates", "diff", "kubelets whose client certificates would be refused"),
    code("kubelet-serving", "diff", "kubelets that API servers refuse until they have restarted"),
    code("kubelet-serving-approval", "diff", "kubelets whose serving certificates somebody must approve"),
    code("leader-election-lock", "diff", "another lock of the leader election"),
    code("name-leaves-certificates", "diff", "a name that API servers' certificates lose"),
    code("no-etcd-member-stays", "diff", "an etcd whose members are all new"),
    code("node-address", "diff", "another address of a worker"),
    code("node-port-range", "diff", "a range of node ports that does not contain the old one"),
    code("old-ca-in-use", "diff", "certificates of the kubernetes CA's old generation that no tree holds"),
    code("old-etcd-ca-in-use", "diff", "certificates of etcd's old CA that no tree holds"),
    code(
        "old-front-proxy-ca-in-use",
        "diff",
        "aggregated API servers that go on trusting the front proxy's old CA",
    ),
    code("old-tokens-in-use", "diff", "tokens that the old key signed"),
    code("older-minor", "diff", "an older minor of Kubernetes"),
    code("pod-range", "diff", "another range of pods"),
    code("retired-while-in-use", "diff", "a key that is no longer trusted while what it signed is in use"),
    code("same-machine", "diff", "a machine that becomes another node, or the same in another role"),
    code("selinux-mount", "diff", "a minor that mounts volumes with one SELinux label"),
    code("service-account-issuer", "diff", "another issuer of service accounts' tokens"),
    code("service-range", "diff", "another range of Services"),
    code("signs-before-trusted", "diff", "a key that signs before everything trusts it"),
    code("skipped-minor", "diff", "a minor of Kubernetes that is skipped"),
    code("token-audience", "diff", "other audiences of tokens"),
    code("unconfirmed-key", "diff", "a newly trusted key that only the seed can confirm"),
    code("verifiers-must-trust-new-key", "diff", "verifiers of tokens that do not trust the new key yet"),
];

/// The code that is written so.
#[must_use]
pub fn find(text: &str) -> Option<&'static WarningCode> {
    WARNING_CODES.iter().find(|known| known.code == text)
}
