//! What was made, and how others find it.

use std::collections::BTreeMap;

use super::{Authority, Ca, Issued, Role, ServiceAccountKeys, issued::Trusted};
use crate::{model::Label, tree::Origin};

/// Every key and certificate of a cluster.
#[derive(Debug)]
pub struct Pki {
    pub(super) authorities: Authorities,
    pub(super) service_account: ServiceAccountKeys,
    /// By the label of their key.
    pub(super) leaves: BTreeMap<String, Issued>,
}

/// The trusted generations of each authority.
pub(super) type Authorities = OfEach<Trusted<Authority>>;

/// Something for each authority.
#[derive(Debug)]
pub(super) struct OfEach<T> {
    pub(super) kubernetes: T,
    pub(super) etcd: T,
    pub(super) front_proxy: T,
}

impl<T> OfEach<T> {
    pub(super) const fn of(&self, ca: Ca) -> &T {
        match ca {
            Ca::Kubernetes => &self.kubernetes,
            Ca::Etcd => &self.etcd,
            Ca::FrontProxy => &self.front_proxy,
        }
    }
}

impl Pki {
    /// The certificate of a role: of a node or `[[admin]]` by its name, the cluster's own without.
    ///
    /// `None` where the cluster has no such certificate, as for a kubelet that bootstraps.
    #[must_use]
    pub fn leaf(&self, role: Role, holder: Option<&Label>) -> Option<&Issued> {
        let label = role.row()?.label_of(holder);
        self.leaves.get(&label).filter(|issued| issued.role == role)
    }

    /// Every leaf certificate, by the label of its key.
    pub fn leaves(&self) -> impl Iterator<Item = &Issued> {
        self.leaves.values()
    }

    /// The generation of a CA that signs.
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

    /// What the lock remembers of a CA's bundle: each certificate.
    #[must_use]
    pub fn ca_bundle_origin(&self, ca: Ca) -> Origin {
        Origin::Bundle(self.trusted(ca).map(Authority::certificate_origin).collect())
    }

    /// The key pairs that sign and verify service accounts' tokens.
    #[must_use]
    pub const fn service_account(&self) -> &ServiceAccountKeys {
        &self.service_account
    }
}
