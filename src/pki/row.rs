//! What is said of each kind of leaf certificate: the columns of the table.

use super::{Ca, names::NameRule, profile::ExtendedKeyUsage};
use crate::{
    model::{Account, Component, Label},
    tree::{MachinePath, RelPath},
};

/// What a leaf certificate is for: a row of [`TABLE`](super::table::TABLE).
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
    /// Every node that runs this component.
    Runs(Component),
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

/// A rule for the organizations, which are a user's groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// None.
    None,
    /// One, the same for every holder.
    Fixed(&'static str),
    /// The `[[admin]]`'s, as many as it has.
    Admin,
}

/// Where a certificate and its key are installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Installed {
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

impl Installed {
    /// Where the holder's certificate lies below its half: in a file of its own, or in a kubeconfig.
    #[must_use]
    pub fn path(&self, holder: Option<&Label>) -> Option<RelPath> {
        match (self, holder) {
            (Self::Files { certificate: path, .. } | Self::Kubeconfig { path, .. }, Some(node)) => {
                Some(path.on(node))
            }
            (Self::ClusterKubeconfig(path), _) => Some(RelPath::joined(&[path])),
            (Self::AdminKubeconfig, Some(admin)) => {
                Some(RelPath::joined(&["cluster", "admins", &format!("{admin}.conf")]))
            }
            (Self::Files { .. } | Self::Kubeconfig { .. } | Self::AdminKubeconfig, None) => None,
        }
    }
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
    /// Its subject's organizations.
    pub group: Group,
    /// Its parts in TLS.
    pub usages: &'static [ExtendedKeyUsage],
    /// Its subject alternative names: some for every server, none for a mere client.
    pub names: &'static [NameRule],
    /// Where it is installed.
    pub installed: Installed,
}

impl Row {
    /// What the key of `holder` is derived for.
    #[must_use]
    pub fn label_of(&self, holder: Option<&Label>) -> String {
        holder.map_or_else(|| self.label.to_owned(), |name| format!("{}/{name}", self.label))
    }
}
