//! Keys and certificates, derived from the seed or taken from a committed tree.

use zeroize::Zeroizing;

use super::{Ca, Profile, Role, keys::retired};
use crate::{
    derive::KeyPair,
    model::{KeyGenerations, Subdomain},
    tree::{DerivedKey, IssuedCertificate, Origin},
};

/// A certificate `C` with its key.
#[derive(Debug)]
pub(super) struct Certified<C> {
    pub(super) profile: Profile,
    /// PEM
    pub(super) certificate: C,
    pub(super) origin: IssuedCertificate,
    /// `None` if the run has no seed.
    pub(super) private: Option<KeyPair>,
}

/// One generation of a certificate authority.
#[derive(Debug)]
pub struct Authority {
    pub(super) ca: Ca,
    pub(super) certified: Certified<String>,
}

impl Authority {
    /// Which authority.
    #[must_use]
    pub const fn ca(&self) -> Ca {
        self.ca
    }

    /// Which generation of it.
    #[must_use]
    pub const fn generation(&self) -> u32 {
        self.certified.origin.key.generation
    }

    /// The certificate, PEM.
    #[must_use]
    pub fn certificate_pem(&self) -> &str {
        &self.certified.certificate
    }
}

/// A leaf certificate with its key.
#[derive(Debug)]
pub struct Issued {
    pub(super) role: Role,
    pub(super) signer: Ca,
    pub(super) holder: Option<Subdomain>,
    /// `None` for a certificate in a kubeconfig of a committed tree.
    pub(super) certified: Certified<Option<String>>,
}

impl Issued {
    /// Its role.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// Its issuer.
    #[must_use]
    pub const fn signer(&self) -> Ca {
        self.signer
    }

    /// The node or administrator that holds it; `None` for the cluster's own.
    #[must_use]
    pub const fn holder(&self) -> Option<&Subdomain> {
        self.holder.as_ref()
    }

    /// The certificate, PEM; `None` if it is in a kubeconfig and the run has no seed.
    #[must_use]
    pub fn certificate_pem(&self) -> Option<&str> {
        self.certified.certificate.as_deref()
    }
}

/// What both kinds of certificates have.
macro_rules! certified {
    ($type:ty) => {
        impl $type {
            /// The label of its key.
            #[must_use]
            pub fn label(&self) -> &str {
                &self.certified.origin.key.label
            }

            /// Its content.
            #[must_use]
            pub const fn profile(&self) -> &Profile {
                &self.certified.profile
            }

            /// The private key, PEM (SEC1 or PKCS#1); `None` if the run has no seed.
            #[must_use]
            pub fn key_pem(&self) -> Option<&Zeroizing<String>> {
                self.certified.private.as_ref().map(KeyPair::private_pem)
            }

            /// The row in the lock of the certificate.
            #[must_use]
            pub fn certificate_origin(&self) -> Origin {
                Origin::Certificate(self.certified.origin.clone())
            }

            /// The row in the lock of the private key.
            #[must_use]
            pub fn key_origin(&self) -> Origin {
                Origin::Key(self.certified.origin.key.clone())
            }

            /// What the lock remembers, as it is.
            #[must_use]
            pub const fn issued_certificate(&self) -> &IssuedCertificate {
                &self.certified.origin
            }
        }
    };
}

certified!(Authority);
certified!(Issued);

/// The active generation, and the other trusted ones.
#[derive(Debug)]
pub(super) struct Trusted<T> {
    pub(super) active: T,
    pub(super) retired: Vec<T>,
}

impl Trusted<u32> {
    /// The generations of a key.
    pub(super) fn of(generations: &KeyGenerations) -> Self {
        Self { active: generations.active(), retired: retired(generations).collect() }
    }
}

impl<T> Trusted<T> {
    /// The active one first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        std::iter::once(&self.active).chain(&self.retired)
    }
}

impl<T> Trusted<T> {
    /// The same of another type.
    pub(super) fn map<U>(self, mut change: impl FnMut(T) -> U) -> Trusted<U> {
        Trusted { active: change(self.active), retired: self.retired.into_iter().map(change).collect() }
    }

    /// The same of another type, or the first error.
    pub(super) fn try_map<U, E>(self, mut change: impl FnMut(T) -> Result<U, E>) -> Result<Trusted<U>, E> {
        let active = change(self.active)?;
        Ok(Trusted { active, retired: self.retired.into_iter().map(change).collect::<Result<_, _>>()? })
    }
}

/// A key pair that signs and verifies service-account tokens.
#[derive(Debug)]
pub(super) struct TokenKey {
    pub(super) derived: DerivedKey,
    /// PEM
    pub(super) public: String,
    /// `None` if the run has no seed.
    pub(super) private: Option<KeyPair>,
}

/// The service-account key pairs that are trusted.
#[derive(Debug)]
pub struct ServiceAccountKeys(pub(super) Trusted<TokenKey>);

impl ServiceAccountKeys {
    /// The active private key, PEM; `None` if the run has no seed.
    #[must_use]
    pub fn key_pem(&self) -> Option<&Zeroizing<String>> {
        self.0.active.private.as_ref().map(KeyPair::private_pem)
    }

    /// The row in the lock of the active private key.
    #[must_use]
    pub fn key_origin(&self) -> Origin {
        Origin::Key(self.0.active.derived.clone())
    }

    /// Every trusted public key, PEM, the active one first.
    #[must_use]
    pub fn public_pem(&self) -> String {
        self.0.iter().map(|key| key.public.as_str()).collect()
    }

    /// The row in the lock of the public keys.
    #[must_use]
    pub fn public_origin(&self) -> Origin {
        Origin::Bundle(self.0.iter().map(|key| Origin::Key(key.derived.clone())).collect())
    }
}
