//! The public key of a private key that was read from a file.

use p256::pkcs8::EncodePublicKey as _;
use rsa::pkcs1::DecodeRsaPrivateKey as _;
use sec1::der::SecretDocument;

use super::algorithm::KeyAlgorithm;
use super::public_key::PublicKey;

/// The text is not a private key of the algorithm in the form that kubemint writes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it does not contain a {0} private key in the form that kubemint writes")]
pub struct PrivatePemError(pub KeyAlgorithm);

impl PublicKey {
    /// Computes the public key of a private key's PEM file, as [`KeyPair::private_pem`](super::KeyPair::private_pem)
    /// writes it: SEC1 `EC PRIVATE KEY` (RFC 5915) or PKCS#1 `RSA PRIVATE KEY` (RFC 8017 appendix A.1.2).
    ///
    /// # Errors
    /// [`PrivatePemError`] if it is not a key of this algorithm and size.
    pub fn of_private_pem(algorithm: KeyAlgorithm, pem: &str) -> Result<Self, PrivatePemError> {
        let refused = PrivatePemError(algorithm);
        let (label, document) = SecretDocument::from_pem(pem).map_err(|_| refused.clone())?;
        let spki = match (algorithm, label) {
            (KeyAlgorithm::EcdsaP256, "EC PRIVATE KEY") => {
                p256::SecretKey::from_sec1_der(document.as_bytes())
                    .ok()
                    .and_then(|key| key.public_key().to_public_key_der().ok())
            }
            (KeyAlgorithm::EcdsaP384, "EC PRIVATE KEY") => {
                p384::SecretKey::from_sec1_der(document.as_bytes())
                    .ok()
                    .and_then(|key| key.public_key().to_public_key_der().ok())
            }
            (KeyAlgorithm::Rsa2048 | KeyAlgorithm::Rsa3072 | KeyAlgorithm::Rsa4096, "RSA PRIVATE KEY") => {
                rsa::PrivateKey::from_pkcs1_der(document.as_bytes())
                    .ok()
                    .and_then(|key| key.to_public_key().to_public_key_der().ok())
            }
            _ => None,
        };
        let spki = spki.ok_or_else(|| refused.clone())?;
        Self::from_spki_der(algorithm, spki.as_bytes()).map_err(|_| refused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Context, Generation, KeyPair, Label, Seed};

    fn pair(algorithm: KeyAlgorithm, label: &str) -> KeyPair {
        let demo = Seed::DEMO;
        let context = Context::new(&demo, 1, "a").unwrap();
        KeyPair::derive(&context, algorithm, &Label::new(label).unwrap(), Generation::FIRST).unwrap()
    }

    #[test]
    fn every_algorithm_gives_the_public_key_of_the_pair() {
        for algorithm in KeyAlgorithm::ALL {
            let pair = pair(algorithm, "b");
            let public = PublicKey::of_private_pem(algorithm, pair.private_pem()).unwrap();
            assert_eq!(public.spki_der(), pair.public_spki_der(), "{algorithm}");
        }
    }

    #[test]
    fn another_kind_of_text_is_refused() {
        let (p256, p384) = (pair(KeyAlgorithm::EcdsaP256, "b"), pair(KeyAlgorithm::EcdsaP384, "b"));
        let cut: String = p256.private_pem().lines().take(2).collect();
        for (algorithm, pem) in [
            (KeyAlgorithm::EcdsaP384, p256.private_pem().as_str()),
            (KeyAlgorithm::EcdsaP256, p384.private_pem()),
            (KeyAlgorithm::Rsa2048, p256.private_pem()),
            (KeyAlgorithm::EcdsaP256, &p256.public_pem().unwrap()),
            (KeyAlgorithm::EcdsaP256, &cut),
            (KeyAlgorithm::EcdsaP256, ""),
        ] {
            assert_eq!(PublicKey::of_private_pem(algorithm, pem).unwrap_err(), PrivatePemError(algorithm));
        }
    }
}
