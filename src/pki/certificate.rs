//! Certificates as bytes: the only user of the crate that encodes them (RFC 5280).

use rcgen::{
    BasicConstraints, CertificateParams, DnType, DnValue, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyIdMethod,
    KeyUsagePurpose, SanType, SerialNumber,
};
use sha2::{Digest as _, Sha256};

use super::{
    AlternativeName, Attribute, DistinguishedName, ExtendedKeyUsage, PkiError, Profile, Purpose,
    signer::{PublicKey, Recorder, Signer},
};
use crate::{
    derive::{KeyAlgorithm, KeyPair, SerialKey},
    tree::Digest,
};

/// Bytes of a key identifier (RFC 7093 section 2, method 1).
const KEY_ID_LEN: usize = 20;

/// The serial number in what serial numbers are made of.
const UNNUMBERED: &[u8] = &[0];

/// Who a certificate is for, or who signs it: what it says and its public key.
#[derive(Clone, Copy)]
pub(super) struct Party<'a> {
    pub(super) profile: &'a Profile,
    pub(super) key: PublicKey<'a>,
}

impl Party<'_> {
    const fn without_key(self) -> Self {
        Self { profile: self.profile, key: PublicKey { algorithm: self.key.algorithm, bits: &[] } }
    }
}

/// Makes the certificate of `subject`, DER, signed by `issuer`, which for a root is the subject itself, with its `key`.
pub(super) fn issue(
    label: &str,
    subject: Party<'_>,
    issuer: Party<'_>,
    key: &KeyPair,
    serials: &SerialKey,
) -> Result<Vec<u8>, PkiError> {
    let encode = |source| PkiError::Encode { label: label.to_owned(), source };
    let serial = serials.serial(&to_be_signed(label, subject, issuer, UNNUMBERED)?);
    let subject_params = params(&subject, &serial).map_err(encode)?;
    let issuer_params = params(&issuer, UNNUMBERED).map_err(encode)?;
    let signer = Signer::new(key);
    let certificate = subject_params
        .signed_by(&subject.key, &Issuer::from_params(&issuer_params, &signer))
        .map_err(|source| signer.failure().map_or_else(|| encode(source), PkiError::Derive))?;
    Ok(certificate.der().to_vec())
}

/// SHA-256 of the to-be-signed certificate without serial, key and what is computed from keys.
pub(super) fn request(label: &str, subject: Party<'_>, issuer: Party<'_>) -> Result<Digest, PkiError> {
    let (subject, issuer) = (subject.without_key(), issuer.without_key());
    Ok(Sha256::digest(to_be_signed(label, subject, issuer, UNNUMBERED)?).into())
}

/// The to-be-signed certificate with this serial number: encoded, not signed.
pub(super) fn to_be_signed(
    label: &str,
    subject: Party<'_>,
    issuer: Party<'_>,
    serial: &[u8],
) -> Result<Vec<u8>, PkiError> {
    let record = || {
        let recorder = Recorder::new(issuer.key.algorithm);
        let issuer = params(&issuer, UNNUMBERED)?;
        params(&subject, serial)?.signed_by(&subject.key, &Issuer::from_params(&issuer, &recorder))?;
        Ok(recorder.into_message())
    };
    record().map_err(|source| PkiError::Encode { label: label.to_owned(), source })
}

/// The leftmost 160 bits of the SHA-256 digest of `subjectPublicKey` (RFC 7093 section 2, method 1); none without key.
fn key_id(key: PublicKey<'_>) -> Vec<u8> {
    if key.bits.is_empty() {
        return Vec::new();
    }
    Sha256::digest(key.bits).into_iter().take(KEY_ID_LEN).collect()
}

/// A party as the encoder has it.
fn params(party: &Party<'_>, serial: &[u8]) -> Result<CertificateParams, rcgen::Error> {
    let Party { profile, key } = party;
    let mut params = CertificateParams::default();
    params.not_before = profile.not_before.to_offset_date_time();
    params.not_after = profile.not_after.to_offset_date_time();
    params.serial_number = Some(SerialNumber::from_slice(serial));
    params.distinguished_name = distinguished_name(&profile.subject)?;
    params.subject_alt_names = profile.alternative_names.iter().map(san).collect::<Result<_, _>>()?;
    params.use_authority_key_identifier_extension = true;
    params.key_identifier_method = KeyIdMethod::PreSpecified(key_id(*key));
    match profile.purpose {
        Purpose::Authority => {
            // Every certificate below it is a leaf.
            params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
            params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        }
        Purpose::Leaf(usages) => {
            // Without the explicit form the encoder leaves the subject's key identifier out.
            params.is_ca = IsCa::ExplicitNoCa;
            params.key_usages = leaf_key_usages(key.algorithm);
            params.extended_key_usages = usages.iter().copied().map(purpose).collect();
        }
    }
    Ok(params)
}

/// RSA keys also carry the session key in TLS 1.2's RSA key exchange; ECDSA keys can only sign (RFC 8813 section 3).
fn leaf_key_usages(algorithm: KeyAlgorithm) -> Vec<KeyUsagePurpose> {
    match algorithm {
        KeyAlgorithm::EcdsaP256 | KeyAlgorithm::EcdsaP384 => vec![KeyUsagePurpose::DigitalSignature],
        KeyAlgorithm::Rsa2048 | KeyAlgorithm::Rsa3072 | KeyAlgorithm::Rsa4096 => {
            vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyEncipherment]
        }
    }
}

const fn purpose(usage: ExtendedKeyUsage) -> ExtendedKeyUsagePurpose {
    match usage {
        ExtendedKeyUsage::Server => ExtendedKeyUsagePurpose::ServerAuth,
        ExtendedKeyUsage::Client => ExtendedKeyUsagePurpose::ClientAuth,
    }
}

fn san(name: &AlternativeName) -> Result<SanType, rcgen::Error> {
    match name {
        AlternativeName::Dns(name) => name.as_str().try_into().map(SanType::DnsName),
        AlternativeName::Address(address) => Ok(SanType::IpAddress(*address)),
    }
}

fn distinguished_name(name: &DistinguishedName) -> Result<rcgen::DistinguishedName, rcgen::Error> {
    let mut encoded = rcgen::DistinguishedName::new();
    for (attribute, value) in name.iter() {
        let (kind, value) = match attribute {
            // X520countryName is a PrintableString (RFC 5280 appendix A.1).
            Attribute::Country => (DnType::CountryName, DnValue::PrintableString(value.try_into()?)),
            Attribute::Province => (DnType::StateOrProvinceName, value.into()),
            Attribute::Locality => (DnType::LocalityName, value.into()),
            Attribute::Organization => (DnType::OrganizationName, value.into()),
            Attribute::OrganizationalUnit => (DnType::OrganizationalUnitName, value.into()),
            Attribute::CommonName => (DnType::CommonName, value.into()),
        };
        encoded.push(kind, value);
    }
    Ok(encoded)
}
