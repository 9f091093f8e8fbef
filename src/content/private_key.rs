//! Private keys in texts that go into the public output, wherever they stand in it: in values, in comments, in base64.

use base64ct::{Base64, Encoding};

/// The first line, from 1, on which there is a private key or a kubeconfig's, also in base64.
#[must_use]
pub fn private_line(text: &str) -> Option<usize> {
    let is_private = |line: &str| has_mark(line) || line.split(is_separator).any(is_encoded);
    text.lines().position(is_private).map(|index| index + 1)
}

/// Whether a text has what every private key in PEM (RFC 7468) or of age has.
pub(super) fn has_private_key(text: &str) -> bool {
    text.contains("PRIVATE KEY-") || text.contains("AGE-SECRET-KEY-")
}

/// Whether a text may contain a private key: in PEM, of age, of PGP (RFC 4880, section 6.2) or in a kubeconfig.
fn has_mark(text: &str) -> bool {
    has_private_key(text) || text.contains("PRIVATE KEY BLOCK-----") || text.contains("client-key-data:")
}

const fn is_separator(c: char) -> bool {
    !(c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '='))
}

/// Whether a word is base64 of a text with one of the marks. The shortest key in PEM has more than 100 characters.
fn is_encoded(word: &str) -> bool {
    word.len() > 100 && Base64::decode_vec(word).is_ok_and(|bytes| has_mark(&String::from_utf8_lossy(&bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_key_is_found_wherever_it_stands() {
        let key = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", "A".repeat(64));
        let encoded = Base64::encode_string(key.as_bytes());
        for (text, found) in [
            (key.clone(), 1),
            (format!("a: b\n# {key}"), 2),
            (format!("binaryData:\n  key: {encoded}\n"), 2),
            (format!("data: {{key: \"{encoded}\"}}"), 1),
            ("a: b\nidentity: AGE-SECRET-KEY-1AAAA".to_owned(), 2),
            ("users:\n- user:\n    client-key-data: AAAA".to_owned(), 3),
        ] {
            assert_eq!(private_line(&text), Some(found), "{text}");
        }
        let public = format!("ca: {}", Base64::encode_string(key.replace("PRIVATE", "PUBLIC").as_bytes()));
        assert_eq!(private_line(&public), None);
    }
}
