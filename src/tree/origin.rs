//! What an artifact was made from: what kubemint.lock remembers of it.

use crate::derive::KeyAlgorithm;

/// A SHA-256 digest.
pub type Digest = [u8; 32];

/// What an artifact was made from. For a secret, it never holds a digest of the secret's bytes: a short secret
/// could be guessed from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A folder, or a file rendered from cluster.toml alone: the lock holds the digest of its bytes.
    Rendered,
    /// A private key.
    Key(DerivedKey),
    /// A certificate.
    Certificate(IssuedCertificate),
    /// A public key, or a bundle of trusted certificates or keys: each of its parts.
    Bundle(Vec<Self>),
    /// A secret file with text around what was derived: a kubeconfig, an encryption configuration.
    Composed {
        /// The digest of the file with each secret left out.
        frame: Digest,
        /// What was left out or embedded, in the file's order.
        parts: Vec<Self>,
    },
    /// A derived secret that is no key pair, such as a bootstrap token or an encryption key.
    Secret {
        /// Its label.
        label: String,
        /// Its generation.
        generation: u32,
    },
}

/// What a private or public key was derived from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DerivedKey {
    /// Its label, such as `kubelet/worker-2`.
    pub label: String,
    /// Its generation.
    pub generation: u32,
    /// Its algorithm.
    pub algorithm: KeyAlgorithm,
    /// SHA-256 of its public half (SubjectPublicKeyInfo, DER).
    pub public_key: Digest,
}

/// What a certificate says and who signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedCertificate {
    /// The key it is for.
    pub key: DerivedKey,
    /// The label and generation of the key that signed it, such as `kubernetes-ca` and 1.
    pub issuer: (String, u32),
    /// SHA-256 of the to-be-signed certificate without its key and serial.
    pub request: Digest,
}
