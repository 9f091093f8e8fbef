//! A public key that was read from a file, and verification with it.

use p256::ecdsa::signature::Verifier as _;
use p256::pkcs8::{DecodePublicKey, EncodePublicKey};
use rsa::pkcs1::EncodeRsaPublicKey;
use rsa::traits::{PublicKeyParts, SignatureScheme};
use sha2::{Digest, Sha256};

use super::algorithm::KeyAlgorithm;

/// A public key of one of the [`KeyAlgorithm`]s.
#[derive(Clone, Debug)]
pub struct PublicKey {
    algorithm: KeyAlgorithm,
    verifier: Verifier,
    spki: Vec<u8>,
    bits: Vec<u8>,
}

/// The verifying key.
#[derive(Clone, Debug)]
enum Verifier {
    P256(p256::ecdsa::VerifyingKey),
    P384(p384::ecdsa::VerifyingKey),
    Rsa(Box<rsa::PublicKey>),
}

/// The bytes are not a public key of the algorithm in the form that kubemint writes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it does not contain a {0} public key in the form that kubemint writes")]
pub struct PublicKeyError(pub KeyAlgorithm);

impl PublicKey {
    /// Reads a DER-encoded `SubjectPublicKeyInfo` (RFC 5280 section 4.1.2.7).
    ///
    /// # Errors
    /// [`PublicKeyError`] if it is not a key of this algorithm and size, or not in its canonical encoding.
    pub fn from_spki_der(algorithm: KeyAlgorithm, spki: &[u8]) -> Result<Self, PublicKeyError> {
        let read = match algorithm {
            KeyAlgorithm::EcdsaP256 => p256(spki),
            KeyAlgorithm::EcdsaP384 => p384(spki),
            KeyAlgorithm::Rsa2048 => rsa(spki, 2048),
            KeyAlgorithm::Rsa3072 => rsa(spki, 3072),
            KeyAlgorithm::Rsa4096 => rsa(spki, 4096),
        };
        let (verifier, bits, encoded) = read.ok_or(PublicKeyError(algorithm))?;
        if encoded != spki {
            return Err(PublicKeyError(algorithm));
        }
        Ok(Self { algorithm, verifier, spki: encoded, bits })
    }

    /// The key's algorithm and size.
    pub const fn algorithm(&self) -> KeyAlgorithm {
        self.algorithm
    }

    /// The key as a DER-encoded `SubjectPublicKeyInfo`.
    pub fn spki_der(&self) -> &[u8] {
        &self.spki
    }

    /// The content of `subjectPublicKey`, as [`KeyPair::public_key_bits`](super::KeyPair::public_key_bits) has it.
    pub fn bits(&self) -> &[u8] {
        &self.bits
    }

    /// Whether `signature` is a signature of this key over `message`, with the scheme of
    /// [`KeyPair::sign`](super::KeyPair::sign).
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.verifier {
            Verifier::P256(key) => p256::ecdsa::DerSignature::from_bytes(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
            Verifier::P384(key) => p384::ecdsa::DerSignature::from_bytes(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
            Verifier::Rsa(key) => {
                let scheme = rsa::Pkcs1v15Sign::new::<Sha256>();
                scheme.verify(key, &Sha256::digest(message), signature).is_ok()
            }
        }
    }
}

/// The key, its bits and its canonical encoding.
type Read = (Verifier, Vec<u8>, Vec<u8>);

fn p256(spki: &[u8]) -> Option<Read> {
    let key = p256::ecdsa::VerifyingKey::from_public_key_der(spki).ok()?;
    let bits = key.to_sec1_point(false).as_bytes().to_vec();
    let encoded = key.to_public_key_der().ok()?.into_vec();
    Some((Verifier::P256(key), bits, encoded))
}

fn p384(spki: &[u8]) -> Option<Read> {
    let key = p384::ecdsa::VerifyingKey::from_public_key_der(spki).ok()?;
    let bits = key.to_sec1_point(false).as_bytes().to_vec();
    let encoded = key.to_public_key_der().ok()?.into_vec();
    Some((Verifier::P384(key), bits, encoded))
}

fn rsa(spki: &[u8], size: usize) -> Option<Read> {
    let key = rsa::PublicKey::from_public_key_der(spki).ok().filter(|key| key.size() * 8 == size)?;
    let bits = key.to_pkcs1_der().ok()?.into_vec();
    let encoded = key.to_public_key_der().ok()?.into_vec();
    Some((Verifier::Rsa(Box::new(key)), bits, encoded))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Context, Generation, KeyPair, Label, Seed};

    fn pair(algorithm: KeyAlgorithm) -> KeyPair {
        let demo = Seed::DEMO;
        let context = Context::new(&demo, 1, "a").unwrap();
        KeyPair::derive(&context, algorithm, &Label::new("b").unwrap(), Generation::FIRST).unwrap()
    }

    #[test]
    fn knows_its_own_signatures_and_no_others() {
        for algorithm in [KeyAlgorithm::EcdsaP256, KeyAlgorithm::EcdsaP384, KeyAlgorithm::Rsa2048] {
            let pair = pair(algorithm);
            let public = PublicKey::from_spki_der(algorithm, pair.public_spki_der()).unwrap();
            assert_eq!((public.bits(), public.algorithm()), (pair.public_key_bits(), algorithm));
            let mut signature = pair.sign(b"message").unwrap();
            assert!(public.verifies(b"message", &signature));
            assert!(!public.verifies(b"massage", &signature));
            if let Some(last) = signature.last_mut() {
                *last ^= 1;
            }
            assert!(!public.verifies(b"message", &signature));
            assert!(!public.verifies(b"message", b""));
        }
    }

    #[test]
    fn a_key_of_another_kind_or_size_is_refused() {
        let p256 = pair(KeyAlgorithm::EcdsaP256);
        let rsa = pair(KeyAlgorithm::Rsa2048);
        for (algorithm, spki) in [
            (KeyAlgorithm::EcdsaP384, p256.public_spki_der()),
            (KeyAlgorithm::Rsa2048, p256.public_spki_der()),
            (KeyAlgorithm::Rsa3072, rsa.public_spki_der()),
            (KeyAlgorithm::EcdsaP256, rsa.public_spki_der()),
            (KeyAlgorithm::EcdsaP256, b""),
        ] {
            assert!(PublicKey::from_spki_der(algorithm, spki).is_err(), "{algorithm}");
        }
        let mut longer = p256.public_spki_der().to_vec();
        longer.push(0);
        assert!(PublicKey::from_spki_der(KeyAlgorithm::EcdsaP256, &longer).is_err());
    }
}
