//! Derived keys as the encoder of certificates wants them.

use std::cell::{Cell, RefCell};

use rcgen::{PublicKeyData, SignatureAlgorithm, SigningKey};

use crate::derive::{DeriveError, KeyAlgorithm, KeyPair};

/// A public key in a certificate.
#[derive(Clone, Copy)]
pub(super) struct PublicKey<'a> {
    pub(super) algorithm: KeyAlgorithm,
    /// The content of `subjectPublicKey`; nothing where the certificate's key is to be left out.
    pub(super) bits: &'a [u8],
}

impl<'a> PublicKey<'a> {
    pub(super) fn of(key: &'a KeyPair) -> Self {
        Self { algorithm: key.algorithm(), bits: key.public_key_bits() }
    }
}

impl PublicKeyData for PublicKey<'_> {
    fn der_bytes(&self) -> &[u8] {
        self.bits
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        signature_algorithm(self.algorithm)
    }
}

/// How keys of an algorithm sign: RSA with SHA-256 by PKCS#1 v1.5, ECDSA with the digest of its curve's size.
fn signature_algorithm(algorithm: KeyAlgorithm) -> &'static SignatureAlgorithm {
    match algorithm {
        KeyAlgorithm::EcdsaP256 => &rcgen::PKCS_ECDSA_P256_SHA256,
        KeyAlgorithm::EcdsaP384 => &rcgen::PKCS_ECDSA_P384_SHA384,
        KeyAlgorithm::Rsa2048 | KeyAlgorithm::Rsa3072 | KeyAlgorithm::Rsa4096 => &rcgen::PKCS_RSA_SHA256,
    }
}

/// Signs, and keeps the reason where it could not.
pub(super) struct Signer<'a> {
    key: &'a KeyPair,
    failure: Cell<Option<DeriveError>>,
}

impl<'a> Signer<'a> {
    pub(super) const fn new(key: &'a KeyPair) -> Self {
        Self { key, failure: Cell::new(None) }
    }

    /// Why the last signature could not be made.
    pub(super) fn failure(&self) -> Option<DeriveError> {
        self.failure.take()
    }
}

impl PublicKeyData for Signer<'_> {
    fn der_bytes(&self) -> &[u8] {
        self.key.public_key_bits()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        signature_algorithm(self.key.algorithm())
    }
}

impl SigningKey for Signer<'_> {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        self.key.sign(message).map_err(|error| {
            self.failure.set(Some(error));
            rcgen::Error::RemoteKeyError
        })
    }
}

/// Signs nothing and keeps what it was to sign: the to-be-signed certificate.
pub(super) struct Recorder {
    algorithm: KeyAlgorithm,
    message: RefCell<Vec<u8>>,
}

impl Recorder {
    pub(super) const fn new(algorithm: KeyAlgorithm) -> Self {
        Self { algorithm, message: RefCell::new(Vec::new()) }
    }

    pub(super) fn into_message(self) -> Vec<u8> {
        self.message.into_inner()
    }
}

impl PublicKeyData for Recorder {
    fn der_bytes(&self) -> &[u8] {
        &[]
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        signature_algorithm(self.algorithm)
    }
}

impl SigningKey for Recorder {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        self.message.replace(message.to_vec());
        Ok(Vec::new())
    }
}
