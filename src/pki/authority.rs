//! The certificate authorities.

use super::paths;
use crate::{
    model::{Component, Generations, KeyGenerations},
    tree::MachinePath,
};

/// A certificate authority, as kubeadm has them (Kubernetes 1.37, `cmd/kubeadm/app/phases/certs/certlist.go`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ca {
    /// Signs the serving certificates of the API server and the kubelets, and every client of the API server.
    Kubernetes,
    /// Signs etcd's members and their clients.
    Etcd,
    /// Signs the client certificate with which the API server acts for a user at an extension API server.
    FrontProxy,
}

/// Where a CA's private key is installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyPlace {
    /// On control-plane nodes: kube-controller-manager signs with it.
    ControlPlane(MachinePath),
    /// On no machine; this is its path in the secret output.
    Cluster(&'static str),
}

impl Ca {
    /// All of them, in the order of their declaration.
    pub const ALL: [Self; 3] = [Self::Kubernetes, Self::Etcd, Self::FrontProxy];

    /// The label of its key. Part of the format.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Kubernetes => "kubernetes-ca",
            Self::Etcd => "etcd-ca",
            Self::FrontProxy => "front-proxy-ca",
        }
    }

    /// Its subject's common name. All generations share it: verifiers distinguish them by their key identifiers.
    #[must_use]
    pub const fn common_name(self) -> &'static str {
        match self {
            Self::Kubernetes => "kubernetes",
            Self::Etcd => "etcd-ca",
            Self::FrontProxy => "front-proxy-ca",
        }
    }

    /// The file with every trusted generation, the active one first.
    #[must_use]
    pub const fn bundle(self) -> MachinePath {
        match self {
            Self::Kubernetes => paths::CA,
            Self::Etcd => paths::ETCD_CA,
            Self::FrontProxy => paths::FRONT_PROXY_CA,
        }
    }

    /// The components that read its bundle.
    #[must_use]
    pub const fn readers(self) -> &'static [Component] {
        match self {
            Self::Kubernetes => &Component::ALL,
            Self::Etcd => &[Component::Etcd, Component::KubeApiserver],
            Self::FrontProxy => &[Component::KubeApiserver],
        }
    }

    /// Where the active generation's private key is installed.
    #[must_use]
    pub const fn key_place(self) -> KeyPlace {
        match self {
            Self::Kubernetes => KeyPlace::ControlPlane(paths::CA_KEY),
            Self::Etcd => KeyPlace::Cluster("cluster/pki/etcd-ca.key"),
            Self::FrontProxy => KeyPlace::Cluster("cluster/pki/front-proxy-ca.key"),
        }
    }

    /// Its generations in `all`.
    #[must_use]
    pub const fn generations(self, all: &Generations) -> &KeyGenerations {
        match self {
            Self::Kubernetes => &all.kubernetes_ca,
            Self::Etcd => &all.etcd_ca,
            Self::FrontProxy => &all.front_proxy_ca,
        }
    }
}

/// The label of the service-account key. Part of the format.
pub const SERVICE_ACCOUNT_LABEL: &str = "service-account";

/// The components that sign tokens with it or verify them; their accounts share a group.
pub const SERVICE_ACCOUNT_READERS: [Component; 2] =
    [Component::KubeApiserver, Component::KubeControllerManager];
