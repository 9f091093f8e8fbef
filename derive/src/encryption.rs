//! Keys with which kube-apiserver encrypts Secrets at rest.

use zeroize::Zeroizing;

use super::context::Context;
use super::error::DeriveError;
use super::info::{Derivation, Purpose};
use super::label::{Generation, Label};

/// A provider of `EncryptionConfiguration` (apiserver.config.k8s.io/v1) that takes a 32-byte key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EncryptionProvider {
    /// AES-CBC with PKCS#7 padding.
    AesCbc,
    /// AES-GCM with a random nonce.
    AesGcm,
    /// XSalsa20 and Poly1305.
    Secretbox,
}

impl EncryptionProvider {
    /// The provider's field in `EncryptionConfiguration`, which is also its name in derivations.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AesCbc => "aescbc",
            Self::AesGcm => "aesgcm",
            Self::Secretbox => "secretbox",
        }
    }

    /// Derives the 32-byte key of `label`.
    ///
    /// # Errors
    /// None with a valid context and label.
    pub fn key(
        self,
        context: &Context<'_>,
        label: &Label,
        generation: Generation,
    ) -> Result<Zeroizing<[u8; 32]>, DeriveError> {
        let of = Derivation {
            purpose: Purpose::Encryption,
            algorithm: self.as_str(),
            label: label.as_str(),
            generation,
        };
        context.secret_array(of, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Seed;

    #[test]
    fn each_provider_has_its_own_key() {
        let seed = Seed::DEMO;
        let context = Context::new(&seed, 1, "c").unwrap();
        let label = Label::new("secrets").unwrap();
        let key = |provider: EncryptionProvider| *provider.key(&context, &label, Generation::FIRST).unwrap();
        let keys = [
            key(EncryptionProvider::AesCbc),
            key(EncryptionProvider::AesGcm),
            key(EncryptionProvider::Secretbox),
        ];
        assert!(keys[0] != keys[1] && keys[1] != keys[2] && keys[0] != keys[2]);
    }
}
