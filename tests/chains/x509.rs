//! Each certificate by itself: RFC 5280, its key, and what certificates.txt says of it.

use std::collections::{BTreeMap, BTreeSet};

use p256::pkcs8::EncodePublicKey as _;
use rsa::pkcs1::DecodeRsaPrivateKey as _;
use sha2::{Digest as _, Sha256};
use x509_parser::{pem::Pem, prelude::*};

use crate::{
    certificate::Certificate,
    trees::{Rendered, TREES},
};

fn each(judge: impl Fn(&str, &Certificate, &X509Certificate<'_>)) {
    for Rendered { name, certificates, .. } in TREES.iter() {
        for certificate in certificates {
            let (rest, parsed) = X509Certificate::from_der(&certificate.der).unwrap();
            assert!(rest.is_empty());
            judge(&format!("{name}: {}", certificate.path), certificate, &parsed);
        }
    }
}

/// RFC 5280 section 4.1.2.2: positive, at most 20 bytes; one of its own for each certificate of an issuer.
#[test]
fn serial_numbers_are_positive_16_bytes_long_and_unique() {
    for Rendered { name, certificates, .. } in TREES.iter() {
        let mut seen = BTreeMap::new();
        for certificate in certificates {
            let (_, parsed) = X509Certificate::from_der(&certificate.der).unwrap();
            let serial = parsed.raw_serial().to_vec();
            assert!(serial.len() == 16 && (0x40..0x80).contains(&serial[0]), "{name}: {}", certificate.path);
            let same = seen.entry(serial).or_insert_with(|| certificate.der.clone());
            assert!(*same == certificate.der, "{name}: {} shares a serial number", certificate.path);
        }
    }
}

#[test]
fn extensions_are_those_of_rfc_5280() {
    each(|path, _, parsed| {
        assert_eq!(parsed.version(), X509Version::V3, "{path}");
        let extensions = parsed.extensions_map().unwrap();
        assert_eq!(extensions.len(), parsed.extensions().len(), "{path}");
        let constraints = parsed.basic_constraints().unwrap().unwrap();
        assert!(constraints.critical, "{path}");
        assert_eq!(constraints.value.path_len_constraint, parsed.is_ca().then_some(0), "{path}");
        let usage = parsed.key_usage().unwrap().unwrap();
        assert!(usage.critical, "{path}");
        let is_rsa = matches!(parsed.public_key().parsed(), Ok(x509_parser::public_key::PublicKey::RSA(_)));
        let is_server = parsed.extended_key_usage().unwrap().is_some_and(|usage| usage.value.server_auth);
        // Bits 5 and 6 are keyCertSign and cRLSign, 0 and 2 digitalSignature and keyEncipherment. Only who serves with an RSA
        // key decrypts with it (section 4.2.1.12).
        let expected = match (parsed.is_ca(), is_rsa && is_server) {
            (true, _) => 1 << 5 | 1 << 6,
            (false, true) => 1 | 1 << 2,
            (false, false) => 1,
        };
        assert_eq!(usage.value.flags, expected, "{path}");
        assert_eq!(parsed.is_ca(), parsed.extended_key_usage().unwrap().is_none(), "{path}");
    });
}

/// RFC 7093 section 2, method 1, over `subjectPublicKey`.
#[test]
fn key_identifiers_are_the_keys_digests() {
    for Rendered { name, certificates, .. } in TREES.iter() {
        let identifiers: BTreeSet<Vec<u8>> = certificates.iter().map(|c| identifiers(&c.der).0).collect();
        for certificate in certificates {
            let (_, parsed) = X509Certificate::from_der(&certificate.der).unwrap();
            let (subject, authority) = self::identifiers(&certificate.der);
            let digest = Sha256::digest(&parsed.public_key().subject_public_key.data);
            assert_eq!(subject, &digest[..20], "{name}: {}", certificate.path);
            assert!(identifiers.contains(&authority), "{name}: {}", certificate.path);
            assert_eq!(authority == subject, parsed.is_ca(), "{name}: {}", certificate.path);
        }
    }
}

fn identifiers(der: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let (_, parsed) = X509Certificate::from_der(der).unwrap();
    let find = |wanted: &dyn Fn(&ParsedExtension<'_>) -> Option<Vec<u8>>| {
        let mut extensions = parsed.extensions().iter().map(|extension| {
            assert!(!extension.critical || wanted(extension.parsed_extension()).is_none());
            extension.parsed_extension()
        });
        extensions.find_map(wanted).unwrap()
    };
    let subject = find(&|extension| match extension {
        ParsedExtension::SubjectKeyIdentifier(id) => Some(id.0.to_vec()),
        _ => None,
    });
    let authority = find(&|extension| match extension {
        ParsedExtension::AuthorityKeyIdentifier(id) => Some(id.key_identifier.as_ref().unwrap().0.to_vec()),
        _ => None,
    });
    (subject, authority)
}

#[test]
fn each_private_key_is_the_certificates() {
    each(|path, certificate, parsed| match &certificate.key {
        Some(key) => assert_eq!(public_part_of(key), parsed.public_key().raw, "{path}"),
        None => assert!(parsed.is_ca(), "{path} has no key beside it"),
    });
}

/// Who signs certificates must not be able to sign tokens, nor the other way round.
#[test]
fn the_service_account_keys_are_a_pair_and_no_certificates() {
    for Rendered { name, tree, certificates } in TREES.iter() {
        let keys = tree.files().filter(|file| file.place.path.as_str().ends_with("/sa.key"));
        let keys: Vec<_> = keys.collect();
        assert!(!keys.is_empty(), "{name}");
        for key in keys {
            let path = key.place.path.as_str().replace("sa.key", "sa.pub");
            let file = tree.files().find(|file| file.place.path.as_str() == path).unwrap();
            let trusted: Vec<_> = Pem::iter_from_buffer(file.bytes).map(Result::unwrap).collect();
            assert!(trusted.iter().all(|block| block.label == "PUBLIC KEY"), "{name}: {path}");
            let active = public_part_of(std::str::from_utf8(key.bytes).unwrap());
            assert!(trusted.iter().any(|block| block.contents == active), "{name}: {path}");
            for Certificate { der, path, .. } in certificates {
                let (_, parsed) = X509Certificate::from_der(der).unwrap();
                let same = |block: &Pem| block.contents == parsed.public_key().raw;
                assert!(!trusted.iter().any(same), "{name}: {path} is signed with a token's key");
            }
        }
    }
}

/// The SubjectPublicKeyInfo that belongs to a private key.
fn public_part_of(pem: &str) -> Vec<u8> {
    let spki = if pem.starts_with("-----BEGIN RSA PRIVATE KEY-----") {
        rsa::PrivateKey::from_pkcs1_pem(pem).unwrap().to_public_key().to_public_key_der()
    } else if let Ok(key) = p256::SecretKey::from_sec1_pem(pem) {
        key.public_key().to_public_key_der()
    } else {
        p384::SecretKey::from_sec1_pem(pem).unwrap().public_key().to_public_key_der()
    };
    spki.unwrap().into_vec()
}
