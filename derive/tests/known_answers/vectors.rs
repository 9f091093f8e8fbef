//! Reads vectors.json.

use kubemint_derive::{Context, Generation, Label, Seed};
use serde::Deserialize;

/// All answers for one seed and one cluster.
#[derive(Deserialize)]
pub(super) struct Cluster {
    pub(super) seed: String,
    schema: u32,
    cluster_id: String,
    /// What is signed, in hexadecimal.
    pub(super) message: String,
    pub(super) seed_id: String,
    pub(super) secrets: Vec<Secret>,
    pub(super) serials: Vec<Serial>,
    pub(super) encryption_keys: Vec<EncryptionKey>,
    pub(super) seals: Vec<Seal>,
    pub(super) bootstrap_tokens: Vec<BootstrapToken>,
    pub(super) key_pairs: Vec<KeyPair>,
}

#[derive(Deserialize)]
pub(super) struct Secret {
    pub(super) purpose: String,
    pub(super) algorithm: String,
    label: String,
    pub(super) generation: u32,
    pub(super) attempt: u32,
    pub(super) length: u16,
    /// In hexadecimal, or `sha256:` and a digest.
    pub(super) secret: String,
}

#[derive(Deserialize)]
pub(super) struct Serial {
    pub(super) tbs: String,
    pub(super) serial: String,
}

#[derive(Deserialize)]
pub(super) struct EncryptionKey {
    pub(super) provider: String,
    pub(super) label: String,
    pub(super) generation: u32,
    pub(super) key: String,
}

#[derive(Deserialize)]
pub(super) struct Seal {
    pub(super) name: String,
    pub(super) recipients: Vec<String>,
    pub(super) content: String,
    pub(super) digest: String,
}

#[derive(Deserialize)]
pub(super) struct BootstrapToken {
    pub(super) label: String,
    pub(super) generation: u32,
    pub(super) id: String,
    pub(super) secret: String,
}

#[derive(Deserialize)]
pub(super) struct KeyPair {
    pub(super) algorithm: String,
    pub(super) label: String,
    pub(super) generation: u32,
    pub(super) private_pem_sha256: String,
    pub(super) public_key_bits: String,
    pub(super) public_spki_der: String,
    pub(super) public_pem: String,
    pub(super) signature: String,
    /// ECDSA only.
    pub(super) private_scalar: Option<String>,
    /// RSA only.
    #[serde(flatten)]
    pub(super) numbers: Option<RsaNumbers>,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
pub(super) struct RsaNumbers {
    pub(super) p: String,
    pub(super) q: String,
    pub(super) d: String,
    pub(super) n: String,
}

pub(super) fn clusters() -> Vec<Cluster> {
    serde_json::from_str(include_str!("vectors.json")).unwrap()
}

impl Cluster {
    pub(super) fn seed(&self) -> Seed {
        // A file with these would be refused: nobody drew them at random.
        let pairs = self.seed.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
        let bytes: Vec<u8> = pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect();
        Seed::from_bytes(bytes.try_into().unwrap())
    }

    pub(super) fn context<'a>(&'a self, seed: &'a Seed) -> Context<'a> {
        Context::new(seed, self.schema, &self.cluster_id).unwrap()
    }
}

impl Secret {
    /// The label, of which a long one is written as one character, `*` and how often it is repeated.
    pub(super) fn label(&self) -> String {
        match self.label.split_once('*') {
            Some((character, count)) => character.repeat(count.parse().unwrap()),
            None => self.label.clone(),
        }
    }
}

pub(super) fn label(text: &str, generation: u32) -> (Label, Generation) {
    (Label::new(text).unwrap(), Generation(generation))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn unhex(text: &str) -> Vec<u8> {
    let pair = |start| u8::from_str_radix(&text[start..start + 2], 16).unwrap();
    (0..text.len()).step_by(2).map(pair).collect()
}
