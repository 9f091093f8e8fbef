//! Who stands in a certificate: its subject and its issuer.

use sha2::{Digest as _, Sha256};

use super::Profile;
use crate::derive::{self, KeyAlgorithm, KeyPair};

/// Bytes of a key identifier (RFC 7093 section 2, method 1).
const IDENTIFIER_LEN: usize = 20;

/// Who a certificate is for, or who signs it: what it says and its public key.
#[derive(Clone, Copy)]
pub(super) struct Party<'a> {
    pub(super) profile: &'a Profile,
    pub(super) key: PublicKey<'a>,
}

/// A public key in a certificate.
#[derive(Clone, Copy)]
pub(super) struct PublicKey<'a> {
    pub(super) algorithm: KeyAlgorithm,
    /// The content of `subjectPublicKey`.
    pub(super) bits: &'a [u8],
}

impl PublicKey<'_> {
    /// The leftmost 160 bits of the SHA-256 digest of `subjectPublicKey` (RFC 7093 section 2, method 1).
    pub(super) fn identifier(self) -> Vec<u8> {
        Sha256::digest(self.bits).into_iter().take(IDENTIFIER_LEN).collect()
    }
}

impl<'a> From<&'a KeyPair> for PublicKey<'a> {
    fn from(pair: &'a KeyPair) -> Self {
        Self { algorithm: pair.algorithm(), bits: pair.public_key_bits() }
    }
}

impl<'a> From<&'a derive::PublicKey> for PublicKey<'a> {
    fn from(key: &'a derive::PublicKey) -> Self {
        Self { algorithm: key.algorithm(), bits: key.bits() }
    }
}
