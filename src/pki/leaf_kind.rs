//! The columns of the table of leaf certificates.

use super::{Ca, alternative_names::NameRule, profile::ExtendedKeyUsage};
use crate::{
    model::{Account, ApiserverChoice, Component, Draft, Subdomain},
    tree::{MachinePath, RelPath},
};

/// The role of a leaf certificate, by which code finds its row in [`LEAF_TABLE`](super::leaf_table::LEAF_TABLE): a name of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Role(pub(super) &'static str);

/// The holders of a kind of certificate. Each of them gets one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Every node that runs this component.
    Runs(Component),
    /// Every node except those that use TLS bootstrap.
    KubeletClient,
    /// Every node, if `[kubelet] serving` is "rendered".
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
    /// The groups of the `[[admin]]`.
    Admin,
}

/// Where a certificate and its key are installed.
#[derive(Debug, Clone)]
pub enum Installed {
    /// In files of their own on the holder's machine; only its reader can read the key.
    Files {
        /// The certificate, PEM.
        certificate: MachinePath,
        /// The private key, PEM.
        key: MachinePath,
        /// The account that reads the key.
        reader: Account,
    },
    /// In a kubeconfig on the holder's machine.
    Kubeconfig {
        /// The kubeconfig.
        path: MachinePath,
        /// The account that reads it.
        reader: Account,
        /// Which API server it names.
        server: fn(&Draft) -> ApiserverChoice,
    },
    /// In a kubeconfig on no machine; this is its path in the secret output.
    ClusterKubeconfig(&'static str),
    /// In the kubeconfig of an `[[admin]]`: `cluster/admins/NAME.conf` in the secret output.
    AdminKubeconfig,
}

impl Installed {
    /// The path of the holder's certificate in its output, in a file of its own or in a kubeconfig.
    #[must_use]
    pub fn path(&self, holder: Option<&Subdomain>) -> Option<RelPath> {
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
#[derive(Debug, Clone)]
pub struct LeafKind {
    /// Its role.
    pub role: Role,
    /// The program or the people who present it.
    pub user: &'static str,
    /// The label of its key, to which `/` and the holder's name are added if there can be several holders. Part of the format.
    pub label: &'static str,
    /// Its holders.
    pub scope: Scope,
    /// The CA that signs it.
    pub signer: Ca,
    /// Its subject's common name.
    pub common_name: CommonName,
    /// Its subject's organizations.
    pub group: Group,
    /// Its extended key usages.
    pub usages: &'static [ExtendedKeyUsage],
    /// Its subject alternative names: at least one for a server, none for a client.
    pub names: &'static [NameRule],
    /// Where it is installed.
    pub installed: Installed,
}

impl LeafKind {
    /// The label of the key of `holder`.
    #[must_use]
    pub fn label_of(&self, holder: Option<&Subdomain>) -> String {
        holder.map_or_else(|| self.label.to_owned(), |name| format!("{}/{name}", self.label))
    }
}
