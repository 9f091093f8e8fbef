//! What an artifact was made from, as recorded in kubemint.lock.

use crate::derive::KeyAlgorithm;

/// A SHA-256 digest.
pub type Digest = [u8; 32];

/// The digest of 64 lower-case hexadecimal digits; `None` for anything else.
pub(crate) fn parse_digest(text: &str) -> Option<Digest> {
    let mut digest = Digest::default();
    (base16ct::lower::decode(text, &mut digest).ok()?.len() == size_of::<Digest>()).then_some(digest)
}

/// What an artifact was made from. For a secret, it never contains a digest of the secret's bytes, from which a short secret
/// could be guessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A directory, or a file rendered from cluster.toml alone: the lock has the digest of its bytes.
    Rendered,
    /// A file of the user's own that is laid over the root of a machine: the lock has the digest of its bytes.
    Overlay,
    /// A private key.
    Key(DerivedKey),
    /// A certificate.
    Certificate(IssuedCertificate),
    /// A public key, or a bundle of trusted certificates or keys: each of its parts.
    Bundle(Vec<Self>),
    /// A file with text around derived parts: a kubeconfig, an encryption configuration.
    Composed {
        /// The digest of the template: of the file with everything derived left out.
        template: Digest,
        /// The derived parts, in the order of the file.
        parts: Vec<Self>,
    },
    /// A derived secret that is not a key pair, such as a bootstrap token or an encryption key.
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
    /// SHA-256 of its public key (SubjectPublicKeyInfo, DER).
    pub public_key: Digest,
}

/// A certificate's request and issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedCertificate {
    /// Its key.
    pub key: DerivedKey,
    /// The label and generation of the key that signed it, such as `kubernetes-ca` and 1.
    pub issuer: (String, u32),
    /// The request digest: SHA-256 of the to-be-signed certificate without its key and serial number.
    pub request: Digest,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_64_lower_case_digits_and_nothing_else() {
        let digest: Digest = std::array::from_fn(|i| u8::try_from(i * 8).unwrap());
        let text = base16ct::lower::encode_string(&digest);
        assert!(text.starts_with("000810") && text.ends_with("f0f8"));
        assert_eq!(parse_digest(&text), Some(digest));
        for bad in [
            &text[1..],
            &text[2..],
            &text.to_uppercase(),
            &text.replace("0008", "0x08"),
            "",
            &(text.clone() + "00"),
        ] {
            assert_eq!(parse_digest(bad), None, "{bad}");
        }
    }
}
