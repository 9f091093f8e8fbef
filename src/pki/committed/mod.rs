//! Certificates and public keys of a committed tree, for a run that has no seed.
//!
//! ```text
//! kubemint.lock, PEM files ──index──▶ Committed ──reuse──▶ Pki without private keys
//! cluster.toml ──plan──▶ requested ─────────────┘
//! ```
//! A certificate is reused if it is the one that cluster.toml requests: kubemint.lock has the same request digest, the certificate
//! is that request byte for byte with a key and a serial number, and its CA signed it. Of a certificate in a kubeconfig, only the
//! row in the lock is known, since the secret output is not read.

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

/// The certificates and public keys of a committed tree.
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
    /// Where it was first found, and its DER; `None` if it is in a kubeconfig.
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
    /// The cluster and seed of the tree.
    #[must_use]
    pub const fn identity(&self) -> &Identity {
        &self.identity
    }
}
