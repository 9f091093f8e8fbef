//! Keyed digests of what is sealed: randomly encrypted files cannot be compared, but their digests can.

use std::collections::BTreeSet;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::context::Context;
use super::error::DeriveError;
use super::info::{Derivation, Purpose};
use super::label::Generation;
use super::seed::digits_line;

/// Bytes in the key.
const KEY_LEN: usize = 32;

/// HMAC-SHA256 pads its key with zeros to this many bytes (RFC 2104 section 2).
const KEY_BLOCK: usize = 64;

/// Computes digests that show whether encrypting again would change the content. Without this key nobody can learn anything
/// from them, not even by guessing what was encrypted.
pub struct SealKey(Zeroizing<[u8; KEY_LEN]>);

impl SealKey {
    /// The cluster's key.
    ///
    /// # Errors
    /// None with a valid context.
    pub fn derive(context: &Context<'_>) -> Result<Self, DeriveError> {
        let of = Derivation {
            purpose: Purpose::Seal,
            algorithm: "hmac-sha256",
            label: "",
            generation: Generation::FIRST,
        };
        context.secret_array(of, 0).map(Self)
    }

    /// Parses what [`to_text`](Self::to_text) wrote; `None` if it is something else.
    pub fn parse(text: &[u8]) -> Option<Self> {
        let digits = text.strip_suffix(b"\n").filter(|digits| digits.len() == 2 * KEY_LEN)?;
        let mut key = Self(Zeroizing::new([0; KEY_LEN]));
        base16ct::lower::decode(digits, key.0.as_mut_slice()).is_ok().then_some(key)
    }

    /// The key as the content of a file: 64 lower-case hexadecimal digits and a newline.
    pub fn to_text(&self) -> Zeroizing<String> {
        digits_line(&self.0)
    }

    /// HMAC-SHA256 of `LP(name) ‖ u32 number of recipients ‖ LP(recipient) … ‖ content`, integers big-endian, `LP(x)` a
    /// `u32` length and then the bytes; the recipients are sorted, without duplicates.
    pub fn digest(&self, name: &str, recipients: &BTreeSet<&str>, content: &[u8]) -> [u8; 32] {
        let mut block = Zeroizing::new([0; KEY_BLOCK]);
        block.iter_mut().zip(self.0.iter()).for_each(|(to, from)| *to = *from);
        let mut hmac = Hmac::<Sha256>::new(&(*block).into());
        let length = |length: usize| u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes();
        hmac.update(&length(name.len()));
        hmac.update(name.as_bytes());
        hmac.update(&length(recipients.len()));
        for recipient in recipients {
            hmac.update(&length(recipient.len()));
            hmac.update(recipient.as_bytes());
        }
        hmac.update(content);
        hmac.finalize().into_bytes().into()
    }
}

impl std::fmt::Debug for SealKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealKey(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Seed;

    fn key() -> SealKey {
        let seed = Seed::DEMO;
        SealKey::derive(&Context::new(&seed, 1, "c").unwrap()).unwrap()
    }

    #[test]
    fn each_part_changes_the_digest_and_none_runs_into_another() {
        let digest = |name: &str, recipients: &[&str], content: &str| {
            key().digest(name, &recipients.iter().copied().collect(), content.as_bytes())
        };
        let digests = BTreeSet::from([
            digest("a", &["b"], "c"),
            digest("ab", &[], "c"),
            digest("a", &["bc"], ""),
            digest("a", &["b", "c"], ""),
            digest("a", &[], "bc"),
            digest("a", &["b"], "d"),
        ]);
        assert_eq!(digests.len(), 6);
        assert_eq!(digest("a", &["b", "c"], ""), digest("a", &["c", "b", "b"], ""));
    }

    #[test]
    fn reads_back_what_it_writes_and_nothing_else() {
        let text = key().to_text();
        assert_eq!(*SealKey::parse(text.as_bytes()).unwrap().0, *key().0);
        for wrong in [text.trim_end(), &text[1..], &text.to_uppercase(), ""] {
            assert!(SealKey::parse(wrong.as_bytes()).is_none());
        }
        assert_eq!(format!("{:?}", key()), "SealKey(redacted)");
    }
}
