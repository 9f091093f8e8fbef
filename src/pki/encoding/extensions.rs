//! The extensions of a certificate (RFC 5280 section 4.2.1).

use der::{
    Encode, EncodeValue, FixedTag, Tag,
    asn1::{Ia5String, ObjectIdentifier, OctetString},
    oid::{
        AssociatedOid,
        db::rfc5280::{ID_KP_CLIENT_AUTH, ID_KP_SERVER_AUTH},
    },
};
use x509_cert::ext::{
    Extension,
    pkix::{
        AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage as ExtendedKeyUsages, KeyUsage, KeyUsages,
        SubjectAltName, SubjectKeyIdentifier, name::GeneralName,
    },
};

use crate::{
    derive::KeyAlgorithm,
    pki::{AlternativeName, ExtendedKeyUsage, Profile, Purpose},
};

/// Whether a verifier that does not know an extension must refuse the certificate.
const CRITICAL: bool = true;

/// The extensions in their order, which is part of the format.
#[derive(EncodeValue)]
pub(super) struct Extensions {
    authority_key_identifier: Extension,
    subject_alt_name: Option<Extension>,
    key_usage: Extension,
    extended_key_usage: Option<Extension>,
    subject_key_identifier: Extension,
    basic_constraints: Extension,
}

impl FixedTag for Extensions {
    const TAG: Tag = Tag::Sequence;
}

impl Extensions {
    /// The extensions of a certificate for a key of `algorithm`, with empty key identifiers.
    pub(super) fn without_keys(profile: &Profile, algorithm: KeyAlgorithm) -> der::Result<Self> {
        Ok(Self {
            authority_key_identifier: authority_key_identifier(Vec::new())?,
            subject_alt_name: subject_alt_name(&profile.alternative_names)?,
            key_usage: extension(&key_usage(profile.purpose, algorithm), CRITICAL)?,
            extended_key_usage: extended_key_usage(profile.purpose)?,
            subject_key_identifier: subject_key_identifier(Vec::new())?,
            basic_constraints: extension(&basic_constraints(profile.purpose), CRITICAL)?,
        })
    }

    /// The same with the identifiers of the certificate's own key and of its issuer's.
    pub(super) fn with_key_identifiers(self, subject: Vec<u8>, authority: Vec<u8>) -> der::Result<Self> {
        Ok(Self {
            subject_key_identifier: subject_key_identifier(subject)?,
            authority_key_identifier: authority_key_identifier(authority)?,
            ..self
        })
    }
}

fn extension<T: AssociatedOid + Encode>(value: &T, critical: bool) -> der::Result<Extension> {
    Ok(Extension { extn_id: T::OID, critical, extn_value: OctetString::new(value.to_der()?)? })
}

fn authority_key_identifier(of: Vec<u8>) -> der::Result<Extension> {
    let key_identifier = Some(OctetString::new(of)?);
    extension(&AuthorityKeyIdentifier { key_identifier, ..AuthorityKeyIdentifier::default() }, !CRITICAL)
}

fn subject_key_identifier(of: Vec<u8>) -> der::Result<Extension> {
    extension(&SubjectKeyIdentifier(OctetString::new(of)?), !CRITICAL)
}

/// Not critical, since no subject is empty.
fn subject_alt_name(names: &[AlternativeName]) -> der::Result<Option<Extension>> {
    if names.is_empty() {
        return Ok(None);
    }
    let name = |name: &AlternativeName| match name {
        AlternativeName::Dns(name) => Ia5String::new(name).map(GeneralName::DnsName),
        AlternativeName::Address(address) => Ok((*address).into()),
    };
    let names = names.iter().map(name).collect::<der::Result<Vec<_>>>()?;
    extension(&SubjectAltName(names), !CRITICAL).map(Some)
}

/// A server's RSA key also decrypts the session key in TLS 1.2's RSA key exchange. A client's key never does (RFC 5280 section
/// 4.2.1.12: its usages are digitalSignature and keyAgreement), and ECDSA keys can only sign (RFC 8813 section 3).
fn key_usage(purpose: Purpose, algorithm: KeyAlgorithm) -> KeyUsage {
    KeyUsage(match (purpose, algorithm) {
        (Purpose::Authority, _) => KeyUsages::KeyCertSign | KeyUsages::CRLSign,
        (Purpose::Leaf(usages), KeyAlgorithm::Rsa2048 | KeyAlgorithm::Rsa3072 | KeyAlgorithm::Rsa4096)
            if usages.contains(&ExtendedKeyUsage::Server) =>
        {
            KeyUsages::DigitalSignature | KeyUsages::KeyEncipherment
        }
        (Purpose::Leaf(_), _) => KeyUsages::DigitalSignature.into(),
    })
}

fn extended_key_usage(purpose: Purpose) -> der::Result<Option<Extension>> {
    match purpose {
        Purpose::Authority => Ok(None),
        Purpose::Leaf(usages) => {
            let usages = usages.iter().copied().map(oid).collect();
            extension(&ExtendedKeyUsages(usages), !CRITICAL).map(Some)
        }
    }
}

const fn oid(usage: ExtendedKeyUsage) -> ObjectIdentifier {
    match usage {
        ExtendedKeyUsage::Server => ID_KP_SERVER_AUTH,
        ExtendedKeyUsage::Client => ID_KP_CLIENT_AUTH,
    }
}

/// Every certificate below a CA is a leaf certificate.
fn basic_constraints(purpose: Purpose) -> BasicConstraints {
    let ca = matches!(purpose, Purpose::Authority);
    BasicConstraints { ca, path_len_constraint: ca.then_some(0) }
}
