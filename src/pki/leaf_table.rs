//! The table of leaf certificates. To add one, add a row and its [`Role`].
//!
//! Names, usages and files are kubeadm's (Kubernetes 1.37, `cmd/kubeadm/app/phases/certs/certlist.go` and
//! `phases/kubeconfig/kubeconfig.go`), except where a comment says otherwise.

use super::{
    Ca, CommonName, Group, Installed, LeafKind, Role, Scope,
    alternative_names::NameRule,
    paths,
    profile::ExtendedKeyUsage::{Client, Server},
};
use crate::{
    model::{Account, ApiserverChoice, Component, Draft},
    tree::MachinePath,
};

/// The prefix of a node's name in the user name of its kubelet (Kubernetes 1.37, `plugin/pkg/auth/authorizer/node`).
pub const NODE_USER_PREFIX: &str = "system:node:";

/// Those that something beside the table speaks of.
impl Role {
    /// kube-apiserver's serving certificate.
    pub const APISERVER: Self = Self("apiserver");
    /// kube-apiserver's client certificate for kubelets.
    pub const APISERVER_KUBELET_CLIENT: Self = Self("apiserver-kubelet-client");
    /// kube-apiserver's client certificate for etcd.
    pub const APISERVER_ETCD_CLIENT: Self = Self("apiserver-etcd-client");
    /// The certificate with which kube-apiserver acts for a user at an extension API server.
    pub const FRONT_PROXY_CLIENT: Self = Self("front-proxy-client");
    /// etcd's serving certificate.
    pub const ETCD_SERVER: Self = Self("etcd-server");
    /// The certificate with which etcd's members connect to each other.
    pub const ETCD_PEER: Self = Self("etcd-peer");
    /// The client certificate for etcdctl and health checks.
    pub const ETCD_HEALTHCHECK_CLIENT: Self = Self("etcd-healthcheck-client");
    /// kube-controller-manager's client certificate for the API server.
    pub const CONTROLLER_MANAGER: Self = Self("controller-manager");
    /// kube-controller-manager's serving certificate, for metrics.
    pub const CONTROLLER_MANAGER_SERVING: Self = Self("controller-manager-serving");
    /// kube-scheduler's client certificate for the API server.
    pub const SCHEDULER: Self = Self("scheduler");
    /// kube-scheduler's serving certificate, for metrics.
    pub const SCHEDULER_SERVING: Self = Self("scheduler-serving");
    /// A kubelet's client certificate for the API server.
    pub const KUBELET: Self = Self("kubelet");
    /// A kubelet's serving certificate, for logs, exec and metrics.
    pub const KUBELET_SERVING: Self = Self("kubelet-serving");
    /// kube-proxy's client certificate for the API server.
    pub const KUBE_PROXY: Self = Self("kube-proxy");
    /// The cluster's administrator.
    pub const ADMIN: Self = Self("admin");
    /// The emergency administrator, whom RBAC cannot restrict.
    pub const SUPER_ADMIN: Self = Self("super-admin");
    /// An `[[admin]]`.
    pub const NAMED_ADMIN: Self = Self("named-admin");

    /// Its row.
    #[must_use]
    pub fn row(self) -> Option<&'static LeafKind> {
        LEAF_TABLE.iter().find(|row| row.role == self)
    }
}

/// In a certificate file and a key file.
const fn files(certificate: MachinePath, key: MachinePath, reader: Account) -> Installed {
    Installed::Files { certificate, key, reader }
}

/// In a kubeconfig on a machine.
const fn kubeconfig(path: MachinePath, reader: Account, server: fn(&Draft) -> ApiserverChoice) -> Installed {
    Installed::Kubeconfig { path, reader, server }
}

/// Every kind of leaf certificate.
pub static LEAF_TABLE: &[LeafKind] = &[
    LeafKind {
        role: Role::APISERVER,
        user: "kube-apiserver",
        label: "apiserver",
        scope: Scope::Runs(Component::KubeApiserver),
        signer: Ca::Kubernetes,
        common_name: CommonName::Fixed("kube-apiserver"),
        group: Group::None,
        usages: &[Server],
        // kubeadm leaves out the loopback address, so that a check on the machine itself cannot verify the server.
        names: &[
            NameRule::NodeName,
            NameRule::KubernetesService,
            NameRule::NodeAddresses,
            NameRule::Endpoint,
            NameRule::Loopback,
            NameRule::ApiserverExtra,
        ],
        installed: files(paths::APISERVER, paths::APISERVER_KEY, Account::KubeApiserver),
    },
    LeafKind {
        role: Role::APISERVER_KUBELET_CLIENT,
        user: "kube-apiserver",
        label: "apiserver-kubelet-client",
        scope: Scope::Runs(Component::KubeApiserver),
        signer: Ca::Kubernetes,
        common_name: CommonName::Fixed("kube-apiserver-kubelet-client"),
        // Its permissions come from a binding to system:kubelet-api-admin.
        group: Group::None,
        usages: &[Client],
        names: &[],
        installed: files(
            paths::APISERVER_KUBELET_CLIENT,
            paths::APISERVER_KUBELET_CLIENT_KEY,
            Account::KubeApiserver,
        ),
    },
    LeafKind {
        role: Role::APISERVER_ETCD_CLIENT,
        user: "kube-apiserver",
        label: "apiserver-etcd-client",
        scope: Scope::Runs(Component::KubeApiserver),
        signer: Ca::Etcd,
        common_name: CommonName::Fixed("kube-apiserver-etcd-client"),
        group: Group::None,
        usages: &[Client],
        names: &[],
        installed: files(
            paths::APISERVER_ETCD_CLIENT,
            paths::APISERVER_ETCD_CLIENT_KEY,
            Account::KubeApiserver,
        ),
    },
    LeafKind {
        role: Role::FRONT_PROXY_CLIENT,
        user: "kube-apiserver",
        label: "front-proxy-client",
        scope: Scope::Runs(Component::KubeApiserver),
        signer: Ca::FrontProxy,
        common_name: CommonName::Fixed("front-proxy-client"),
        group: Group::None,
        usages: &[Client],
        names: &[],
        installed: files(paths::FRONT_PROXY_CLIENT, paths::FRONT_PROXY_CLIENT_KEY, Account::KubeApiserver),
    },
    LeafKind {
        role: Role::ETCD_SERVER,
        user: "etcd",
        label: "etcd-server",
        scope: Scope::Runs(Component::Etcd),
        signer: Ca::Etcd,
        common_name: CommonName::Holder(""),
        group: Group::None,
        // etcd's gRPC gateway connects to its own server with this certificate (etcd issue 9785).
        usages: &[Server, Client],
        names: &[NameRule::NodeName, NameRule::NodeAddresses, NameRule::Loopback],
        installed: files(paths::ETCD_SERVER, paths::ETCD_SERVER_KEY, Account::Etcd),
    },
    LeafKind {
        role: Role::ETCD_PEER,
        user: "etcd",
        label: "etcd-peer",
        scope: Scope::Runs(Component::Etcd),
        signer: Ca::Etcd,
        common_name: CommonName::Holder(""),
        group: Group::None,
        usages: &[Server, Client],
        names: &[NameRule::NodeName, NameRule::NodeAddresses, NameRule::Loopback],
        installed: files(paths::ETCD_PEER, paths::ETCD_PEER_KEY, Account::Etcd),
    },
    LeafKind {
        role: Role::ETCD_HEALTHCHECK_CLIENT,
        user: "etcdctl",
        label: "etcd-healthcheck-client",
        scope: Scope::Runs(Component::Etcd),
        signer: Ca::Etcd,
        common_name: CommonName::Fixed("kube-etcd-healthcheck-client"),
        group: Group::None,
        usages: &[Client],
        names: &[],
        // Probes do not use it, but the metrics listener. It is for etcdctl on the machine.
        installed: files(paths::ETCD_HEALTHCHECK_CLIENT, paths::ETCD_HEALTHCHECK_CLIENT_KEY, Account::Root),
    },
    LeafKind {
        role: Role::CONTROLLER_MANAGER,
        user: "kube-controller-manager",
        label: "controller-manager",
        scope: Scope::Runs(Component::KubeControllerManager),
        signer: Ca::Kubernetes,
        common_name: CommonName::Fixed("system:kube-controller-manager"),
        // kubeadm sets no group. Many manual set-ups have this one; nothing is bound to it.
        group: Group::Fixed("system:kube-controller-manager"),
        usages: &[Client],
        names: &[],
        installed: kubeconfig(paths::CONTROLLER_MANAGER_CONF, Account::KubeControllerManager, |draft| {
            draft.controller_manager.apiserver
        }),
    },
    LeafKind {
        role: Role::CONTROLLER_MANAGER_SERVING,
        user: "kube-controller-manager",
        label: "controller-manager-serving",
        scope: Scope::Runs(Component::KubeControllerManager),
        signer: Ca::Kubernetes,
        common_name: CommonName::Fixed("kube-controller-manager"),
        group: Group::None,
        // kubeadm does not have it: there, the component makes its own certificate.
        usages: &[Server],
        // Only the names of its own node: with those of another node, its key could pass as the API server there.
        names: &[
            NameRule::NodeName,
            NameRule::NodeAddresses,
            NameRule::Loopback,
            NameRule::ControllerManagerExtra,
        ],
        installed: files(
            paths::CONTROLLER_MANAGER,
            paths::CONTROLLER_MANAGER_KEY,
            Account::KubeControllerManager,
        ),
    },
    LeafKind {
        role: Role::SCHEDULER,
        user: "kube-scheduler",
        label: "scheduler",
        scope: Scope::Runs(Component::KubeScheduler),
        signer: Ca::Kubernetes,
        common_name: CommonName::Fixed("system:kube-scheduler"),
        group: Group::Fixed("system:kube-scheduler"),
        usages: &[Client],
        names: &[],
        installed: kubeconfig(paths::SCHEDULER_CONF, Account::KubeScheduler, |draft| {
            draft.scheduler.apiserver
        }),
    },
    LeafKind {
        role: Role::SCHEDULER_SERVING,
        user: "kube-scheduler",
        label: "scheduler-serving",
        scope: Scope::Runs(Component::KubeScheduler),
        signer: Ca::Kubernetes,
        common_name: CommonName::Fixed("kube-scheduler"),
        group: Group::None,
        usages: &[Server],
        // Only the names of its own node: with those of another node, its key could pass as the API server there.
        names: &[NameRule::NodeName, NameRule::NodeAddresses, NameRule::Loopback, NameRule::SchedulerExtra],
        installed: files(paths::SCHEDULER, paths::SCHEDULER_KEY, Account::KubeScheduler),
    },
    LeafKind {
        role: Role::KUBELET,
        user: "kubelet",
        label: "kubelet",
        scope: Scope::KubeletClient,
        signer: Ca::Kubernetes,
        common_name: CommonName::Holder(NODE_USER_PREFIX),
        group: Group::Fixed("system:nodes"),
        usages: &[Client],
        names: &[],
        // As kubeadm's since 1.35: behind the endpoint, the kubelet of a control-plane node could reach an API server that is
        // older than itself.
        installed: kubeconfig(paths::KUBELET_CONF, Account::Root, |_| ApiserverChoice::Local),
    },
    LeafKind {
        role: Role::KUBELET_SERVING,
        user: "kubelet",
        label: "kubelet-serving",
        scope: Scope::KubeletServing,
        signer: Ca::Kubernetes,
        // As the signer kubernetes.io/kubelet-serving requires. It has no client usage.
        common_name: CommonName::Holder(NODE_USER_PREFIX),
        group: Group::Fixed("system:nodes"),
        usages: &[Server],
        names: &[NameRule::NodeName, NameRule::NodeAddresses],
        installed: files(paths::KUBELET_SERVING, paths::KUBELET_SERVING_KEY, Account::Root),
    },
    LeafKind {
        role: Role::KUBE_PROXY,
        user: "kube-proxy",
        label: "kube-proxy",
        scope: Scope::Runs(Component::KubeProxy),
        signer: Ca::Kubernetes,
        // The API server binds this user to system:node-proxier (`plugin/pkg/auth/authorizer/rbac/bootstrappolicy`).
        common_name: CommonName::Fixed("system:kube-proxy"),
        group: Group::None,
        usages: &[Client],
        names: &[],
        // As the kubelet's.
        installed: kubeconfig(paths::KUBE_PROXY_CONF, Account::Root, |_| ApiserverChoice::Local),
    },
    LeafKind {
        role: Role::ADMIN,
        user: "administrators",
        label: "admin",
        scope: Scope::Cluster,
        signer: Ca::Kubernetes,
        common_name: CommonName::Fixed("kubernetes-admin"),
        group: Group::Fixed("kubeadm:cluster-admins"),
        usages: &[Client],
        names: &[],
        installed: Installed::ClusterKubeconfig("cluster/admin.conf"),
    },
    LeafKind {
        role: Role::SUPER_ADMIN,
        user: "administrators",
        label: "super-admin",
        scope: Scope::Cluster,
        signer: Ca::Kubernetes,
        common_name: CommonName::Fixed("kubernetes-super-admin"),
        group: Group::Fixed("system:masters"),
        usages: &[Client],
        names: &[],
        installed: Installed::ClusterKubeconfig("cluster/super-admin.conf"),
    },
    LeafKind {
        role: Role::NAMED_ADMIN,
        user: "administrators",
        label: "admin",
        scope: Scope::Admin,
        signer: Ca::Kubernetes,
        common_name: CommonName::Holder(""),
        group: Group::Admin,
        usages: &[Client],
        names: &[],
        installed: Installed::AdminKubeconfig,
    },
];
