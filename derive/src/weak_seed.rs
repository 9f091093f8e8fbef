//! Seeds that were obviously not drawn at random.

use sha2::{Digest, Sha256};

/// How many bytes a seed has.
pub(super) const LEN: usize = 32;

/// Why 32 bytes are not a random seed. Never contains any of them.
///
/// Fewer than one in 10,000,000,000 random seeds is refused by mistake: each variant has a bound for that, and their sum is
/// below 2^-34.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeakSeed {
    /// Hexadecimal digits, taken as raw bytes: 32 digits are 16 bytes. At random (22/256)^32 = 2^-113.
    #[error("these are 32 hexadecimal digits, so only 16 bytes: half of a seed")]
    HalfOfDigits,
    /// UTF-8 without control characters, so somebody typed it. There are 2^220 such texts of 32 bytes, so at random 2^-35.7.
    #[error("this is readable text, which can be guessed, instead of 32 random bytes")]
    Text,
    /// All bytes are 0. At random 2^-256.
    #[error("every byte is zero")]
    Zeros,
    /// The same few bytes repeated. At random at most 2^-127.
    #[error("the same {period} bytes are repeated")]
    Repeated {
        /// The number of bytes that repeat.
        period: usize,
    },
    /// At most 16 values among 32 bytes. At random C(256,16) (16/256)^32 = 2^-44; 30 of them are usual.
    #[error("it has {distinct} different bytes among 32, where a random seed has about 30")]
    FewBytes {
        /// Different bytes.
        distinct: usize,
    },
    /// Only decimal digits, or at most 9 different hexadecimal digits among 64. At random
    /// (10/16)^64 + C(16,9) (9/16)^64 = 2^-39.
    #[error("it is written with {distinct} different digits, where a random seed has all 16")]
    FewDigits {
        /// Different hexadecimal digits.
        distinct: usize,
    },
    /// Six equal bytes in a row. At random 27 × 256^-5 = 2^-35.
    #[error("it has {length} equal bytes in a row")]
    Run {
        /// Equal bytes.
        length: usize,
    },
    /// Consecutive numbers of one to eight bytes. At random 5 × 256 × C(31,12) × 256^-12 = 2^-58.
    #[error("its bytes count up or down")]
    Counting,
    /// The SHA-256 digest of a word that is easily guessed. At random 2^-250.
    #[error("it is the SHA-256 digest of a word that is easily guessed")]
    DigestOfWord,
}

/// Words whose digest somebody might use as a seed.
pub const GUESSED_WORDS: [&str; 18] = [
    "",
    "0",
    "1",
    "a",
    "abc",
    "admin",
    "changeme",
    "cluster",
    "demo",
    "example",
    "hello",
    "kubemint",
    "kubernetes",
    "password",
    "secret",
    "seed",
    "test",
    "foo",
];

impl WeakSeed {
    /// Why these bytes are not random, if they obviously are not.
    pub(super) fn of(bytes: &[u8; LEN]) -> Option<Self> {
        let checks = [text, repeated, few_bytes, few_digits, run, counting, digest_of_word];
        checks.into_iter().find_map(|check| check(bytes))
    }
}

fn text(bytes: &[u8; LEN]) -> Option<WeakSeed> {
    if bytes.iter().all(u8::is_ascii_hexdigit) {
        return Some(WeakSeed::HalfOfDigits);
    }
    let is_typed = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r');
    std::str::from_utf8(bytes).is_ok_and(|text| text.chars().all(is_typed)).then_some(WeakSeed::Text)
}

fn repeated(bytes: &[u8; LEN]) -> Option<WeakSeed> {
    if bytes.iter().all(|byte| *byte == 0) {
        return Some(WeakSeed::Zeros);
    }
    let repeats = |period: &usize| bytes.iter().zip(bytes.iter().skip(*period)).all(|(a, b)| a == b);
    (1..=LEN / 2).find(repeats).map(|period| WeakSeed::Repeated { period })
}

fn few_bytes(bytes: &[u8; LEN]) -> Option<WeakSeed> {
    let distinct = distinct(bytes.iter().copied());
    (distinct <= LEN / 2).then_some(WeakSeed::FewBytes { distinct })
}

fn few_digits(bytes: &[u8; LEN]) -> Option<WeakSeed> {
    let digits = || bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    let distinct = distinct(digits());
    (distinct <= 9 || digits().all(|digit| digit < 10)).then_some(WeakSeed::FewDigits { distinct })
}

fn distinct(values: impl Iterator<Item = u8>) -> usize {
    values.collect::<std::collections::BTreeSet<_>>().len()
}

fn run(bytes: &[u8; LEN]) -> Option<WeakSeed> {
    let length = bytes.chunk_by(|a, b| a == b).map(<[u8]>::len).max().unwrap_or_default();
    (length >= 6).then_some(WeakSeed::Run { length })
}

/// Whether at least twelve of the differences between corresponding bytes of neighbouring numbers are equal.
fn counting(bytes: &[u8; LEN]) -> Option<WeakSeed> {
    let counts = |width: &usize| {
        let differences = bytes.iter().zip(bytes.iter().skip(*width)).map(|(a, b)| b.wrapping_sub(*a));
        let mut often = std::collections::BTreeMap::<u8, usize>::new();
        for difference in differences {
            *often.entry(difference).or_default() += 1;
        }
        often.into_values().any(|times| times >= 12)
    };
    [1, 2, 3, 4, 8].iter().any(counts).then_some(WeakSeed::Counting)
}

fn digest_of_word(bytes: &[u8; LEN]) -> Option<WeakSeed> {
    let is_digest = |text: String| Sha256::digest(text).as_slice() == bytes;
    let is_of = |word: &&str| is_digest((*word).to_owned()) || is_digest(format!("{word}\n"));
    GUESSED_WORDS.iter().any(is_of).then_some(WeakSeed::DigestOfWord)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(bytes: impl IntoIterator<Item = u8>) -> Option<WeakSeed> {
        WeakSeed::of(&bytes.into_iter().collect::<Vec<_>>().try_into().unwrap())
    }

    #[test]
    fn what_people_put_for_a_seed_is_refused_and_says_why() {
        use WeakSeed::*;
        let text = |text: &str| of(text.bytes());
        assert_eq!(text("please-put-your-own-seed-here-32"), Some(Text));
        assert_eq!(text("correct horse battery staple 42\n"), Some(Text));
        assert_eq!(text("пожалуйстапожалу"), Some(Text));
        assert_eq!(text("a64178be24c71e4ebb12c1108f48e142"), Some(HalfOfDigits));
        assert_eq!(text("A64178BE24C71E4EBB12C1108F48E142"), Some(HalfOfDigits));
        assert_eq!(of([0; 32]), Some(Zeros));
        assert_eq!(of([0xff; 32]), Some(Repeated { period: 1 }));
        assert_eq!(of([0xde, 0xad, 0xbe, 0xef].repeat(8)), Some(Repeated { period: 4 }));
        assert_eq!(of((0x91..=0x9b).cycle().take(32)), Some(Repeated { period: 11 }));
        let few =
            [1, 9, 4, 4, 1, 7, 2, 9, 3, 1, 7, 7, 4, 2, 1, 9, 9, 3, 2, 4, 1, 2, 7, 3, 3, 1, 4, 9, 2, 7, 1, 4];
        assert_eq!(of(few.map(|i| i * 23)), Some(FewBytes { distinct: 6 }));
        assert_eq!(
            of((0..32_u8).map(|i| if i < 24 { i.wrapping_mul(i).wrapping_add(151) } else { 0 })),
            Some(Run { length: 8 })
        );
        for counting in [
            (0..32).collect::<Vec<u8>>(),
            (0..32).rev().map(|i| i + 100).collect(),
            (0..32).map(|i: u8| i.wrapping_mul(17).wrapping_add(3)).collect(),
            (0..16_u16).flat_map(|i| (0xabcd + 300 * i).to_be_bytes()).collect(),
            (0..4_u64).flat_map(|i| (0x0123_4567_89ab_cdef + i).to_le_bytes()).collect(),
        ] {
            assert!(of(counting.iter().copied()).is_some(), "{counting:x?}");
        }
        assert_eq!(of(0..32), Some(Counting));
    }

    #[test]
    fn digits_of_a_number_are_no_seed() {
        // The first 64 digits of pi.
        let pi = "3141592653589793238462643383279502884197169399375105820974944592";
        let bytes = (0..32).map(|i| u8::from_str_radix(&pi[2 * i..2 * i + 2], 16).unwrap());
        assert_eq!(of(bytes), Some(WeakSeed::FewDigits { distinct: 10 }));
    }

    #[test]
    fn the_digest_of_a_word_is_no_seed() {
        for word in ["", "password", "test\n"] {
            assert_eq!(of(Sha256::digest(word)), Some(WeakSeed::DigestOfWord), "{word:?}");
        }
        assert_eq!(of(Sha256::digest("a sentence that nobody else writes")), None);
    }

    #[test]
    fn a_seed_as_good_as_a_random_one_is_never_refused() {
        let mut bytes = [7; 32];
        for _ in 0..100_000 {
            bytes = Sha256::digest(bytes).into();
            assert_eq!(WeakSeed::of(&bytes), None);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_refused(text in "[ -~]{32}") {
            prop_assert!(of(text.bytes()).is_some());
        }

        #[test]
        fn whatever_repeats_is_refused(unit in prop::collection::vec(any::<u8>(), 1..=16)) {
            prop_assert!(of(unit.into_iter().cycle().take(32)).is_some());
        }

        #[test]
        fn whatever_counts_is_refused(from: u64, step in 1..1000_u64, width in prop::sample::select(vec![1_usize, 2, 4, 8])) {
            let numbers = (0..32).map(|i| from.wrapping_add(step * i));
            let bytes: Vec<u8> = numbers.flat_map(|n| n.to_be_bytes()[8 - width..].to_vec()).take(32).collect();
            prop_assert!(of(bytes).is_some());
        }
    }
}
