//! What is created at a path, and whether a row has that origin.

use crate::{
    model::{Subdomain, Timestamp},
    pki::{self, Ca, Installed, authority::SERVICE_ACCOUNT_LABEL},
    render::{bootstrap_token, encryption_config},
    seal,
    tree::{
        DerivedKey, IssuedCertificate, Origin, Secrecy,
        lock::{Recorded, Row},
    },
};

/// The maximum number of generations of a key in a file.
const MAX_GENERATIONS: usize = 1000;

/// What is created at a path.
#[derive(Debug, Clone, Copy)]
pub(super) enum What {
    /// A directory of a machine.
    Directory,
    /// A file that depends only on cluster.toml.
    Rendered,
    /// A leaf certificate.
    Certificate(&'static pki::LeafKind),
    /// The private key of a leaf certificate.
    LeafKey(&'static pki::LeafKind),
    /// Every trusted generation of a CA.
    Bundle(Ca),
    /// The active generation of a CA.
    Authority(Ca),
    /// The private key of a CA.
    AuthorityKey(Ca),
    /// Every trusted public key of service accounts.
    TokenKeys,
    /// The private key that signs tokens.
    TokenKey,
    /// A kubeconfig with a leaf certificate and its key.
    Kubeconfig(&'static pki::LeafKind),
    /// A kubeconfig with the bootstrap token.
    BootstrapKubeconfig,
    /// The ConfigMap with the CA for joining machines.
    ClusterInfo,
    /// The Secret with the bootstrap token.
    BootstrapToken,
    /// The EncryptionConfiguration.
    Encryption,
    /// The key of the index of sealed files.
    SealKey,
}

impl What {
    pub(super) const fn is_directory(self) -> bool {
        matches!(self, Self::Directory)
    }

    /// Whether a row has this origin. The row's path matches the rule.
    pub(super) fn fits(self, row: &Row) -> bool {
        let holder = holder(row);
        match (self, &row.recorded, row.place.secrecy) {
            (Self::Directory, Recorded::Folder, Secrecy::Public) => true,
            (Self::Directory, ..) | (_, Recorded::Folder, _) => false,
            (_, Recorded::Public { origin, .. }, Secrecy::Public)
            | (_, Recorded::Secret { origin }, Secrecy::Secret) => self.is_made_of(origin, holder.as_ref()),
            _ => false,
        }
    }

    fn is_made_of(self, origin: &Origin, holder: Option<&Subdomain>) -> bool {
        match (self, origin) {
            (Self::Rendered, Origin::Rendered) => true,
            (Self::Certificate(row), origin) => is_leaf(row, origin, holder),
            (Self::LeafKey(row), Origin::Key(key)) => is_key(key, &row.label_of(of_scope(row, holder))),
            (Self::Bundle(ca), origin) => is_bundle(ca, origin),
            (Self::Authority(ca), origin) => is_authority(ca, origin),
            (Self::AuthorityKey(ca), Origin::Key(key)) => is_key(key, ca.label()),
            (Self::TokenKeys, Origin::Bundle(parts)) => {
                let is_token_key =
                    |part: &Origin| matches!(part, Origin::Key(key) if is_key(key, SERVICE_ACCOUNT_LABEL));
                is_count(parts) && parts.iter().all(is_token_key)
            }
            (Self::TokenKey, Origin::Key(key)) => is_key(key, SERVICE_ACCOUNT_LABEL),
            (Self::Kubeconfig(row), Origin::Composed { parts, .. }) => match parts.as_slice() {
                [bundle, certificate, Origin::Key(key)] => {
                    is_bundle(Ca::Kubernetes, bundle)
                        && is_leaf(row, certificate, holder)
                        && is_key(key, &row.label_of(of_scope(row, holder)))
                }
                _ => false,
            },
            (Self::BootstrapKubeconfig, Origin::Composed { parts, .. }) => match parts.as_slice() {
                [bundle, token] => is_bundle(Ca::Kubernetes, bundle) && is_token(token),
                _ => false,
            },
            (Self::ClusterInfo, Origin::Composed { parts, .. }) => {
                matches!(parts.as_slice(), [bundle] if is_bundle(Ca::Kubernetes, bundle))
            }
            (Self::BootstrapToken, Origin::Composed { parts, .. }) => {
                matches!(parts.as_slice(), [token] if is_token(token))
            }
            (Self::Encryption, Origin::Composed { parts, .. }) => {
                let is_key = |part: &Origin| is_secret(part, |label| label == encryption_config::LABEL);
                is_count(parts) && parts.iter().all(is_key)
            }
            (Self::SealKey, origin) => is_secret(origin, |label| label == seal::KEY_LABEL),
            _ => false,
        }
    }
}

/// The node that a file belongs to, or the administrator.
fn holder(row: &Row) -> Option<Subdomain> {
    let name = match row.place.path.as_str().split('/').collect::<Vec<_>>().as_slice() {
        ["nodes", name, _, ..] => name,
        ["cluster", "admins", file] => file.strip_suffix(".conf")?,
        _ => return None,
    };
    Subdomain::parse(name).ok()
}

/// The holder, if the row's certificates have one each.
fn of_scope<'a>(row: &pki::LeafKind, holder: Option<&'a Subdomain>) -> Option<&'a Subdomain> {
    holder.filter(|_| !matches!(row.installed, Installed::ClusterKubeconfig(_)))
}

fn is_key(key: &DerivedKey, label: &str) -> bool {
    key.label == label && key.generation > 0
}

fn is_leaf(row: &pki::LeafKind, origin: &Origin, holder: Option<&Subdomain>) -> bool {
    let Origin::Certificate(IssuedCertificate { key, issuer: (issuer, generation), .. }) = origin else {
        return false;
    };
    is_key(key, &row.label_of(of_scope(row, holder))) && issuer == row.signer.label() && *generation > 0
}

/// Whether it is a self-signed certificate of this CA.
fn is_authority(ca: Ca, origin: &Origin) -> bool {
    let Origin::Certificate(IssuedCertificate { key, issuer: (issuer, generation), .. }) = origin else {
        return false;
    };
    is_key(key, ca.label()) && issuer == ca.label() && *generation == key.generation
}

fn is_bundle(ca: Ca, origin: &Origin) -> bool {
    matches!(origin, Origin::Bundle(parts)
        if is_count(parts) && parts.iter().all(|part| is_authority(ca, part)))
}

fn is_token(origin: &Origin) -> bool {
    is_secret(origin, |label| {
        label
            .strip_prefix(bootstrap_token::LABEL_PREFIX)
            .is_some_and(|expiry| Timestamp::parse(expiry).is_ok())
    })
}

fn is_secret(origin: &Origin, is_label: impl Fn(&str) -> bool) -> bool {
    matches!(origin, Origin::Secret { label, generation } if is_label(label) && *generation > 0)
}

/// Whether there is at least one generation, without duplicates, and no more than a cluster ever has.
fn is_count(parts: &[Origin]) -> bool {
    (1..=MAX_GENERATIONS).contains(&parts.len())
}
