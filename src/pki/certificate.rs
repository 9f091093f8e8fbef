//! The three forms of a certificate: the request without keys, the to-be-signed certificate, and the signed one.

use der::Encode as _;
use sha2::{Digest as _, Sha256};

use super::{
    PkiError,
    encoding::{self, TbsCertificate},
    party::Party,
};
use crate::{
    derive::{KeyPair, SerialKey},
    tree::Digest,
};

/// An issued certificate.
pub(super) struct Signed {
    /// Its request digest, as from [`request`].
    pub(super) request: Digest,
    pub(super) der: Vec<u8>,
}

/// Issues the certificate of `subject`, signed with the `key` of `issuer`, which for a root is the subject itself.
pub(super) fn issue(
    label: &str,
    subject: Party<'_>,
    issuer: Party<'_>,
    key: &KeyPair,
    serials: &SerialKey,
) -> Result<Signed, PkiError> {
    let encode = |source| PkiError::Encode { label: label.to_owned(), source };
    let (request, message) = numbered(subject, issuer, serials).map_err(encode)?;
    let signature = key.sign(&message)?;
    let der = encoding::certificate(&message, issuer.key.algorithm, &signature).map_err(encode)?;
    Ok(Signed { request, der })
}

/// The digest of the certificate without keys, and the certificate to be signed with its serial number.
fn numbered(subject: Party<'_>, issuer: Party<'_>, serials: &SerialKey) -> der::Result<(Digest, Vec<u8>)> {
    let without_keys = TbsCertificate::without_keys(subject, issuer)?;
    let request = Sha256::digest(without_keys.to_der()?).into();
    let unnumbered = without_keys.with_keys(subject.key, issuer.key)?;
    let serial = serials.serial(&unnumbered.to_der()?);
    Ok((request, unnumbered.with_serial(&serial)?.to_der()?))
}

/// SHA-256 of the to-be-signed certificate without serial, key and what is computed from keys.
pub(super) fn request(label: &str, subject: Party<'_>, issuer: Party<'_>) -> Result<Digest, PkiError> {
    let encoded =
        TbsCertificate::without_keys(subject, issuer).and_then(|without_keys| without_keys.to_der());
    let encoded = encoded.map_err(|source| PkiError::Encode { label: label.to_owned(), source })?;
    Ok(Sha256::digest(encoded).into())
}

/// The to-be-signed certificate with this serial number: encoded, not signed.
pub(super) fn to_be_signed(
    label: &str,
    subject: Party<'_>,
    issuer: Party<'_>,
    serial: &[u8],
) -> Result<Vec<u8>, PkiError> {
    let encoded = || {
        let without_keys = TbsCertificate::without_keys(subject, issuer)?;
        without_keys.with_keys(subject.key, issuer.key)?.with_serial(serial)?.to_der()
    };
    encoded().map_err(|source| PkiError::Encode { label: label.to_owned(), source })
}
