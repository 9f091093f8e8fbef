//! The keys and certificates of a cluster, and access to them.

use std::collections::BTreeMap;

use super::{Authority, Ca, Issued, Role, ServiceAccountKeys, issued::Trusted};
use crate::{model::Subdomain, tree::Origin};

/// Every key and certificate of a cluster.
#[derive(Debug)]
pub struct Pki {
    pub(super) authorities: Authorities,
    pub(super) service_account: ServiceAccountKeys,
    /// By the label of their key.
    pub(super) leaves: BTreeMap<String, Issued>,
}

/// The trusted generations of each CA.
pub(super) type Authorities = PerCa<Trusted<Authority>>;

/// A value for each CA.
#[derive(Debug)]
pub(super) struct PerCa<T> {
    pub(super) kubernetes: T,
    pub(super) etcd: T,
    pub(super) front_proxy: T,
}

impl<T> PerCa<T> {
    pub(super) const fn of(&self, ca: Ca) -> &T {
        match ca {
            Ca::Kubernetes => &self.kubernetes,
            Ca::Etcd => &self.etcd,
            Ca::FrontProxy => &self.front_proxy,
        }
    }
}

impl Pki {
    /// The certificate of a role: that of a node or `[[admin]]` with its name, or that of the cluster without.
    ///
    /// `None` if the cluster has no such certificate, as for a kubelet that uses TLS bootstrap.
    #[must_use]
    pub fn leaf(&self, role: Role, holder: Option<&Subdomain>) -> Option<&Issued> {
        let label = role.row()?.label_of(holder);
        self.leaves.get(&label).filter(|issued| issued.role == role)
    }

    /// Every leaf certificate, by the label of its key.
    pub fn leaves(&self) -> impl Iterator<Item = &Issued> {
        self.leaves.values()
    }

    /// The active generation of a CA.
    #[must_use]
    pub const fn authority(&self, ca: Ca) -> &Authority {
        &self.authorities.of(ca).active
    }

    /// Every trusted generation of a CA, the active one first.
    pub fn trusted(&self, ca: Ca) -> impl Iterator<Item = &Authority> {
        self.authorities.of(ca).iter()
    }

    /// Every trusted generation's certificate of a CA, PEM, the active one first.
    #[must_use]
    pub fn ca_bundle_pem(&self, ca: Ca) -> String {
        self.trusted(ca).map(Authority::certificate_pem).collect()
    }

    /// The row in the lock of a CA's bundle: each certificate.
    #[must_use]
    pub fn ca_bundle_origin(&self, ca: Ca) -> Origin {
        Origin::Bundle(self.trusted(ca).map(Authority::certificate_origin).collect())
    }

    /// The key pairs that sign and verify service-account tokens.
    #[must_use]
    pub const fn service_account(&self) -> &ServiceAccountKeys {
        &self.service_account
    }
}
