//! The encodings of a key pair in files and certificates.

use pem_rfc7468::{LineEnding, encode_string};
use sec1::der::{Document, SecretDocument};
use zeroize::Zeroizing;

use super::error::DeriveError;

/// Computed once per key, since encoding takes time.
pub(super) struct Encoded {
    pub private_pem: Zeroizing<String>,
    pub spki: Vec<u8>,
    pub public_bits: Vec<u8>,
}

impl Encoded {
    /// `private_label` is the label of the private key's PEM file, after `-----BEGIN` (RFC 7468).
    pub(super) fn new(
        private_label: &'static str,
        private: &SecretDocument,
        spki: &Document,
        public_bits: Vec<u8>,
    ) -> Result<Self, DeriveError> {
        let private_pem = private
            .to_pem(private_label, LineEnding::LF)
            .map_err(|_| DeriveError::Encode { what: private_label })?;
        Ok(Self { private_pem, spki: spki.as_bytes().to_vec(), public_bits })
    }

    /// Computed only on demand, since most public keys are only written to certificates, and it takes a twentieth of the
    /// time of deriving an ECDSA key.
    pub(super) fn public_pem(&self) -> Result<String, DeriveError> {
        encode_string("PUBLIC KEY", LineEnding::LF, &self.spki)
            .map_err(|_| DeriveError::Encode { what: "PUBLIC KEY" })
    }
}
