//! Key pairs of each algorithm, with all that is written or signed with them.

use kubemint_derive::{KeyPair, KeyRequest, key_pairs};
use p256::elliptic_curve::{self, SecretKey};
use rsa::pkcs1::DecodeRsaPrivateKey;
use rsa::traits::{PrivateKeyParts, PublicKeyParts};
use sha2::{Digest, Sha256};

use super::vectors::{self, RsaNumbers, clusters, hex, label, unhex};

#[test]
fn ecdsa() {
    check("ecdsa-");
}

#[test]
fn rsa_2048() {
    check("rsa-2048");
}

#[test]
fn rsa_3072() {
    check("rsa-3072");
}

#[test]
fn rsa_4096() {
    check("rsa-4096");
}

/// Derives the vectors of an algorithm all at once, as `render` does, and compares each.
fn check(algorithm: &str) {
    for cluster in clusters() {
        let seed = cluster.seed();
        let chosen = || cluster.key_pairs.iter().filter(|vector| vector.algorithm.starts_with(algorithm));
        let requests: Vec<_> = chosen().map(request).collect();
        assert!(!requests.is_empty());
        let pairs = key_pairs(&cluster.context(&seed), &requests, || ()).unwrap();
        assert_eq!(pairs.len(), requests.len());
        for (pair, vector) in pairs.iter().zip(chosen()) {
            compare(pair, vector, &unhex(&cluster.message));
        }
    }
}

fn request(vector: &vectors::KeyPair) -> KeyRequest {
    let (label, generation) = label(&vector.label, vector.generation);
    KeyRequest { algorithm: vector.algorithm.parse().unwrap(), label, generation }
}

fn compare(pair: &KeyPair, vector: &vectors::KeyPair, message: &[u8]) {
    let name = format!("{} {} {}", vector.algorithm, vector.label, vector.generation);
    assert_eq!(pair.algorithm().as_str(), vector.algorithm);
    assert_eq!(private_scalar(pair), vector.private_scalar, "{name}");
    assert_eq!(rsa_numbers(pair), vector.numbers, "{name}");
    assert_eq!(hex(pair.public_key_bits()), vector.public_key_bits, "{name}");
    assert_eq!(hex(pair.public_spki_der()), vector.public_spki_der, "{name}");
    assert_eq!(pair.public_pem().unwrap(), vector.public_pem, "{name}");
    let private_pem_sha256 = hex(&Sha256::digest(pair.private_pem().as_bytes()));
    assert_eq!(private_pem_sha256, vector.private_pem_sha256, "{name}");
    assert_eq!(hex(&pair.sign(message).unwrap()), vector.signature, "{name}");
}

/// Read back from the PEM file, so that a difference shows in which number it is.
fn private_scalar(pair: &KeyPair) -> Option<String> {
    let pem = pair.private_pem();
    let p256 = || SecretKey::<p256::NistP256>::from_sec1_pem(pem).map(|key| hex(&key.to_bytes()));
    let p384 = || SecretKey::<p384::NistP384>::from_sec1_pem(pem).map(|key| hex(&key.to_bytes()));
    p256().or_else(|_: elliptic_curve::DecodeError| p384()).ok()
}

fn rsa_numbers(pair: &KeyPair) -> Option<RsaNumbers> {
    let key = rsa::PrivateKey::from_pkcs1_pem(pair.private_pem()).ok()?;
    let number = |bytes: Box<[u8]>| hex(&bytes).trim_start_matches('0').to_owned();
    Some(RsaNumbers {
        p: number(key.primes()[0].to_be_bytes()),
        q: number(key.primes()[1].to_be_bytes()),
        d: number(key.d().to_be_bytes()),
        n: number(key.n().to_be_bytes()),
    })
}
