//! The forms in which a key pair goes into files and certificates.

use sec1::der::pem::LineEnding;
use sec1::der::{Document, SecretDocument};
use zeroize::Zeroizing;

use super::error::DeriveError;

/// Made once a key, since each form is needed and costs time.
pub(super) struct Encoded {
    pub private_pem: Zeroizing<String>,
    pub spki: Vec<u8>,
    pub public_pem: String,
    pub public_bits: Vec<u8>,
}

impl Encoded {
    /// `private_label` is what stands after `-----BEGIN` of the private key's PEM file (RFC 7468).
    pub(super) fn new(
        private_label: &'static str,
        private: &SecretDocument,
        spki: &Document,
        public_bits: Vec<u8>,
    ) -> Result<Self, DeriveError> {
        let encode = |_| DeriveError::Encode { what: private_label };
        Ok(Self {
            private_pem: private.to_pem(private_label, LineEnding::LF).map_err(encode)?,
            public_pem: spki.to_pem("PUBLIC KEY", LineEnding::LF).map_err(encode)?,
            spki: spki.as_bytes().to_vec(),
            public_bits,
        })
    }
}
