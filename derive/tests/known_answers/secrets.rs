//! Secrets, the seed's name, serial numbers, tokens and encryption keys.

use kubemint_derive::{
    BootstrapToken, Derivation, EncryptionProvider, Generation, Purpose, SealKey, Seed, SerialKey,
};
use sha2::{Digest, Sha256};

use super::vectors::{clusters, hex, label, unhex};

#[test]
fn the_first_cluster_has_the_demo_seed() {
    assert!(clusters()[0].seed().is_demo());
    assert_eq!(clusters()[0].seed, Seed::DEMO.to_text().trim_end());
}

#[test]
fn secrets() {
    for cluster in clusters() {
        let seed = cluster.seed();
        for vector in &cluster.secrets {
            let purpose =
                Purpose::ALL.into_iter().find(|purpose| purpose.as_str() == vector.purpose).unwrap();
            let of = Derivation {
                purpose,
                algorithm: &vector.algorithm,
                label: &vector.label(),
                generation: Generation(vector.generation),
            };
            let secret = cluster.context(&seed).secret(of, vector.attempt, vector.length).unwrap();
            let actual = match vector.secret.strip_prefix("sha256:") {
                Some(_) => format!("sha256:{}", hex(&Sha256::digest(secret.as_bytes()))),
                None => hex(secret.as_bytes()),
            };
            assert_eq!(actual, vector.secret, "{} of {}", vector.purpose, cluster.seed);
        }
    }
}

#[test]
fn seed_ids() {
    for cluster in clusters() {
        let seed = cluster.seed();
        assert_eq!(cluster.context(&seed).seed_id().unwrap().to_string(), cluster.seed_id);
    }
}

#[test]
fn serials() {
    for cluster in clusters() {
        let seed = cluster.seed();
        let key = SerialKey::new(&cluster.context(&seed)).unwrap();
        for vector in &cluster.serials {
            assert_eq!(hex(&key.serial(&unhex(&vector.tbs))), vector.serial);
        }
    }
}

#[test]
fn encryption_keys() {
    use EncryptionProvider::{AesCbc, AesGcm, Secretbox};
    for cluster in clusters() {
        let seed = cluster.seed();
        for vector in &cluster.encryption_keys {
            let mut providers = [AesCbc, AesGcm, Secretbox].into_iter();
            let provider = providers.find(|provider| provider.as_str() == vector.provider).unwrap();
            let (label, generation) = label(&vector.label, vector.generation);
            let key = provider.key(&cluster.context(&seed), &label, generation).unwrap();
            assert_eq!(hex(&*key), vector.key, "{}", vector.provider);
        }
    }
}

#[test]
fn seals() {
    for cluster in clusters() {
        let seed = cluster.seed();
        let key = SealKey::derive(&cluster.context(&seed)).unwrap();
        for vector in &cluster.seals {
            let recipients = vector.recipients.iter().map(String::as_str).collect();
            let digest = key.digest(&vector.name, &recipients, &unhex(&vector.content));
            assert_eq!(hex(&digest), vector.digest, "{}", vector.name);
        }
    }
}

#[test]
fn bootstrap_tokens() {
    for cluster in clusters() {
        let seed = cluster.seed();
        for vector in &cluster.bootstrap_tokens {
            let (label, generation) = label(&vector.label, vector.generation);
            let token = BootstrapToken::derive(&cluster.context(&seed), &label, generation).unwrap();
            assert_eq!(token.id(), vector.id);
            assert_eq!(token.secret(), vector.secret);
        }
    }
}
