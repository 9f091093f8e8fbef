//! The byte string that makes each derivation unique (HKDF's `info`).

use super::error::DeriveError;
use super::label::{Generation, LabelError};

/// The prefix of every info, so that another program's use of the same seed cannot collide with kubemint's.
const MAGIC: &[u8] = b"kubemint\0";

/// What derived bytes are used for. Its name is part of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The private scalar of an ECDSA key.
    Key,
    /// The stream in which the first prime factor of an RSA key is searched for.
    RsaP,
    /// The stream in which the second prime factor of an RSA key is searched for.
    RsaQ,
    /// The key under which certificate serial numbers are computed.
    Serial,
    /// The characters of bootstrap tokens.
    BootstrapToken,
    /// Keys that encrypt Secrets at rest.
    Encryption,
    /// The seed's public id.
    SeedId,
    /// The key under which digests of sealed files are computed.
    Seal,
}

impl Purpose {
    /// All purposes. Their names are distinct.
    pub const ALL: [Self; 8] = [
        Self::Key,
        Self::RsaP,
        Self::RsaQ,
        Self::Serial,
        Self::BootstrapToken,
        Self::Encryption,
        Self::SeedId,
        Self::Seal,
    ];

    /// The name in the info.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::RsaP => "rsa-p",
            Self::RsaQ => "rsa-q",
            Self::Serial => "serial",
            Self::BootstrapToken => "bootstrap-token",
            Self::Encryption => "encryption",
            Self::SeedId => "seed-id",
            Self::Seal => "seal",
        }
    }
}

/// Identifies a secret of a cluster: everything in the info except the number of bytes and the attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Derivation<'a> {
    /// What the bytes are for.
    pub purpose: Purpose,
    /// The algorithm that uses them; empty if there is only one. Otherwise a P-256 key would be a prefix of a P-384 key, and
    /// a retired key would reveal its successor.
    pub algorithm: &'a str,
    /// Which one of its kind; empty if a cluster has only one.
    pub label: &'a str,
    /// Its generation.
    pub generation: Generation,
}

/// Everything that distinguishes the derived byte strings of a seed.
///
/// Encoded as `"kubemint" 00 ‖ u32 schema ‖ LP(cluster id) ‖ LP(purpose) ‖ LP(algorithm) ‖
/// LP(label) ‖ u32 generation ‖ u32 attempt ‖ u16 length`, integers big-endian, `LP(x)` a `u16`
/// length and then the bytes. Each field can be read back, so no two infos are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Info<'a> {
    pub schema: u32,
    pub cluster_id: &'a str,
    pub of: Derivation<'a>,
    pub attempt: u32,
    /// Bytes to derive.
    pub length: u16,
}

impl Info<'_> {
    pub(super) fn encode(&self) -> Result<Vec<u8>, DeriveError> {
        let mut bytes = Vec::with_capacity(128);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&self.schema.to_be_bytes());
        for text in [self.cluster_id, self.of.purpose.as_str(), self.of.algorithm, self.of.label] {
            let length = u16::try_from(text.len()).map_err(|_| LabelError::TooLong { length: text.len() })?;
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(text.as_bytes());
        }
        bytes.extend_from_slice(&self.of.generation.0.to_be_bytes());
        bytes.extend_from_slice(&self.attempt.to_be_bytes());
        bytes.extend_from_slice(&self.length.to_be_bytes());
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Parses an info. That this is possible proves that the encoding is injective.
    fn decode(mut bytes: &[u8]) -> (u32, Vec<String>, u32, u32, u16) {
        fn take<'b>(bytes: &mut &'b [u8], count: usize) -> &'b [u8] {
            let (head, tail) = bytes.split_at(count);
            *bytes = tail;
            head
        }
        fn u32_of(bytes: &mut &[u8]) -> u32 {
            u32::from_be_bytes(take(bytes, 4).try_into().unwrap())
        }
        fn u16_of(bytes: &mut &[u8]) -> u16 {
            u16::from_be_bytes(take(bytes, 2).try_into().unwrap())
        }
        assert_eq!(take(&mut bytes, 9), b"kubemint\0");
        let schema = u32_of(&mut bytes);
        let texts = (0..4)
            .map(|_| {
                let length = u16_of(&mut bytes).into();
                String::from_utf8(take(&mut bytes, length).to_vec()).unwrap()
            })
            .collect();
        let (generation, attempt) = (u32_of(&mut bytes), u32_of(&mut bytes));
        let length = u16_of(&mut bytes);
        assert_eq!(bytes, b"", "nothing may follow");
        (schema, texts, generation, attempt, length)
    }

    proptest! {
        #[test]
        fn an_info_can_be_read_back(
            schema: u32,
            purpose in prop::sample::select(&Purpose::ALL),
            // Few characters and short texts, so that fields which run into each other often collide.
            texts in prop::collection::vec("[ab\\x00-\\x02]{0,3}|.{0,20}", 3),
            generation: u32,
            attempt: u32,
            length: u16,
        ) {
            let info = Info {
                schema,
                cluster_id: &texts[0],
                of: Derivation {
                    purpose,
                    algorithm: &texts[1],
                    label: &texts[2],
                    generation: Generation(generation),
                },
                attempt,
                length,
            };
            let texts = [&texts[0], purpose.as_str(), &texts[1], &texts[2]].map(String::from);
            let decoded = decode(&info.encode().unwrap());
            prop_assert_eq!(decoded, (schema, texts.to_vec(), generation, attempt, length));
        }
    }

    #[test]
    fn no_two_purposes_share_a_name() {
        let names: std::collections::BTreeSet<_> = Purpose::ALL.map(Purpose::as_str).into();
        assert_eq!(names.len(), Purpose::ALL.len());
    }

    #[test]
    fn a_text_over_65535_bytes_is_refused() {
        let info = Info {
            schema: 1,
            cluster_id: &"x".repeat(65_536),
            of: Derivation { purpose: Purpose::Key, algorithm: "", label: "", generation: Generation::FIRST },
            attempt: 0,
            length: 1,
        };
        assert!(matches!(info.encode(), Err(DeriveError::Label(LabelError::TooLong { length: 65_536 }))));
    }
}
