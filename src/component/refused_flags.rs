//! Flags that kubemint does not set and `extra_args` must not set either: they exclude or undo what kubemint sets, lose
//! data, or would set a value for every machine that can be true of only one.

use super::specification;
use crate::model::Component;

/// A flag that `extra_args` must not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefusedFlag {
    /// The name without its dashes.
    pub name: &'static str,
    /// The kind of reason.
    pub reason: Reason,
    /// What would happen; completes a sentence that begins with the flag's name.
    pub because: &'static str,
    /// What to do instead.
    pub instead: &'static str,
}

/// Why a flag must not be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// With it, the component does not start or ignores flags that kubemint sets.
    Excludes,
    /// The cluster loses data, or can lose it.
    LosesData,
    /// It describes a single machine, but every machine would get the same value.
    OneMachine,
    /// The process does something else and exits.
    Ends,
}

/// The flags of `component` that `extra_args` must not set, apart from those that kubemint owns.
#[must_use]
pub fn refused_flags(component: Component) -> &'static [RefusedFlag] {
    specification(component).refused
}

const fn excludes(name: &'static str, because: &'static str, instead: &'static str) -> RefusedFlag {
    RefusedFlag { name, reason: Reason::Excludes, because, instead }
}

const fn loses_data(name: &'static str, because: &'static str, instead: &'static str) -> RefusedFlag {
    RefusedFlag { name, reason: Reason::LosesData, because, instead }
}

const fn one_machine(name: &'static str, because: &'static str, instead: &'static str) -> RefusedFlag {
    RefusedFlag { name, reason: Reason::OneMachine, because, instead }
}

const HELP: RefusedFlag = ends("help", "prints its flags and exits", "run it by hand");
const VERSION: RefusedFlag = ends("version", "prints its version and exits", "run it by hand");

const fn ends(name: &'static str, because: &'static str, instead: &'static str) -> RefusedFlag {
    RefusedFlag { name, reason: Reason::Ends, because, instead }
}

/// pkg/kubeapiserver/options/{admission,authorization}.go; pkg/controlplane/apiserver/options.
pub(super) static KUBE_APISERVER: &[RefusedFlag] = &[
    excludes(
        "admission-control",
        "excludes --enable-admission-plugins, which kubemint sets",
        "name further plugins in `enable-admission-plugins`, and those to leave out in `disable-admission-plugins`",
    ),
    excludes(
        "authorization-policy-file",
        "needs the authorization mode ABAC, and kubemint sets Node,RBAC",
        "leave it out, and grant rights with RBAC",
    ),
    excludes(
        "authorization-webhook-config-file",
        "needs the authorization mode Webhook, and kubemint sets Node,RBAC",
        "leave it out, and grant rights with RBAC",
    ),
    excludes(
        "service-account-signing-endpoint",
        "excludes --service-account-signing-key-file, which kubemint sets",
        "leave it out: kubemint renders the key that signs service accounts' tokens",
    ),
    loses_data(
        "etcd-prefix",
        "hides every object that is stored below another prefix",
        "leave it out: all objects lie below /registry",
    ),
    one_machine(
        "peer-advertise-ip",
        "is the address of one API server, but all would get the same value",
        "leave it out: each advertises its own address",
    ),
    HELP,
    VERSION,
];

/// cmd/kube-controller-manager/app/options/{options,csrsigningcontroller}.go
pub(super) static KUBE_CONTROLLER_MANAGER: &[RefusedFlag] = &[
    excludes("cluster-signing-kube-apiserver-client-cert-file", SIGNERS, ONE_CA),
    excludes("cluster-signing-kube-apiserver-client-key-file", SIGNERS, ONE_CA),
    excludes("cluster-signing-kubelet-client-cert-file", SIGNERS, ONE_CA),
    excludes("cluster-signing-kubelet-client-key-file", SIGNERS, ONE_CA),
    excludes("cluster-signing-kubelet-serving-cert-file", SIGNERS, ONE_CA),
    excludes("cluster-signing-kubelet-serving-key-file", SIGNERS, ONE_CA),
    excludes("cluster-signing-legacy-unknown-cert-file", SIGNERS, ONE_CA),
    excludes("cluster-signing-legacy-unknown-key-file", SIGNERS, ONE_CA),
    excludes("master", MASTER, APISERVER),
    HELP,
    VERSION,
];

const SIGNERS: &str =
    "excludes --cluster-signing-cert-file and --cluster-signing-key-file, which kubemint sets";
const ONE_CA: &str = "leave it out: the cluster's CA signs for every signer";
const MASTER: &str = "overrides the API server in the kubeconfig that kubemint renders";
const APISERVER: &str = "use `apiserver`, which is \"local\" or \"endpoint\"";

/// cmd/kube-scheduler/app/options/{options,deprecated}.go
pub(super) static KUBE_SCHEDULER: &[RefusedFlag] = &[
    excludes(
        "config",
        "makes it ignore --kubeconfig and --leader-elect, which kubemint sets",
        "leave it out: a file that kubemint did not render would have to name its kubeconfig",
    ),
    excludes("master", MASTER, APISERVER),
    ends("write-config-to", "makes it write a file and end", "run it by hand"),
    HELP,
    VERSION,
];

/// server/embed/config.go of etcd, `Validate`.
pub(super) static ETCD: &[RefusedFlag] = &[
    excludes("discovery", DISCOVERY, MEMBERS),
    excludes("discovery-endpoints", DISCOVERY, MEMBERS),
    excludes("discovery-proxy", DISCOVERY, MEMBERS),
    excludes("discovery-srv", DISCOVERY, MEMBERS),
    excludes("discovery-srv-name", DISCOVERY, MEMBERS),
    excludes("discovery-token", DISCOVERY, MEMBERS),
    loses_data(
        "force-new-cluster",
        "makes each member forget the others at each start, and a cluster of its own",
        "leave it out: to restore a cluster, start one member by hand with it, once",
    ),
    loses_data(
        "unsafe-no-fsync",
        "loses what was committed when a machine stops without a shutdown",
        "leave it out: where the disk is too slow, take another",
    ),
    one_machine("distributed-tracing-instance-id", INSTANCE, NO_INSTANCE),
    one_machine("experimental-distributed-tracing-instance-id", INSTANCE, NO_INSTANCE),
    ends("test.coverprofile", "belongs to etcd's own tests", "leave it out"),
    ends("test.outputdir", "belongs to etcd's own tests", "leave it out"),
    HELP,
    VERSION,
];

const DISCOVERY: &str = "excludes --initial-cluster, which kubemint sets";
const MEMBERS: &str = "leave it out: each [[control_plane]] node is a member";
const INSTANCE: &str = "must differ between members, but all would get the same value";
const NO_INSTANCE: &str = "leave it out";

/// pkg/kubelet/apis/config/types.go
pub(super) static KUBELET: &[RefusedFlag] = &[
    one_machine(
        "pod-cidr",
        "is the range of one node's pods, but every node would get the same value",
        "leave it out: kube-controller-manager gives each node its part of `pod_cidr`",
    ),
    one_machine(
        "provider-id",
        "names one machine, but every node would get the same value",
        "leave it out: a cloud's controller sets it on each Node",
    ),
    HELP,
    VERSION,
];
