//! Certificates and public keys of a committed tree, for a run that has no seed.
//!
//! ```text
//! kubemint.lock, PEM files ──index──▶ Committed ──reuse──▶ Pki without private keys
//! cluster.toml ──plan──▶ what is asked for ─────┘
//! ```
//! A certificate is used again where it is the one that cluster.toml asks for: kubemint.lock has the digest of the same
//! request, the certificate is that request byte for byte with a key and a serial number, and its CA signed it. What
//! stands in a kubeconfig is known by its row in the lock alone: the secret half is not looked at.

mod difference;
mod held;
mod index;
mod refusal;
mod reuse;
mod verify;

use std::collections::BTreeMap;

use self::difference::CommittedListing;
pub use self::{
    held::hold,
    refusal::{Refusal, ReuseError},
};
use crate::tree::{DerivedKey, IssuedCertificate, Place, lock::Identity};

/// What a committed tree knows of certificates and public keys.
#[derive(Debug)]
pub struct Committed {
    identity: Identity,
    certificates: BTreeMap<KeyName, CommittedCertificate>,
    keys: BTreeMap<KeyName, CommittedKey>,
    listed: CommittedListing,
}

/// The label and generation of a key.
type KeyName = (String, u32);

/// A certificate of a committed tree.
#[derive(Debug, Clone, PartialEq, Eq)]
struct CommittedCertificate {
    made: IssuedCertificate,
    /// Where it was found first, and its DER; `None` where it stands in a kubeconfig.
    file: Option<(Place, Vec<u8>)>,
}

/// A public key of a committed tree that is in no certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
struct CommittedKey {
    made: DerivedKey,
    place: Place,
    /// `SubjectPublicKeyInfo`, DER
    spki: Vec<u8>,
}

impl Committed {
    /// Whose tree it is.
    #[must_use]
    pub const fn identity(&self) -> &Identity {
        &self.identity
    }
}
