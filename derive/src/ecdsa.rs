//! ECDSA keys on the NIST curves P-256 and P-384.

use p256::NistP256;
use p256::ecdsa::signature::Signer;
use p256::elliptic_curve::array::typenum::Unsigned;
use p256::elliptic_curve::{Curve, FieldBytesSize, Group, SecretKey};
use p256::pkcs8::{AssociatedOid, EncodePublicKey, ObjectIdentifier};
use p384::NistP384;
use sec1::der::SecretDocument;
use sec1::{EcParameters, EcPrivateKey};
use sha2::{Digest, Sha256, Sha384};
use zeroize::Zeroizing;

use super::algorithm::KeyAlgorithm;
use super::context::Context;
use super::encoded::Encoded;
use super::error::DeriveError;
use super::info::{Derivation, Purpose};
use super::label::{Generation, Label};
use super::own_signature::OwnSignatures;

/// Computes the multiples of P-256's base point that every key and signature needs, so that the first one does not have to
/// wait for them. Nothing else needs warming up.
pub fn warm_up() {
    let one = p256::Scalar::ONE;
    std::hint::black_box(p256::ProjectivePoint::mul_by_generator(&one));
}

pub(super) fn p256(
    context: &Context<'_>,
    label: &Label,
    generation: Generation,
) -> Result<(P256Key, Encoded), DeriveError> {
    let of = derivation(KeyAlgorithm::EcdsaP256, label, generation);
    let secret = scalar::<NistP256>(context, of)?;
    let key = p256::ecdsa::SigningKey::from(&secret);
    let encoded = encode(
        &Zeroizing::new(secret.to_bytes()),
        NistP256::OID,
        key.verifying_key().to_sec1_point(false).as_bytes(),
        key.verifying_key(),
    )?;
    Ok((P256Key::new(key), encoded))
}

pub(super) fn p384(
    context: &Context<'_>,
    label: &Label,
    generation: Generation,
) -> Result<(P384Key, Encoded), DeriveError> {
    let of = derivation(KeyAlgorithm::EcdsaP384, label, generation);
    let secret = scalar::<NistP384>(context, of)?;
    let key = p384::ecdsa::SigningKey::from(&secret);
    let encoded = encode(
        &Zeroizing::new(secret.to_bytes()),
        NistP384::OID,
        key.verifying_key().to_sec1_point(false).as_bytes(),
        key.verifying_key(),
    )?;
    Ok((P384Key::new(key), encoded))
}

/// A P-256 key that verifies what it signs.
pub(super) struct P256Key {
    signing: p256::ecdsa::SigningKey,
    own: OwnSignatures<NistP256>,
}

/// A P-384 key that verifies what it signs.
pub(super) struct P384Key {
    signing: p384::ecdsa::SigningKey,
    own: OwnSignatures<NistP384>,
}

impl P256Key {
    fn new(signing: p256::ecdsa::SigningKey) -> Self {
        let own = OwnSignatures::of(*signing.verifying_key().as_affine());
        Self { signing, own }
    }

    /// Signs with SHA-256; DER-encoded.
    ///
    /// An error while signing, or a key that changed in memory, would reveal the key to whoever sees the signature.
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, DeriveError> {
        let signature: p256::ecdsa::Signature = self.signing.try_sign(message).map_err(|_| NOT_MADE)?;
        let (r, s) = signature.split_scalars();
        let verified = self.own.verifies(&Sha256::digest(message), &r, &s);
        if verified { Ok(signature.to_der().as_bytes().to_vec()) } else { Err(NOT_MADE) }
    }
}

impl P384Key {
    fn new(signing: p384::ecdsa::SigningKey) -> Self {
        let own = OwnSignatures::of(*signing.verifying_key().as_affine());
        Self { signing, own }
    }

    /// Signs with SHA-384; DER-encoded. As [`P256Key::sign`].
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, DeriveError> {
        let signature: p384::ecdsa::Signature = self.signing.try_sign(message).map_err(|_| NOT_MADE)?;
        let (r, s) = signature.split_scalars();
        let verified = self.own.verifies(&Sha384::digest(message), &r, &s);
        if verified { Ok(signature.to_der().as_bytes().to_vec()) } else { Err(NOT_MADE) }
    }
}

const NOT_MADE: DeriveError = DeriveError::Sign { what: "ECDSA" };

fn derivation(algorithm: KeyAlgorithm, label: &Label, generation: Generation) -> Derivation<'_> {
    Derivation { purpose: Purpose::Key, algorithm: algorithm.as_str(), label: label.as_str(), generation }
}

/// The first attempt that is a valid private key. An attempt has as many bytes as the curve's order.
fn scalar<C: Curve>(context: &Context<'_>, of: Derivation<'_>) -> Result<SecretKey<C>, DeriveError> {
    let length = FieldBytesSize::<C>::U16;
    first_scalar((0..=u32::MAX).map(|attempt| context.secret(of, attempt, length)))
}

/// The first attempt in [1, n − 1], where n is the curve's order.
fn first_scalar<C: Curve, Bytes: AsRef<[u8]>>(
    attempts: impl Iterator<Item = Result<Bytes, DeriveError>>,
) -> Result<SecretKey<C>, DeriveError> {
    for attempt in attempts {
        if let Ok(key) = SecretKey::from_slice(attempt?.as_ref()) {
            return Ok(key);
        }
    }
    Err(DeriveError::Exhausted { what: "ECDSA private key" })
}

/// Encodes with the public point that is already known: computing it again would take as long as deriving the key.
fn encode(
    scalar: &[u8],
    curve: ObjectIdentifier,
    point: &[u8],
    public: &impl EncodePublicKey,
) -> Result<Encoded, DeriveError> {
    let what = "ECDSA key";
    let private = SecretDocument::encode_msg(&EcPrivateKey {
        private_key: scalar,
        parameters: Some(EcParameters::NamedCurve(curve)),
        public_key: Some(point),
    })
    .map_err(|_| DeriveError::Encode { what })?;
    let spki = public.to_public_key_der().map_err(|_| DeriveError::Encode { what })?;
    Encoded::new("EC PRIVATE KEY", &private, &spki, point.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The order of P-256's group, as SP 800-186 section 3.2.1.3 prints it.
    const ORDER: [u8; 32] = [
        0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc,
        0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
    ];

    fn first(attempts: &[[u8; 32]]) -> Option<Vec<u8>> {
        let key = first_scalar::<NistP256, _>(attempts.iter().map(|attempt| Ok(*attempt)));
        key.ok().map(|key| key.to_bytes().to_vec())
    }

    #[test]
    fn attempts_outside_1_to_the_order_minus_1_are_rejected() {
        let mut below = ORDER;
        below[31] -= 1;
        let mut one = [0; 32];
        one[31] = 1;
        assert_eq!(first(&[[0xff; 32], ORDER, [0; 32], below, one]), Some(below.to_vec()));
        assert_eq!(first(&[[0; 32], one]), Some(one.to_vec()));
        assert_eq!(first(&[ORDER, [0; 32]]), None);
    }

    #[test]
    fn a_key_that_changed_in_memory_signs_nothing() {
        let other = |byte| p256::ecdsa::SigningKey::from_slice(&[byte; 32]).unwrap();
        assert!(P256Key::new(other(1)).sign(b"message").is_ok());
        let changed = P256Key { signing: other(2), ..P256Key::new(other(1)) };
        assert!(changed.sign(b"message").is_err());
        let other = |byte| p384::ecdsa::SigningKey::from_slice(&[byte; 48]).unwrap();
        assert!(P384Key::new(other(1)).sign(b"message").is_ok());
        let changed = P384Key { signing: other(2), ..P384Key::new(other(1)) };
        assert!(changed.sign(b"message").is_err());
    }
}
