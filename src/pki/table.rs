//! Which leaf certificates there are. Adding one is adding a row and its [`Role`].
//!
//! Names, usages and files are kubeadm's (Kubernetes 1.37, `cmd/kubeadm/app/phases/certs/certlist.go` and
//! `phases/kubeconfig/kubeconfig.go`), except where a row says otherwise.

use super::{
    Ca,
    names::NameRule,
    profile::ExtendedKeyUsage::{self, Client, Server},
};
use crate::{
    model::{Account, Label},
    tree::MachinePath,
};

/// What a leaf certificate is for: a row of [`TABLE`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// kube-apiserver serves with it.
    Apiserver,
    /// kube-apiserver is a kubelet's client with it.
    ApiserverKubeletClient,
    /// kube-apiserver is etcd's client with it.
    ApiserverEtcdClient,
    /// kube-apiserver stands in for a user with it before an extension API server.
    FrontProxyClient,
    /// etcd serves with it.
    EtcdServer,
    /// etcd's members speak to each other with it.
    EtcdPeer,
    /// Who looks after etcd asks it with this.
    EtcdHealthcheckClient,
    /// kube-controller-manager is the API server's client with it.
    ControllerManager,
    /// kube-controller-manager serves metrics with it.
    ControllerManagerServing,
    /// kube-scheduler is the API server's client with it.
    Scheduler,
    /// kube-scheduler serves metrics with it.
    SchedulerServing,
    /// A kubelet is the API server's client with it.
    Kubelet,
    /// A kubelet serves logs, commands and metrics with it.
    KubeletServing,
    /// The cluster's administrator.
    Admin,
    /// The way in that no RBAC object can close.
    SuperAdmin,
    /// An `[[admin]]`.
    NamedAdmin,
}

/// Who holds a certificate of a row: one each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Every control-plane node.
    ControlPlane,
    /// Every control-plane node, unless etcd is external.
    EtcdMember,
    /// Every node but those that ask for their client certificate with a bootstrap token.
    KubeletClient,
    /// Every node, where `[kubelet] serving` is "rendered".
    KubeletServing,
    /// The cluster: one certificate.
    Cluster,
    /// Every `[[admin]]`.
    Admin,
}

/// A rule for a common name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommonName {
    /// The same for every holder.
    Fixed(&'static str),
    /// The holder's name after a prefix, which may be empty.
    Holder(&'static str),
}

/// A rule for the organization, which is a user's group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// None.
    None,
    /// The same for every holder.
    Fixed(&'static str),
    /// The `[[admin]]`'s.
    Admin,
}

/// Where a certificate and its key are installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In files of their own on the holder's machine; the key is its reader's alone.
    Files {
        /// The certificate, PEM.
        certificate: MachinePath,
        /// The private key, PEM.
        key: MachinePath,
        /// Who reads the key.
        reader: Account,
    },
    /// In a kubeconfig on the holder's machine.
    Kubeconfig {
        /// The kubeconfig.
        path: MachinePath,
        /// Who reads it.
        reader: Account,
    },
    /// In a kubeconfig on no machine: a path in the secret half.
    ClusterKubeconfig(&'static str),
    /// In the kubeconfig of an `[[admin]]`: `cluster/admins/NAME.conf` in the secret half.
    AdminKubeconfig,
}

/// A kind of leaf certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is for.
    pub role: Role,
    /// What its key is derived for, before `/` and the holder's name where there is more than one holder. Part of the format.
    pub label: &'static str,
    /// Who holds one.
    pub scope: Scope,
    /// Who signs it.
    pub signer: Ca,
    /// Its subject's common name.
    pub common_name: CommonName,
    /// Its subject's organization.
    pub group: Group,
    /// Its parts in TLS.
    pub usages: &'static [ExtendedKeyUsage],
    /// Its subject alternative names: some for every server, none for a mere client.
    pub names: &'static [NameRule],
    /// Where it is installed.
    pub place: Place,
}

impl Row {
    /// What the key of `holder` is derived for.
    #[must_use]
    pub fn label_of(&self, holder: Option<&Label>) -> String {
        holder.map_or_else(|| self.label.to_owned(), |name| format!("{}/{name}", self.label))
    }
}

impl Role {
    /// Its row.
    #[must_use]
    pub fn row(self) -> Option<&'static Row> {
        TABLE.iter().find(|row| row.role == self)
    }
}

/// In files under /etc/kubernetes/pki.
macro_rules! pki_files {
    ($name:literal, $reader:ident) => {
        Place::Files {
            certificate: MachinePath::known(concat!("/etc/kubernetes/pki/", $name, ".crt")),
            key: MachinePath::known(concat!("/etc/kubernetes/pki/", $name, ".key")),
            reader: Account::$reader,
        }
    };
}

/// In a kubeconfig under /etc/kubernetes.
macro_rules! kubeconfig {
    ($name:literal, $reader:ident) => {
        Place::Kubeconfig {
            path: MachinePath::known(concat!("/etc/kubernetes/", $name, ".conf")),
            reader: Account::$reader,
        }
    };
}

/// Every kind of leaf certificate.
pub static TABLE: &[Row] = &[
    Row {
        role: Role::Apiserver,
        label: "apiserver",
        scope: Scope::ControlPlane,
        signer: Ca::Kubernetes,
        common_name: CommonName::Fixed("kube-apiserver"),
        group: Group::None,
        usages: &[Server],
        // kubeadm leaves the loopback out; a check on the machine itself then cannot verify what answers.
        names: &[
            NameRule::NodeName,
            NameRule::KubernetesService,
            NameRule::NodeAddresses,
            NameRule::Endpoint,
            NameRule::Loopback,
            NameRule::ApiserverExtra,
        ],
        place: pki_files!("apiserver", KubeApiserver),
    },
    Row {
        role: Role::ApiserverKubeletClient,
        label: "apiserver-kubelet-client",
        scope: Scope::ControlPlane,
        signer: Ca::Kubernetes,
        common_name: CommonName::Fixed("kube-apiserver-kubelet-client"),
        // Its rights come from a binding to system:kubelet-api-admin.
        group: Group::None,
        usages: &[Client],
        names: &[],
        place: pki_files!("apiserver-kubelet-client", KubeApiserver),
    },
    Row {
        role: Role::ApiserverEtcdClient,
        label: "apiserver-etcd-client",
        scope: Scope::ControlPlane,
        signer: Ca::Etcd,
        common_name: CommonName::Fixed("kube-apiserver-etcd-client"),
        group: Group::None,
        usages: &[Client],
        names: &[],
        place: pki_files!("apiserver-etcd-client", KubeApiserver),
    },
    Row {
        role: Role::FrontProxyClient,
        label: "front-proxy-client",
        scope: Scope::ControlPlane,
        signer: Ca::FrontProxy,
        common_name: CommonName::Fixed("front-proxy-client"),
        group: Group::None,
        usages: &[Client],
        names: &[],
        place: pki_files!("front-proxy-client", KubeApiserver),
    },
    Row {
        role: Role::EtcdServer,
        label: "etcd-server",
        scope: Scope::EtcdMember,
        signer: Ca::Etcd,
        common_name: CommonName::Holder(""),
        group: Group::None,
        // etcd's gRPC gateway dials its own server with this certificate (etcd issue 9785).
        usages: &[Server, Client],
        names: &[NameRule::NodeName, NameRule::NodeAddresses, NameRule::Loopback],
        place: pki_files!("etcd/server", Etcd),
    },
    Row {
        role: Role::EtcdPeer,
        label: "etcd-peer",
        scope: Scope::EtcdMember,
        signer: Ca::Etcd,
        common_name: CommonName::Holder(""),
        group: Group::None,
        usages: &[Server, Client],
        names: &[NameRule::NodeName, NameRule::NodeAddresses, NameRule::Loopback],
        place: pki_files!("etcd/peer", Etcd),
    },
    Row {
        role: Role::EtcdHealthcheckClient,
        label: "etcd-healthcheck-client",
        scope: Scope::EtcdMember,
        signer: Ca::Etcd,
        common_name: CommonName::Fixed("kube-etcd-healthcheck-client"),
        group: Group::None,
        usages: &[Client],
        names: &[],
        // No probe reads it: they ask the metrics listener. It is for etcdctl in an administrator's hands.
        place: pki_files!("etcd/healthcheck-client", Root),
    },
    Row {
        role: Role::ControllerManager,
        label: "controller-manager",
        scope: Scope::ControlPlane,
        signer: Ca::Kubernetes,
        common_name: CommonName::Fixed("system:kube-controller-manager"),
        // kubeadm gives no group. Many set-ups by hand give this one; nothing is bound to it.
        group: Group::Fixed("system:kube-controller-manager"),
        usages: &[Client],
        names: &[],
        place: kubeconfig!("controller-manager", KubeControllerManager),
    },
    Row {
        role: Role::ControllerManagerServing,
        label: "controller-manager-serving",
        scope: Scope::ControlPlane,
        signer: Ca::Kubernetes,
        common_name: CommonName::Fixed("kube-controller-manager"),
        group: Group::None,
        // Beyond kubeadm, which lets it serve with a certificate that it makes itself.
        usages: &[Server],
        names: &[
            NameRule::NodeName,
            NameRule::NodeAddresses,
            NameRule::ControlPlaneAddresses,
            NameRule::Loopback,
        ],
        place: pki_files!("controller-manager", KubeControllerManager),
    },
    Row {
        role: Role::Scheduler,
        label: "scheduler",
        scope: Scope::ControlPlane,
        signer: Ca::Kubernetes,
        common_name: CommonName::Fixed("system:kube-scheduler"),
        group: Group::Fixed("system:kube-scheduler"),
        usages: &[Client],
        names: &[],
        place: kubeconfig!("scheduler", KubeScheduler),
    },
    Row {
        role: Role::SchedulerServing,
        label: "scheduler-serving",
        scope: Scope::ControlPlane,
        signer: Ca::Kubernetes,
        common_name: CommonName::Fixed("kube-scheduler"),
        group: Group::None,
        usages: &[Server],
        names: &[
            NameRule::NodeName,
            NameRule::NodeAddresses,
            NameRule::ControlPlaneAddresses,
            NameRule::Loopback,
        ],
        place: pki_files!("scheduler", KubeScheduler),
    },
    Row {
        role: Role::Kubelet,
        label: "kubelet",
        scope: Scope::KubeletClient,
        signer: Ca::Kubernetes,
        common_name: CommonName::Holder("system:node:"),
        group: Group::Fixed("system:nodes"),
        usages: &[Client],
        names: &[],
        place: kubeconfig!("kubelet", Root),
    },
    Row {
        role: Role::KubeletServing,
        label: "kubelet-serving",
        scope: Scope::KubeletServing,
        signer: Ca::Kubernetes,
        // As the signer kubernetes.io/kubelet-serving asks for. It is no client: the API server wants that usage.
        common_name: CommonName::Holder("system:node:"),
        group: Group::Fixed("system:nodes"),
        usages: &[Server],
        names: &[NameRule::NodeName, NameRule::NodeAddresses],
        place: Place::Files {
            certificate: MachinePath::known("/var/lib/kubelet/pki/kubelet.crt"),
            key: MachinePath::known("/var/lib/kubelet/pki/kubelet.key"),
            reader: Account::Root,
        },
    },
    Row {
        role: Role::Admin,
        label: "admin",
        scope: Scope::Cluster,
        signer: Ca::Kubernetes,
        common_name: CommonName::Fixed("kubernetes-admin"),
        group: Group::Fixed("kubeadm:cluster-admins"),
        usages: &[Client],
        names: &[],
        place: Place::ClusterKubeconfig("cluster/admin.conf"),
    },
    Row {
        role: Role::SuperAdmin,
        label: "super-admin",
        scope: Scope::Cluster,
        signer: Ca::Kubernetes,
        common_name: CommonName::Fixed("kubernetes-super-admin"),
        group: Group::Fixed("system:masters"),
        usages: &[Client],
        names: &[],
        place: Place::ClusterKubeconfig("cluster/super-admin.conf"),
    },
    Row {
        role: Role::NamedAdmin,
        label: "admin",
        scope: Scope::Admin,
        signer: Ca::Kubernetes,
        common_name: CommonName::Holder(""),
        group: Group::Admin,
        usages: &[Client],
        names: &[],
        place: Place::AdminKubeconfig,
    },
];
