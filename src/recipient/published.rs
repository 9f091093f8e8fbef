//! Keys whose private key is known to everybody: published ones, and those made from values that everybody tries.
//!
//! Documentation, test vectors and test data contain keys with their private keys, and people copy them.

use std::{collections::HashMap, sync::LazyLock};

use base16ct::lower::encode_string;
use base64ct::{Base64, Encoding};
use bech32::FromBase32;
use curve25519_dalek::edwards::CompressedEdwardsY;
use sha2::{Digest as _, Sha256};

use super::SshStrings;

/// The source of each key, a tab, and the key.
const PUBLISHED: &str = include_str!("published_keys.txt");

/// The first eight bytes of the u-coordinate of each key made from 32 equal bytes, a counter, a small number, or the
/// SHA-256 digest of a word, used as age's private key and as Ed25519's seed; sorted.
const GUESSED: &str = include_str!("guessed_keys.txt");

/// Sources by what identifies a key: its u-coordinate, or the digest of its modulus, since a modulus with known
/// factors is unsafe with any exponent.
static SOURCES: LazyLock<HashMap<[u8; 32], &'static str>> = LazyLock::new(|| {
    let lines = PUBLISHED.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(source, key)| Some((name(key)?, source)))
        .collect()
});

/// The source of the private key of a point with this coordinate.
pub(super) fn curve25519(u: &[u8; 32]) -> Option<&'static str> {
    SOURCES.get(u).copied()
}

/// The source of the factors of this modulus, in SSH's encoding.
pub(super) fn rsa(modulus: &[u8]) -> Option<&'static str> {
    SOURCES.get(&<[u8; 32]>::from(Sha256::digest(modulus))).copied()
}

/// Whether the private key of a point with this coordinate is one that everybody tries. The false positive rate is
/// below 1 in 2^54.
pub(super) fn is_guessed(u: &[u8; 32]) -> bool {
    let start = u.first_chunk::<8>().map(|start| encode_string(start)).unwrap_or_default();
    GUESSED.lines().any(|line| line == start)
}

/// What identifies a published key.
fn name(key: &str) -> Option<[u8; 32]> {
    let Some((_, content)) = key.split_once(' ') else {
        let (_, data, _) = bech32::decode(key).ok()?;
        return Vec::<u8>::from_base32(&data).ok()?.try_into().ok();
    };
    let content = Base64::decode_vec(content).ok()?;
    let mut strings = SshStrings::new(&content);
    match (strings.next()?, strings.next()?) {
        (b"ssh-ed25519", point) => {
            let point = CompressedEdwardsY(point.try_into().ok()?).decompress()?;
            Some(point.to_montgomery().0)
        }
        _ => Some(Sha256::digest(strings.next()?).into()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use bech32::ToBase32;
    use curve25519_dalek::{EdwardsPoint, MontgomeryPoint};
    use sha2::Sha512;

    use super::*;
    use crate::{
        derive::GUESSED_WORDS,
        recipient::{
            parse,
            tests::{ssh_ed25519, ssh_rsa},
        },
    };

    fn age1(key: [u8; 32]) -> String {
        bech32::encode("age", key.to_base32(), bech32::Variant::Bech32).unwrap()
    }

    /// As published, and in every other form of the same private key.
    #[test]
    fn every_published_key_is_refused_with_its_source() {
        let lines: Vec<&str> = PUBLISHED.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(lines.len() >= 50 && SOURCES.len() == lines.len());
        for line in lines {
            let (source, key) = line.split_once('\t').unwrap();
            let mut forms = vec![key.to_owned(), format!("{key} somebody@else")];
            if let Some(content) = key.strip_prefix("ssh-rsa ") {
                let content = Base64::decode_vec(content).unwrap();
                forms.push(ssh_rsa(
                    &[3],
                    SshStrings::new(&content).nth(2).unwrap().strip_prefix(&[0]).unwrap(),
                ));
            } else {
                let u = name(key).unwrap();
                forms.push(age1(u));
                for sign in [0, 1] {
                    forms.push(ssh_ed25519(
                        MontgomeryPoint(u).to_edwards(sign).unwrap().compress().as_bytes(),
                    ));
                }
            }
            forms.retain(|form| form.starts_with("ssh-") || !form.contains(' '));
            for form in forms {
                let said = parse(&form).unwrap_err().message;
                assert!(said.contains(&format!("is published ({source})")), "{form}: {said}");
            }
        }
    }

    /// The table was made with OpenSSL and Python; this test computes it again.
    #[test]
    fn every_key_of_what_everybody_tries_is_refused() {
        let counting = |from: u8| std::array::from_fn(|at| from + u8::try_from(at).unwrap());
        let reversed = |mut seed: [u8; 32]| {
            seed.reverse();
            seed
        };
        let number = |number: u8| {
            let mut seed = [0; 32];
            seed[0] = number;
            seed
        };
        let digests = GUESSED_WORDS.iter().flat_map(|word| [(*word).to_owned(), format!("{word}\n")]);
        let seeds = (0..=255_u8).map(|byte| [byte; 32]);
        let seeds =
            seeds.chain([0, 1].into_iter().flat_map(|from| [counting(from), reversed(counting(from))]));
        let seeds = seeds.chain((1..=16).flat_map(|n| [number(n), reversed(number(n))]));
        let seeds = seeds.chain(digests.map(|text| Sha256::digest(text).into()));
        let mut listed = BTreeSet::new();
        for (number, seed) in seeds.enumerate() {
            let digest = Sha512::digest(seed);
            let half: [u8; 32] = digest[..32].try_into().unwrap();
            for scalar in [seed, half] {
                let point = EdwardsPoint::mul_base_clamped(scalar);
                let u = point.to_montgomery().0;
                assert!(is_guessed(&u), "{seed:x?}");
                listed.insert(encode_string(&u[..8]));
                // Without optimisation this arithmetic is slow, so only a sample is parsed. One key is also a test
                // vector.
                if number % 25 == 0 {
                    assert!(parse(&age1(u)).is_err(), "{seed:x?}");
                    assert!(parse(&ssh_ed25519(point.compress().as_bytes())).is_err(), "{seed:x?}");
                }
            }
        }
        assert_eq!(listed.into_iter().map(|line| line + "\n").collect::<String>(), GUESSED);
        assert!(!is_guessed(&[0x17; 32]));
    }
}
