//! Certificates as bytes: the only user of the crate that encodes them (RFC 5280).

use rcgen::{
    BasicConstraints, CertificateParams, DnType, DnValue, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyIdMethod,
    KeyUsagePurpose, PublicKeyData, SanType, SerialNumber,
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

/// Who a certificate is for, or who signs it.
#[derive(Clone, Copy)]
pub(super) struct Party<'a> {
    pub(super) profile: &'a Profile,
    pub(super) key: &'a KeyPair,
}

/// A signed certificate.
pub(super) struct Signed {
    /// DER
    pub(super) certificate: Vec<u8>,
    /// SHA-256 of the to-be-signed certificate without serial, key and what is computed from keys.
    pub(super) request: Digest,
}

/// Makes the certificate of `subject`, signed by `issuer`, which for a root is the subject itself.
///
/// It is encoded three times: without key and serial for `request`, with serial 0 for the serial number, and as it is.
pub(super) fn issue(
    label: &str,
    subject: Party<'_>,
    issuer: Party<'_>,
    serials: &SerialKey,
) -> Result<Signed, PkiError> {
    let encode = |source| PkiError::Encode { label: label.to_owned(), source };
    let algorithm = subject.key.algorithm();
    let without_key = PublicKey { algorithm, bits: &[] };
    let name = |profile: &Profile, key_id| params(profile, algorithm, key_id).map_err(encode);

    let nameless_issuer = name(issuer.profile, Vec::new())?;
    let request = name(subject.profile, Vec::new())?;
    let request = record(&request, &without_key, &nameless_issuer, issuer.key).map_err(encode)?;

    let issuer_params = name(issuer.profile, key_id(issuer.key))?;
    let mut subject_params = name(subject.profile, key_id(subject.key))?;
    let public_key = PublicKey::of(subject.key);
    let unnumbered = record(&subject_params, &public_key, &issuer_params, issuer.key).map_err(encode)?;

    subject_params.serial_number = Some(SerialNumber::from_slice(&serials.serial(&unnumbered)));
    let signer = Signer::new(issuer.key);
    let certificate = subject_params
        .signed_by(&public_key, &Issuer::from_params(&issuer_params, &signer))
        .map_err(|source| signer.failure().map_or_else(|| encode(source), PkiError::Derive))?;
    Ok(Signed { certificate: certificate.der().to_vec(), request: Sha256::digest(&request).into() })
}

/// The to-be-signed certificate: encoded, not signed.
fn record(
    subject: &CertificateParams,
    public_key: &impl PublicKeyData,
    issuer: &CertificateParams,
    issuer_key: &KeyPair,
) -> Result<Vec<u8>, rcgen::Error> {
    let recorder = Recorder::new(issuer_key.algorithm());
    subject.signed_by(public_key, &Issuer::from_params(issuer, &recorder))?;
    Ok(recorder.into_message())
}

/// The leftmost 160 bits of the SHA-256 digest of `subjectPublicKey` (RFC 7093 section 2, method 1).
fn key_id(key: &KeyPair) -> Vec<u8> {
    Sha256::digest(key.public_key_bits()).into_iter().take(KEY_ID_LEN).collect()
}

/// A profile as the encoder has it, with serial number 0.
fn params(
    profile: &Profile,
    algorithm: KeyAlgorithm,
    key_id: Vec<u8>,
) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::default();
    params.not_before = profile.not_before.to_offset_date_time();
    params.not_after = profile.not_after.to_offset_date_time();
    params.serial_number = Some(SerialNumber::from_slice(&[0]));
    params.distinguished_name = distinguished_name(&profile.subject)?;
    params.subject_alt_names = profile.alternative_names.iter().map(san).collect::<Result<_, _>>()?;
    params.use_authority_key_identifier_extension = true;
    params.key_identifier_method = KeyIdMethod::PreSpecified(key_id);
    match profile.purpose {
        Purpose::Authority => {
            // Every certificate below it is a leaf.
            params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
            params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        }
        Purpose::Leaf(usages) => {
            // Without the explicit form the encoder leaves the subject's key identifier out.
            params.is_ca = IsCa::ExplicitNoCa;
            params.key_usages = leaf_key_usages(algorithm);
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
