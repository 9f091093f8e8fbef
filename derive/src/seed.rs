//! The seed: the one secret from which every other is derived.

use std::fmt;

use base16ct::lower;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::weak_seed::{self, WeakSeed};

/// 32 random bytes. Erased from memory when dropped, and never shown by `Debug`.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Seed([u8; Seed::LEN]);

/// Why bytes are not a seed. Never contains any of them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SeedError {
    /// Neither the text nor the raw form has this length.
    #[error("a seed is 64 lower-case hexadecimal digits and a newline, or 32 raw bytes; found {found} bytes")]
    Length {
        /// Bytes found.
        found: usize,
    },
    /// It has the form of a seed, but was not drawn at random.
    #[error("{0}")]
    Weak(#[from] WeakSeed),
    /// The text has a character that is not a digit.
    #[error("character {position} of the seed is not one of 0-9 and a-f")]
    Digit {
        /// Counted from 1.
        position: usize,
    },
}

impl Seed {
    /// Bytes in a seed.
    pub const LEN: usize = weak_seed::LEN;

    /// The published seed of examples and tests. Everybody can derive its keys.
    ///
    /// It is the SHA-256 digest of the sentence "The demonstration seed of kubemint. It is
    /// published: whoever can read this can read every key made from it."
    pub const DEMO: Self = Self([
        0xa6, 0x41, 0x78, 0xbe, 0x24, 0xc7, 0x1e, 0x4e, 0xbb, 0x12, 0xc1, 0x10, 0x8f, 0x48, 0xe1, 0x42, 0x1f,
        0x57, 0x59, 0xd1, 0xed, 0xdc, 0x48, 0xe3, 0xc0, 0x2f, 0xab, 0x9f, 0x81, 0x53, 0xfa, 0x71,
    ]);

    /// A seed from bytes that were drawn at random.
    pub const fn from_bytes(bytes: [u8; Self::LEN]) -> Self {
        Self(bytes)
    }

    /// Reads a seed file: 64 lower-case hexadecimal digits and a newline, or 32 raw bytes.
    ///
    /// # Errors
    /// If the content has another length, contains something other than digits, or is obviously not random.
    pub fn parse(content: &[u8]) -> Result<Self, SeedError> {
        let seed = Self::decode(content)?;
        WeakSeed::of(&seed.0).map_or(Ok(seed), |weak| Err(weak.into()))
    }

    /// The same for a seed of a cluster that exists, which may be one that somebody can guess: with what is wrong with it.
    ///
    /// # Errors
    /// If the content has another length, or has anything but a digit where one should be.
    pub fn parse_weak(content: &[u8]) -> Result<(Self, Option<WeakSeed>), SeedError> {
        let seed = Self::decode(content)?;
        let weak = WeakSeed::of(&seed.0);
        Ok((seed, weak))
    }

    fn decode(content: &[u8]) -> Result<Self, SeedError> {
        if let Ok(raw) = <[u8; Self::LEN]>::try_from(content) {
            return Ok(Self(raw));
        }
        let digits = content.strip_suffix(b"\n").unwrap_or(content);
        if digits.len() != 2 * Self::LEN {
            return Err(SeedError::Length { found: content.len() });
        }
        let mut seed = Self([0; Self::LEN]);
        if lower::decode(digits, &mut seed.0).is_err() {
            let is_digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
            let position = digits.iter().take_while(|byte| is_digit(byte)).count() + 1;
            return Err(SeedError::Digit { position });
        }
        Ok(seed)
    }

    /// The seed as the content of a seed file: 64 digits and a newline.
    pub fn to_text(&self) -> Zeroizing<String> {
        digits_line(&self.0)
    }

    /// Whether this is the published [`Seed::DEMO`].
    pub fn is_demo(&self) -> bool {
        *self == Self::DEMO
    }

    pub(super) const fn as_bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }
}

/// Secret bytes as a line of lower-case hexadecimal digits.
pub(super) fn digits_line<const LEN: usize>(bytes: &[u8; LEN]) -> Zeroizing<String> {
    let digits = Zeroizing::new(lower::encode_string(bytes));
    // Reserved at once: a string that grows leaves copies behind in freed memory.
    let mut line = Zeroizing::new(String::with_capacity(2 * LEN + 1));
    line.push_str(&digits);
    line.push('\n');
    line
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    #[test]
    fn the_demo_seed_is_the_digest_of_its_sentence() {
        let sentence = "The demonstration seed of kubemint. It is published: whoever can read \
                        this can read every key made from it.";
        let digest: [u8; 32] = Sha256::digest(sentence).into();
        assert_eq!(&digest, Seed::DEMO.as_bytes());
        assert!(Seed::from_bytes(digest).is_demo());
        assert!(!Seed::from_bytes([0; 32]).is_demo());
    }

    #[test]
    fn text_and_raw_bytes_give_the_same_seed() {
        let text = Seed::DEMO.to_text();
        assert_eq!(text.len(), 65);
        assert!(text.starts_with("a64178be") && text.ends_with("fa71\n"));
        assert_eq!(Seed::parse(text.as_bytes()), Ok(Seed::DEMO));
        assert_eq!(Seed::parse(text.trim_end().as_bytes()), Ok(Seed::DEMO));
        assert_eq!(Seed::parse(Seed::DEMO.as_bytes()), Ok(Seed::DEMO));
    }

    #[test]
    fn what_is_no_seed_is_refused_without_repeating_it() {
        for found in [0, 1, 31, 33, 63, 66] {
            let parsed = Seed::parse(&b"7".repeat(found));
            assert_eq!(parsed, Err(SeedError::Length { found }));
        }
        let mut text = Seed::DEMO.to_text().as_bytes().to_vec();
        text[10] = b'A';
        let error = Seed::parse(&text).unwrap_err();
        assert_eq!(error, SeedError::Digit { position: 11 });
        assert_eq!(error.to_string(), "character 11 of the seed is not one of 0-9 and a-f");
    }

    #[test]
    fn a_weak_seed_is_read_where_that_is_asked_for() {
        let zeros = "0".repeat(64);
        assert!(matches!(Seed::parse(zeros.as_bytes()), Err(SeedError::Weak(_))));
        let (seed, weak) = Seed::parse_weak(zeros.as_bytes()).unwrap();
        assert_eq!((seed, weak), (Seed::from_bytes([0; 32]), Some(WeakSeed::Zeros)));
        assert_eq!(Seed::parse_weak(Seed::DEMO.to_text().as_bytes()), Ok((Seed::DEMO, None)));
        assert_eq!(Seed::parse_weak(b"0"), Err(SeedError::Length { found: 1 }));
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Seed::DEMO), "Seed(redacted)");
    }
}
