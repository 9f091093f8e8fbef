//! Keys and certificates that were made.

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{Ca, Profile, Role, certificate::Party};
use crate::{
    derive::KeyPair,
    model::Label,
    tree::{DerivedKey, IssuedCertificate, Origin},
};

/// A key pair with what it was derived from.
#[derive(Debug)]
pub(super) struct LabelledKey {
    pub(super) label: String,
    pub(super) generation: u32,
    pub(super) pair: KeyPair,
}

impl LabelledKey {
    pub(super) fn derived(&self) -> DerivedKey {
        DerivedKey {
            label: self.label.clone(),
            generation: self.generation,
            algorithm: self.pair.algorithm(),
            public_key: Sha256::digest(self.pair.public_spki_der()).into(),
        }
    }
}

/// A certificate with its key.
#[derive(Debug)]
pub(super) struct Certified {
    pub(super) key: LabelledKey,
    pub(super) profile: Profile,
    pub(super) der: Vec<u8>,
    pub(super) pem: String,
    pub(super) origin: IssuedCertificate,
}

/// One generation of a certificate authority.
#[derive(Debug)]
pub struct Authority {
    pub(super) ca: Ca,
    pub(super) certified: Certified,
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
        self.certified.key.generation
    }

    pub(super) const fn party(&self) -> Party<'_> {
        Party { profile: &self.certified.profile, key: &self.certified.key.pair }
    }
}

/// A leaf certificate with its key.
#[derive(Debug)]
pub struct Issued {
    pub(super) role: Role,
    pub(super) signer: Ca,
    pub(super) holder: Option<Label>,
    pub(super) certified: Certified,
}

impl Issued {
    /// What it is for.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// Who signed it.
    #[must_use]
    pub const fn signer(&self) -> Ca {
        self.signer
    }

    /// The node or administrator that holds it; `None` for the cluster's own.
    #[must_use]
    pub const fn holder(&self) -> Option<&Label> {
        self.holder.as_ref()
    }
}

/// What both kinds of certificate offer.
macro_rules! certified {
    ($type:ty) => {
        impl $type {
            /// What its key was derived for.
            #[must_use]
            pub fn label(&self) -> &str {
                &self.certified.key.label
            }

            /// What it says.
            #[must_use]
            pub const fn profile(&self) -> &Profile {
                &self.certified.profile
            }

            /// The certificate, DER.
            #[must_use]
            pub fn certificate_der(&self) -> &[u8] {
                &self.certified.der
            }

            /// The certificate, PEM.
            #[must_use]
            pub fn certificate_pem(&self) -> &str {
                &self.certified.pem
            }

            /// The private key, PEM (SEC1 or PKCS#1).
            #[must_use]
            pub const fn key_pem(&self) -> &Zeroizing<String> {
                self.certified.key.pair.private_pem()
            }

            /// What the lock remembers of the certificate.
            #[must_use]
            pub fn certificate_origin(&self) -> Origin {
                Origin::Certificate(self.certified.origin.clone())
            }

            /// What the lock remembers of the private key.
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

/// What signs, and what is trusted beside it.
#[derive(Debug)]
pub(super) struct Trusted<T> {
    pub(super) active: T,
    pub(super) retired: Vec<T>,
}

impl<T> Trusted<T> {
    /// The active one first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        std::iter::once(&self.active).chain(&self.retired)
    }
}

/// The service-account key pairs that are trusted.
#[derive(Debug)]
pub struct ServiceAccountKeys(pub(super) Trusted<LabelledKey>);

impl ServiceAccountKeys {
    /// The active private key, PEM.
    #[must_use]
    pub const fn key_pem(&self) -> &Zeroizing<String> {
        self.0.active.pair.private_pem()
    }

    /// What the lock remembers of the active private key.
    #[must_use]
    pub fn key_origin(&self) -> Origin {
        Origin::Key(self.0.active.derived())
    }

    /// Every trusted public key, PEM, the active one first.
    #[must_use]
    pub fn public_pem(&self) -> String {
        self.0.iter().map(|key| key.pair.public_pem()).collect()
    }

    /// What the lock remembers of the public keys.
    #[must_use]
    pub fn public_origin(&self) -> Origin {
        Origin::Bundle(self.0.iter().map(|key| Origin::Key(key.derived())).collect())
    }
}
