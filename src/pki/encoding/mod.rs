//! The encoding of certificates (RFC 5280 section 4.1): the only module that uses the crate with X.509's types.
//!
//! Every byte is part of the format. Choices that a reader would accept either way are fixed by the golden trees.

mod algorithm;
mod extensions;
mod name;

use der::{
    Encode as _, EncodeValue, FixedTag, Tag,
    asn1::{AnyRef, BitStringRef, UintRef},
};
use x509_cert::{
    Version,
    name::RdnSequence,
    spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef},
    time::{Time, Validity},
};

use self::extensions::Extensions;
use super::party::{Party, PublicKey};
use crate::{derive::KeyAlgorithm, model::Timestamp};

/// The serial number of a certificate that does not have one yet.
const UNNUMBERED: &[u8] = &[0];

/// A certificate with its signature. The crate's own type can only be parsed.
#[derive(EncodeValue)]
pub(super) struct TbsCertificate<'a> {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    version: Version,
    serial_number: UintRef<'a>,
    signature: AlgorithmIdentifierRef<'static>,
    issuer: RdnSequence,
    validity: Validity,
    subject: RdnSequence,
    subject_public_key_info: SubjectPublicKeyInfoRef<'a>,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT")]
    extensions: Extensions,
}

impl FixedTag for TbsCertificate<'_> {
    const TAG: Tag = Tag::Sequence;
}

impl<'a> TbsCertificate<'a> {
    /// The content of a certificate, with empty keys and key identifiers and serial number 0.
    pub(super) fn without_keys(subject: Party<'_>, issuer: Party<'_>) -> der::Result<Self> {
        let profile = subject.profile;
        Ok(Self {
            version: Version::V3,
            serial_number: UintRef::new(UNNUMBERED)?,
            signature: algorithm::of_signature(issuer.key.algorithm),
            issuer: name::encoded(&issuer.profile.subject)?,
            validity: Validity::new(time(profile.not_before)?, time(profile.not_after)?),
            subject: name::encoded(&profile.subject)?,
            subject_public_key_info: public_key_info(subject.key.algorithm, &[])?,
            extensions: Extensions::without_keys(profile, subject.key.algorithm)?,
        })
    }

    /// The same with the subject's key, and the identifiers of both keys.
    pub(super) fn with_keys(self, subject: PublicKey<'a>, issuer: PublicKey<'_>) -> der::Result<Self> {
        let subject_public_key_info = public_key_info(subject.algorithm, subject.bits)?;
        let extensions = self.extensions.with_key_identifiers(subject.identifier(), issuer.identifier())?;
        Ok(Self { subject_public_key_info, extensions, ..self })
    }

    /// The same with a serial number, which is big-endian and not negative.
    pub(super) fn with_serial(self, serial: &'a [u8]) -> der::Result<Self> {
        Ok(Self { serial_number: UintRef::new(serial)?, ..self })
    }
}

/// UTCTime, whose year has two digits, to 2049; then GeneralizedTime (RFC 5280 section 4.1.2.5).
fn time(moment: Timestamp) -> der::Result<Time> {
    moment.to_string().parse()
}

fn public_key_info(algorithm: KeyAlgorithm, bits: &[u8]) -> der::Result<SubjectPublicKeyInfoRef<'_>> {
    let subject_public_key = BitStringRef::from_bytes(bits)?;
    Ok(SubjectPublicKeyInfoRef { algorithm: algorithm::of_key(algorithm), subject_public_key })
}

#[derive(EncodeValue)]
struct Certificate<'a> {
    tbs_certificate: AnyRef<'a>,
    signature_algorithm: AlgorithmIdentifierRef<'static>,
    signature: BitStringRef<'a>,
}

impl FixedTag for Certificate<'_> {
    const TAG: Tag = Tag::Sequence;
}

/// The certificate: an encoded [`TbsCertificate`] with the signature of a key of `signer`.
pub(super) fn certificate(
    to_be_signed: &[u8],
    signer: KeyAlgorithm,
    signature: &[u8],
) -> der::Result<Vec<u8>> {
    let certificate = Certificate {
        tbs_certificate: AnyRef::try_from(to_be_signed)?,
        signature_algorithm: algorithm::of_signature(signer),
        signature: BitStringRef::from_bytes(signature)?,
    };
    certificate.to_der()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_digits_of_the_year_to_2049_and_four_from_2050() {
        for (moment, tag, text) in [
            ("1970-01-01T00:00:00Z", Tag::UtcTime, "700101000000Z"),
            ("2009-08-07T06:05:04Z", Tag::UtcTime, "090807060504Z"),
            ("2049-12-31T23:59:59Z", Tag::UtcTime, "491231235959Z"),
            ("2050-01-01T00:00:00Z", Tag::GeneralizedTime, "20500101000000Z"),
            ("9999-12-31T23:59:59Z", Tag::GeneralizedTime, "99991231235959Z"),
        ] {
            let expected = der::asn1::Any::new(tag, text.as_bytes()).unwrap();
            assert_eq!(time(Timestamp::parse(moment).unwrap()).unwrap().to_der(), expected.to_der());
        }
    }
}
