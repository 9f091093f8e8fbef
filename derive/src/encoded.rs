//! The encodings of a key pair in files and certificates.

use base64ct::{Base64, Encoding};
use sec1::der::pem::LineEnding;
use sec1::der::{Document, SecretDocument};
use zeroize::Zeroizing;

use super::error::DeriveError;

/// Base64 characters in a line of a PEM file (RFC 7468 section 2).
const PEM_LINE: usize = 64;

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
    pub(super) fn public_pem(&self) -> String {
        let base64 = Base64::encode_string(&self.spki);
        let mut pem = String::from("-----BEGIN PUBLIC KEY-----\n");
        let mut rest = base64.as_str();
        while !rest.is_empty() {
            let (line, after) = rest.split_at_checked(PEM_LINE).unwrap_or((rest, ""));
            pem.extend([line, "\n"]);
            rest = after;
        }
        pem.push_str("-----END PUBLIC KEY-----\n");
        pem
    }
}
