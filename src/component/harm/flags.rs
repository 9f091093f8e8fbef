//! Harmful values of flags and fields.

use super::{HarmfulValue, Weight, When};
use crate::{component::specification, model::Component};
use Weight::{Breaks, Weakens};
use When::{Above, Below, Is, Parts, Text, Words};

/// Harmful values of flags of `component`.
#[must_use]
pub fn harmful_flags(component: Component) -> Vec<&'static HarmfulValue> {
    specification(component).harmful.iter().copied().flatten().collect()
}

/// Harmful values of the kubelet's fields, and so of the flags that set them.
#[must_use]
pub const fn harmful_fields() -> &'static [HarmfulValue] {
    KUBELET
}

const fn value(
    name: &'static str,
    when: When,
    weight: Weight,
    harm: &'static str,
    instead: &'static str,
) -> HarmfulValue {
    HarmfulValue { name, when, weight, harm, instead }
}

const LEAVE: &str = "leave it out";
const WORKERS: &str = "runs no worker, and the controller does nothing";
const ONE_WORKER: &str = "leave it out, or set 1 or more; `controllers` turns a controller off";

/// apiserver, `server/options`; `pkg/controlplane`; `pkg/kubeapiserver/options`.
pub(in crate::component) static KUBE_APISERVER: &[HarmfulValue] = &[
    value(
        "enable-garbage-collector",
        Is(false),
        Weakens,
        "keeps whatever belongs to a deleted object",
        LEAVE,
    ),
    value(
        "endpoint-reconciler-type",
        Words(&["none"]),
        Weakens,
        "leaves the Service kubernetes without endpoints: no Pod reaches API servers by it, the cluster's DNS among them",
        "leave it out, unless something else writes these endpoints",
    ),
    value(
        "etcd-compaction-interval",
        Below(1),
        Weakens,
        "compacts etcd never, which takes no write any more once its quota is full",
        "leave it out, or let etcd compact: `auto-compaction-retention` of [etcd]",
    ),
    value(
        "event-ttl",
        Below(1_000_000_000),
        Weakens,
        "keeps events for ever, until etcd is full",
        "leave it out for an hour",
    ),
    value(
        "service-account-lookup",
        Is(false),
        Weakens,
        "takes tokens of ServiceAccounts, Pods and Secrets that were deleted",
        LEAVE,
    ),
    value(
        "token-auth-file",
        Text,
        Weakens,
        "reads tokens in plain text that never end, and that a restart alone takes away (CIS 1.2.2)",
        "use client certificates or an issuer of [apiserver.authentication]",
    ),
];

/// apiserver, `server/options/serving.go`.
pub(in crate::component) static SERVERS: &[HarmfulValue] = &[
    value(
        "tls-cipher-suites",
        Parts(&["_RC4_", "_3DES_"]),
        Weakens,
        "has suites that are broken",
        "leave out those with RC4 and 3DES",
    ),
    value(
        "tls-min-version",
        Words(&["VersionTLS10", "VersionTLS11"]),
        Weakens,
        "speaks versions of TLS that are no longer safe (RFC 8996)",
        "leave it out for TLS 1.2",
    ),
];

/// apiserver, `server/options/authorization.go`.
pub(in crate::component) static DELEGATING: &[HarmfulValue] = &[value(
    "authorization-always-allow-paths",
    Words(&["*", "/*", "/metrics", "/debug/*", "/configz"]),
    Weakens,
    "lets everybody who reaches the port read that without a name",
    "leave it out, and let RBAC grant `get` of the path",
)];

/// `cmd/kube-controller-manager/app`: the number of workers that a loop starts.
pub(in crate::component) static KUBE_CONTROLLER_MANAGER: &[HarmfulValue] = &[
    value("concurrent-deployment-syncs", Below(1), Weakens, WORKERS, ONE_WORKER),
    value("concurrent-disruption-syncs", Below(1), Weakens, WORKERS, ONE_WORKER),
    value("concurrent-endpoint-syncs", Below(1), Weakens, WORKERS, ONE_WORKER),
    value("concurrent-gc-syncs", Below(1), Weakens, WORKERS, ONE_WORKER),
    value("concurrent-namespace-syncs", Below(1), Weakens, WORKERS, ONE_WORKER),
    value("concurrent-rc-syncs", Below(1), Weakens, WORKERS, ONE_WORKER),
    value("concurrent-replicaset-syncs", Below(1), Weakens, WORKERS, ONE_WORKER),
    value("concurrent-resource-quota-syncs", Below(1), Weakens, WORKERS, ONE_WORKER),
    value("concurrent-serviceaccount-token-syncs", Below(1), Weakens, WORKERS, ONE_WORKER),
    value("concurrent-validating-admission-policy-status-syncs", Below(1), Weakens, WORKERS, ONE_WORKER),
    value(
        "enable-garbage-collector",
        Is(false),
        Weakens,
        "keeps whatever belongs to a deleted object",
        LEAVE,
    ),
    value(
        "enable-hostpath-provisioner",
        Is(true),
        Weakens,
        "gives claims a folder of whichever machine their Pod is on, and is made for tests of one machine alone",
        LEAVE,
    ),
    value("terminated-pod-gc-threshold", Below(1), Weakens, "keeps Pods that are done for ever", LEAVE),
];

/// `server/embed/config.go` of etcd.
pub(in crate::component) static ETCD: &[HarmfulValue] = &[
    value(
        "client-cert-allowed-hostname",
        Text,
        Breaks,
        "refuses kube-apiserver, whose client certificate names no host",
        LEAVE,
    ),
    value("max-learners", Below(1), Weakens, "lets no learner in, and new members join as learners", LEAVE),
    value(
        "max-request-bytes",
        Below(1_572_864),
        Weakens,
        "refuses objects that kube-apiserver takes",
        "leave it out for 1.5 MiB",
    ),
    value(
        "strict-reconfig-check",
        Is(false),
        Weakens,
        "lets a change of members take the quorum away",
        LEAVE,
    ),
];

/// `pkg/kubelet/apis/config/types.go`.
static KUBELET: &[HarmfulValue] = &[
    value(
        "address",
        Words(&["127.0.0.1", "::1"]),
        Weakens,
        "lets no API server reach the kubelet: no logs, no exec, no metrics",
        LEAVE,
    ),
    value(
        "enableControllerAttachDetach",
        Is(false),
        Weakens,
        "does not let the controller attach volumes, and CSI needs it to",
        LEAVE,
    ),
    value(
        "enableDebuggingHandlers",
        Is(false),
        Weakens,
        "ends kubectl logs, exec, attach and port-forward",
        LEAVE,
    ),
    value(
        "enableServer",
        Is(false),
        Weakens,
        "lets no API server reach the kubelet: no logs, no exec, no metrics",
        LEAVE,
    ),
    value(
        "readOnlyPort",
        Above(0),
        Weakens,
        "shows the machine's Pods to everybody who reaches the port (CIS 4.2.4)",
        LEAVE,
    ),
    value(
        "registerNode",
        Is(false),
        Weakens,
        "makes no Node of the machine, unless somebody else does",
        LEAVE,
    ),
    value(
        "tlsMinVersion",
        Words(&["VersionTLS10", "VersionTLS11"]),
        Weakens,
        "speaks versions of TLS that are no longer safe (RFC 8996)",
        "leave it out for TLS 1.2",
    ),
];
