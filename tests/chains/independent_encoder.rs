//! rcgen, which shares no code with the encoder of kubemint, makes the same bytes to be signed of the same parameters.
//!
//! A name of rcgen has one value per type of attribute, so certificates with several groups are left out.

use std::{collections::BTreeSet, net::IpAddr, sync::Mutex};

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, DnValue, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyIdMethod, KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_RSA_SHA256,
    PublicKeyData, SanType, SignatureAlgorithm, SigningKey,
};
use x509_parser::{oid_registry::Oid, prelude::*, public_key::PublicKey};

use crate::trees::{Rendered, TREES};

#[test]
fn rcgen_makes_the_same_bytes_to_be_signed() {
    let (mut compared, mut with_groups) = (0, 0);
    for Rendered { name, certificates, .. } in TREES.iter() {
        for certificate in certificates {
            let (_, parsed) = X509Certificate::from_der(&certificate.der).unwrap();
            let groups = parsed.subject().iter_organization().count();
            if groups > 1 {
                with_groups += 1;
                continue;
            }
            assert_eq!(encoded(&parsed), parsed.tbs_certificate.as_ref(), "{name}: {}", certificate.path);
            compared += 1;
        }
    }
    assert!(compared > 100 && with_groups > 0, "{compared} compared, {with_groups} with several groups");
}

/// What rcgen would have signed.
fn encoded(parsed: &X509Certificate<'_>) -> Vec<u8> {
    let (subject_key, authority_key) = key_identifiers(parsed);
    let mut params = CertificateParams::default();
    params.serial_number = Some(parsed.raw_serial().to_vec().into());
    params.not_before = parsed.validity().not_before.to_datetime();
    params.not_after = parsed.validity().not_after.to_datetime();
    params.distinguished_name = distinguished_name(parsed.subject());
    params.key_identifier_method = KeyIdMethod::PreSpecified(subject_key);
    params.use_authority_key_identifier_extension = true;
    params.subject_alt_names = alternative_names(parsed);
    params.key_usages = key_usages(parsed);
    params.extended_key_usages = extended_key_usages(parsed);
    let constraints = parsed.basic_constraints().unwrap().unwrap().value;
    params.is_ca = match (constraints.ca, constraints.path_len_constraint) {
        (false, _) => IsCa::ExplicitNoCa,
        (true, None) => IsCa::Ca(BasicConstraints::Unconstrained),
        (true, Some(length)) => IsCa::Ca(BasicConstraints::Constrained(u8::try_from(length).unwrap())),
    };
    let mut authority = CertificateParams::default();
    authority.distinguished_name = distinguished_name(parsed.issuer());
    authority.key_identifier_method = KeyIdMethod::PreSpecified(authority_key);
    let signer = Recorder { algorithm: algorithm_of_signature(parsed), signed: Mutex::default() };
    params.signed_by(&SubjectKey::of(parsed), &Issuer::from_params(&authority, &signer)).unwrap();
    signer.signed.into_inner().unwrap()
}

/// Keeps what it is given to sign.
struct Recorder {
    algorithm: &'static SignatureAlgorithm,
    signed: Mutex<Vec<u8>>,
}

impl PublicKeyData for Recorder {
    fn der_bytes(&self) -> &[u8] {
        &[]
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        self.algorithm
    }
}

impl SigningKey for Recorder {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        *self.signed.lock().unwrap() = message.to_vec();
        Ok(vec![0])
    }
}

struct SubjectKey<'a> {
    algorithm: &'static SignatureAlgorithm,
    bits: &'a [u8],
}

impl<'a> SubjectKey<'a> {
    fn of(parsed: &'a X509Certificate<'_>) -> Self {
        let key = parsed.public_key();
        let algorithm = match key.parsed().unwrap() {
            PublicKey::RSA(_) => &PKCS_RSA_SHA256,
            PublicKey::EC(point) if point.key_size() == 256 => &PKCS_ECDSA_P256_SHA256,
            PublicKey::EC(point) if point.key_size() == 384 => &PKCS_ECDSA_P384_SHA384,
            other => panic!("{other:?}"),
        };
        Self { algorithm, bits: &key.subject_public_key.data }
    }
}

impl PublicKeyData for SubjectKey<'_> {
    fn der_bytes(&self) -> &[u8] {
        self.bits
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        self.algorithm
    }
}

fn algorithm_of_signature(parsed: &X509Certificate<'_>) -> &'static SignatureAlgorithm {
    match parsed.signature_algorithm.algorithm.to_id_string().as_str() {
        "1.2.840.10045.4.3.2" => &PKCS_ECDSA_P256_SHA256,
        "1.2.840.10045.4.3.3" => &PKCS_ECDSA_P384_SHA384,
        "1.2.840.113549.1.1.11" => &PKCS_RSA_SHA256,
        other => panic!("{other}"),
    }
}

fn distinguished_name(name: &X509Name<'_>) -> DistinguishedName {
    let mut made = DistinguishedName::new();
    let mut types = BTreeSet::new();
    for attribute in name.iter_attributes() {
        let text = attribute.as_str().unwrap().to_owned();
        let oid: &Oid<'_> = attribute.attr_type();
        assert!(types.insert(oid.to_id_string()), "two values of {oid}");
        let kind = match oid.to_id_string().as_str() {
            "2.5.4.6" => DnType::CountryName,
            "2.5.4.8" => DnType::StateOrProvinceName,
            "2.5.4.7" => DnType::LocalityName,
            "2.5.4.10" => DnType::OrganizationName,
            "2.5.4.11" => DnType::OrganizationalUnitName,
            "2.5.4.3" => DnType::CommonName,
            other => panic!("{other}"),
        };
        let value = match kind {
            DnType::CountryName => DnValue::PrintableString(text.try_into().unwrap()),
            _ => DnValue::Utf8String(text),
        };
        made.push(kind, value);
    }
    made
}

fn alternative_names(parsed: &X509Certificate<'_>) -> Vec<SanType> {
    let names = parsed.subject_alternative_name().unwrap();
    let name = |name: &GeneralName<'_>| match name {
        GeneralName::DNSName(name) => SanType::DnsName((*name).try_into().unwrap()),
        GeneralName::IPAddress(bytes) => SanType::IpAddress(match bytes.len() {
            4 => IpAddr::from(<[u8; 4]>::try_from(*bytes).unwrap()),
            _ => IpAddr::from(<[u8; 16]>::try_from(*bytes).unwrap()),
        }),
        other => panic!("{other}"),
    };
    names.map(|names| names.value.general_names.iter().map(name).collect()).unwrap_or_default()
}

fn key_usages(parsed: &X509Certificate<'_>) -> Vec<KeyUsagePurpose> {
    let usage = parsed.key_usage().unwrap().unwrap().value;
    let all = [
        (usage.digital_signature(), KeyUsagePurpose::DigitalSignature),
        (usage.key_encipherment(), KeyUsagePurpose::KeyEncipherment),
        (usage.key_cert_sign(), KeyUsagePurpose::KeyCertSign),
        (usage.crl_sign(), KeyUsagePurpose::CrlSign),
    ];
    all.into_iter().filter_map(|(is_set, purpose)| is_set.then_some(purpose)).collect()
}

fn extended_key_usages(parsed: &X509Certificate<'_>) -> Vec<ExtendedKeyUsagePurpose> {
    let Some(usage) = parsed.extended_key_usage().unwrap() else { return Vec::new() };
    let all = [
        (usage.value.server_auth, ExtendedKeyUsagePurpose::ServerAuth),
        (usage.value.client_auth, ExtendedKeyUsagePurpose::ClientAuth),
    ];
    all.into_iter().filter_map(|(is_set, purpose)| is_set.then_some(purpose)).collect()
}

fn key_identifiers(parsed: &X509Certificate<'_>) -> (Vec<u8>, Vec<u8>) {
    let (mut subject, mut authority) = (Vec::new(), Vec::new());
    for extension in parsed.extensions() {
        match extension.parsed_extension() {
            ParsedExtension::SubjectKeyIdentifier(id) => subject = id.0.to_vec(),
            ParsedExtension::AuthorityKeyIdentifier(id) => {
                authority = id.key_identifier.as_ref().unwrap().0.to_vec();
            }
            _ => {}
        }
    }
    (subject, authority)
}
