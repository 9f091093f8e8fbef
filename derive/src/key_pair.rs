//! A private key with its PEM file, its public key and its signatures.

use std::fmt;

use zeroize::Zeroizing;

use super::algorithm::KeyAlgorithm;
use super::context::Context;
use super::ecdsa;
use super::encoded::Encoded;
use super::error::DeriveError;
use super::label::{Generation, Label};
use super::rsa::{self, RsaPlan, RsaSize};

/// A private key and its public key.
pub struct KeyPair {
    algorithm: KeyAlgorithm,
    private: PrivateKey,
    encoded: Encoded,
}

/// The signing key.
enum PrivateKey {
    P256(ecdsa::P256Key),
    P384(ecdsa::P384Key),
    Rsa(Box<::rsa::PrivateKey>),
}

impl KeyPair {
    /// Derives the key pair of `label` in its `generation`.
    ///
    /// For many keys, [`super::key_pairs`] makes better use of several CPUs.
    ///
    /// # Errors
    /// None with a valid context and label, except for bugs.
    pub fn derive(
        context: &Context<'_>,
        algorithm: KeyAlgorithm,
        label: &Label,
        generation: Generation,
    ) -> Result<Self, DeriveError> {
        let rsa = |size| {
            let plan = RsaPlan { context: *context, size, label, generation };
            plan.derive().map(|(key, encoded)| (PrivateKey::Rsa(key), encoded))
        };
        let (private, encoded) =
            match algorithm {
                KeyAlgorithm::EcdsaP256 => ecdsa::p256(context, label, generation)
                    .map(|(key, encoded)| (PrivateKey::P256(key), encoded)),
                KeyAlgorithm::EcdsaP384 => ecdsa::p384(context, label, generation)
                    .map(|(key, encoded)| (PrivateKey::P384(key), encoded)),
                KeyAlgorithm::Rsa2048 => rsa(RsaSize::Bits2048),
                KeyAlgorithm::Rsa3072 => rsa(RsaSize::Bits3072),
                KeyAlgorithm::Rsa4096 => rsa(RsaSize::Bits4096),
            }?;
        Ok(Self { algorithm, private, encoded })
    }

    /// The key's algorithm and size.
    pub const fn algorithm(&self) -> KeyAlgorithm {
        self.algorithm
    }

    /// The private key as kubeadm writes it: SEC1 `EC PRIVATE KEY` with curve and public key
    /// (RFC 5915), or PKCS#1 `RSA PRIVATE KEY` (RFC 8017 appendix A.1.2).
    pub const fn private_pem(&self) -> &Zeroizing<String> {
        &self.encoded.private_pem
    }

    /// The public key as a DER-encoded `SubjectPublicKeyInfo` (RFC 5280 section 4.1.2.7).
    pub fn public_spki_der(&self) -> &[u8] {
        &self.encoded.spki
    }

    /// The public key as a PEM file, `PUBLIC KEY`.
    ///
    /// # Errors
    /// None for a key that was derived.
    pub fn public_pem(&self) -> Result<String, DeriveError> {
        self.encoded.public_pem()
    }

    /// The content of `subjectPublicKey` in [`KeyPair::public_spki_der`]: the uncompressed point,
    /// or a DER-encoded `RSAPublicKey`. Key identifiers are computed from it (RFC 5280 section 4.2.1.2).
    pub fn public_key_bits(&self) -> &[u8] {
        &self.encoded.public_bits
    }

    /// Signs `message` deterministically: ECDSA according to RFC 6979 (DER-encoded, SHA-256 with P-256, SHA-384 with P-384),
    /// or RSA PKCS#1 v1.5 with SHA-256. The signature is verified before it is returned.
    ///
    /// # Errors
    /// If the signature does not verify, because the machine computed wrongly.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, DeriveError> {
        match &self.private {
            PrivateKey::P256(key) => key.sign(message),
            PrivateKey::P384(key) => key.sign(message),
            PrivateKey::Rsa(key) => rsa::sign(key, message),
        }
    }
}

impl fmt::Debug for KeyPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyPair({}, redacted)", self.algorithm)
    }
}
