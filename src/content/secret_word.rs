//! Recognises words that look random.

/// Whether a word of letters, digits and `+/=_-` looks random.
///
/// The number of changes between kinds of characters is counted: a digit after a letter, a letter after a digit, an
/// upper-case letter after a lower-case one, a lower-case letter after two upper-case ones, and `+`. In hexadecimal,
/// base32 and base64, four of ten characters are such a change. In names from Kubernetes with at least two digits,
/// fewer than one in eight is, and in other names fewer than one in four; separators do not count. Of random 32 bytes
/// in hexadecimal or base64, fewer than 1 in 50,000 looked like a name; of 16 bytes, 3 in 10,000.
pub(super) fn looks_random(word: &str) -> bool {
    // `extensions/v1beta1`
    let word: String = word.split_inclusive(['/', '=']).filter(|segment| !is_version(segment)).collect();
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let characters = word.bytes().filter(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(byte)).count();
    let parts = word.as_bytes().windows(3).filter(|three| begins_part(three)).count();
    let (shortest, usual) = if digits >= 2 { (16, 8) } else { (20, 4) };
    // A path in lower case, such as apps/v1beta1: base64 of that length has upper-case letters, and the other
    // alphabets have no slash.
    let is_path = word.contains('/') && !word.bytes().any(|byte| byte.is_ascii_uppercase());
    !is_path && characters >= shortest && parts * usual >= characters
}

/// Whether a segment is a version of an API group, such as `v1beta1`.
fn is_version(segment: &str) -> bool {
    let rest = segment.trim_end_matches(['/', '=']).strip_prefix('v');
    rest.is_some_and(|rest| {
        rest.split("alpha")
            .flat_map(|part| part.split("beta"))
            .all(|part| part.len() < 3 && part.bytes().all(|b| b.is_ascii_digit()))
    })
}

/// Whether the last of three characters is such a change.
const fn begins_part(three: &[u8]) -> bool {
    let [first, before, byte] = three else { return false };
    let of_digits = before.is_ascii_digit() && byte.is_ascii_alphabetic()
        || before.is_ascii_alphabetic() && byte.is_ascii_digit();
    let of_case = before.is_ascii_lowercase() && byte.is_ascii_uppercase()
        || first.is_ascii_uppercase() && before.is_ascii_uppercase() && byte.is_ascii_lowercase();
    of_digits || of_case || *byte == b'+'
}

/// Whether a word is a bootstrap token: `[a-z0-9]{6}.[a-z0-9]{16}` (Kubernetes, `bootstrap.kubernetes.io/token`).
pub(super) fn is_bootstrap_token(word: &str) -> bool {
    let is = |part: &str, length| {
        part.len() == length && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    word.split_once('.').is_some_and(|(id, secret)| is(id, 6) && is(secret, 16))
}

/// Whether a text contains a word of 64 hexadecimal digits.
pub(super) fn has_seed(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use base64ct::{Base64, Base64UrlUnpadded, Encoding};
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn no_name_of_kubernetes_looks_random() {
        let facts = concat!(env!("CARGO_MANIFEST_DIR"), "/src/kubernetes/facts");
        let files = walkdir::WalkDir::new(facts).into_iter().map(Result::unwrap);
        for file in files.filter(|file| file.file_type().is_file()) {
            let text = std::fs::read_to_string(file.path()).unwrap();
            for name in text.split(|c: char| !c.is_ascii_alphanumeric() && !"+/=_-".contains(c)) {
                assert!(!looks_random(name), "{name} of {}", file.path().display());
            }
        }
        for name in [
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "/etc/kubernetes/pki/apiserver-kubelet-client.crt",
            "MutatingAdmissionWebhook",
            "experimental-cluster-signing-duration",
            "worker-gpu-12-rack-3-unit-4-room-7",
            "controller-manager-ha",
        ] {
            assert!(!looks_random(name), "{name}");
        }
    }

    /// 2,000 words of each alphabet, from a fixed sequence.
    #[test]
    fn random_words_of_every_alphabet_do() {
        let mut state = [7; 32];
        for _ in 0..2000 {
            state = Sha256::digest(state).into();
            let wide = [state, Sha256::digest(state).into()].concat();
            let of = |alphabet: &[u8], length| -> String {
                wide.iter()
                    .take(length)
                    .map(|byte| char::from(alphabet[usize::from(*byte) % alphabet.len()]))
                    .collect()
            };
            for word in [
                of(b"0123456789abcdef", 64),
                Base64::encode_string(&state),
                Base64UrlUnpadded::encode_string(&state),
                of(b"QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58),
            ] {
                assert!(looks_random(&word), "{word}");
            }
        }
    }
}
