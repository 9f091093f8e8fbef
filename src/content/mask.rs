//! Masks the secrets in a text.

use std::{borrow::Cow, ops::Range};

use super::{
    private_key::has_private_key,
    secret_word::{is_bootstrap_token, looks_random},
};

/// The text of a file in which every secret is masked, byte for byte, so that positions and line endings stay the
/// same: private keys in PEM, age identities, tokens, everything that looks random, and the values of keys with names
/// such as `password`.
///
/// Public values stay: the digests of images, and recipients for age and SSH.
#[must_use]
pub fn mask(text: &str) -> Cow<'_, str> {
    hide(text, &[private_keys(text), named_values(text), url_passwords(text), words(text)].concat())
}

/// The same for a message, which may quote a part of a file.
#[must_use]
pub fn mask_message(text: &str) -> Cow<'_, str> {
    hide(text, &[private_keys(text), words(text)].concat())
}

fn hide<'a>(text: &'a str, spans: &[Range<usize>]) -> Cow<'a, str> {
    if spans.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for span in spans {
        for byte in bytes.get_mut(span.clone()).unwrap_or_default() {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b'*';
            }
        }
    }
    // Spans begin and end at character boundaries, so the rest is valid UTF-8.
    Cow::Owned(String::from_utf8(bytes).unwrap_or_default())
}

/// Whether a command-line argument is itself a secret, where the name of a file is expected.
#[must_use]
pub fn is_secret_argument(text: &str) -> bool {
    let text = text.trim_start_matches('-');
    let is_hex = text.len() >= 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex || has_private_key(text) || is_bootstrap_token(text)
}

/// The same for an error that may repeat command-line arguments: a seed or private key that was given instead of a
/// name.
///
/// The IDs of commits, clusters and seeds that errors contain are shorter than a seed, and digests of files follow
/// `sha256:`.
#[must_use]
pub fn mask_arguments(text: &str) -> Cow<'_, str> {
    /// The digits of a SHA-1, the longest of those IDs.
    const ID: usize = 40;
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let mut spans = Vec::new();
    let mut start = 0;
    for word in text.split(|c| !is_part(c)) {
        let is_digest = text.get(..start).is_some_and(|before| before.ends_with("sha256:"));
        if word.len() > ID && is_secret_argument(word) && !is_digest {
            spans.push(start..start + word.len());
        }
        start += word.len()
            + text.get(start + word.len()..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    hide(text, &spans)
}

/// From each `-----BEGIN … PRIVATE KEY-----` to its end, or without one to the end of the text.
fn private_keys(text: &str) -> Vec<Range<usize>> {
    const BEGIN: &str = "-----BEGIN ";
    const END: &str = "-----END ";
    let mut spans = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find(BEGIN)).map(|at| from + at) {
        let rest = text.get(start..).unwrap_or_default();
        let label = rest.get(BEGIN.len()..).unwrap_or_default().split("-----").next().unwrap_or_default();
        let line_end = |at: usize| {
            rest.get(at..).and_then(|rest| rest.find(['"', '\'', '\n'])).map_or(rest.len(), |n| at + n)
        };
        let length = rest.find(END).map_or(rest.len(), line_end);
        let public = label.len() < 40 && !label.contains("PRIVATE") && label.ends_with(['E', 'Y']);
        if !public {
            spans.push(start..start + length);
        }
        from = start + length.max(BEGIN.len());
    }
    spans
}

/// What follows `token = `, `password: ` and the like, to the end of the line.
fn named_values(text: &str) -> Vec<Range<usize>> {
    const NAMES: [&str; 10] = [
        "token",
        "password",
        "passwd",
        "passphrase",
        "secret",
        "seed",
        "key-data",
        "private-key",
        "private_key",
        "apikey",
    ];
    let mut spans = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut begin = 0;
        // An inline table has several names.
        for part in line.split_inclusive(['{', ',']) {
            let separator = part.find(['=', ':']);
            let name = separator.and_then(|at| part.get(..at)).unwrap_or_default();
            let name = name.trim().trim_matches(['"', '\'']).to_ascii_lowercase();
            if let Some(at) = separator.filter(|_| NAMES.iter().any(|secret| name.ends_with(secret))) {
                spans.push(start + begin + at + 1..start + line.len());
                break;
            }
            begin += part.len();
        }
        start += line.len();
    }
    spans
}

/// The passwords of URLs, `http://user:password@host`.
fn url_passwords(text: &str) -> Vec<Range<usize>> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | ',');
    let password = |(at, mark): (usize, &str)| {
        let begin = at + mark.len();
        let authority = text.get(begin..)?.split(ends).next()?;
        let (user, _) = authority.rsplit_once('@')?;
        let colon = user.find(':')?;
        (colon + 1 < user.len()).then(|| begin + colon + 1..begin + user.len())
    };
    text.match_indices("://").filter_map(password).collect()
}

/// Each word that looks random.
fn words(text: &str) -> Vec<Range<usize>> {
    let in_word = |c: char| c.is_ascii_alphanumeric() || "+/=_-".contains(c);
    let mut spans = Vec::new();
    let mut start = None;
    let ends = text.char_indices().map(|(at, c)| (at, in_word(c))).chain([(text.len(), false)]);
    for (at, inside) in ends {
        match (start, inside) {
            (None, true) => start = Some(at),
            (Some(begin), false) => {
                start = None;
                // A flag and its value are two words.
                let equals =
                    text.get(begin..at).filter(|word| word.starts_with("--")).and_then(|word| word.find('='));
                let value = equals.map_or(at, |equals| begin + equals);
                spans.extend(secret_part(text, begin..value));
                spans.extend(equals.and_then(|equals| secret_part(text, begin + equals + 1..at)));
            }
            _ => {}
        }
    }
    spans
}

fn secret_part(text: &str, span: Range<usize>) -> Option<Range<usize>> {
    let word = text.get(span.clone())?;
    let before = text.get(..span.start)?;
    if word.starts_with("AGE-SECRET-KEY-") || word.starts_with("AGE-PLUGIN-") {
        return Some(span);
    }
    let dotted =
        before.strip_suffix('.').map(|before| before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next());
    if let Some(id) = dotted.flatten()
        && is_bootstrap_token(&format!("{id}.{word}"))
    {
        return Some(span);
    }
    (looks_random(word) && !is_public(before, word)).then_some(span)
}

/// What must stay visible: the digest of an image, a recipient, the ID of a cluster.
fn is_public(before: &str, word: &str) -> bool {
    const SSH: [&str; 4] = ["ssh-ed25519 ", "ssh-rsa ", "ssh-dss ", "ecdsa-sha2-nistp256 "];
    let line = before.rsplit('\n').next().unwrap_or_default().trim_start();
    let is_hex = word.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let is_id = ["id = \"", "id=\"", "id: \""].iter().any(|start| line.ends_with(start));
    let is_digest = before.ends_with("sha256:") && word.len() == 64;
    is_hex && (is_digest || is_id && word.len() <= 36)
        || word.starts_with("age1")
        || SSH.iter().any(|kind| before.ends_with(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_is_named_and_its_value_judged_by_itself() {
        let harmless = "kube-scheduler 1.37 does not accept --tls-curve-preferences=0x1d";
        assert_eq!(mask_message(harmless), harmless);
        let masked = mask_message(
            "--token=b7d3f8a16c2e4905d1883ac05f7e62b94d0ce1f35a96287bc4f0de178a63925e is refused",
        );
        assert!(masked.starts_with("--token=****") && masked.ends_with("* is refused"), "{masked}");
    }

    #[test]
    fn an_error_repeats_no_seed_that_was_an_argument() {
        let seed = "b7d3f8a16c2e4905d1883ac05f7e62b94d0ce1f35a96287bc4f0de178a63925e";
        let stars = "*".repeat(seed.len());
        for (error, shown) in [
            (format!("no node {seed}: ö"), format!("no node {stars}: ö")),
            (format!("cannot read /a/{seed}/b"), format!("cannot read /a/{stars}/b")),
        ] {
            assert_eq!(mask_arguments(&error), shown);
        }
        assert!(is_secret_argument(&format!("--{seed}")));
        for plain in [
            format!("sha256:{seed}"),
            format!("commit {}", &seed[..40]),
            format!("cluster {} is not this one", &seed[..32]),
        ] {
            assert_eq!(mask_arguments(&plain), plain);
        }
    }

    fn masked(text: &str) -> String {
        let masked = mask(text).into_owned();
        assert_eq!(masked.len(), text.len());
        masked
    }

    #[test]
    fn secrets_are_hidden_where_they_stand() {
        let key = "-----BEGIN PRIVATE KEY-----\nMIGH\nAbc=\n-----END PRIVATE KEY-----";
        for (text, expected) in [
            (
                "name = \"a64178be24c71e4ebb12c1108f48e142\" # x",
                "name = \"********************************\" # x",
            ),
            ("token = \"hunter2\"", "token =**********"),
            ("a: abcdef.0123456789abcdef", "a: abcdef.****************"),
            ("x = \"AGE-SECRET-KEY-1GQ\"", "x = \"******************\""),
            ("clientSecret: s", "clientSecret:**"),
            ("env = { A = \"1\", API_TOKEN = \"hunter2\" }", "env = { A = \"1\", API_TOKEN =************"),
            ("p = \"http://u:hunter2@proxy:3128/x\"", "p = \"http://u:*******@proxy:3128/x\""),
        ] {
            assert_eq!(masked(text), expected);
        }
        let hidden = masked(&format!("a = \"\"\"\n{key}\n\"\"\"\nb = 1\n"));
        assert!(
            hidden.starts_with("a = \"\"\"\n****") && hidden.ends_with("****\n\"\"\"\nb = 1\n"),
            "{hidden}"
        );
        assert!(!hidden.contains("MIGH") && !hidden.contains("Abc"), "{hidden}");
        let unclosed = masked("a = \"-----BEGIN RSA PRIVATE KEY-----\nAbcd");
        assert!(!unclosed.contains("Abcd"), "{unclosed}");
    }

    #[test]
    fn what_is_public_stays() {
        let digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
        for text in [
            &format!("etcd = \"{digest}\""),
            "id = \"5f0c1c0e9a3b4d62a7e15d0b8c9f7e21\"",
            "recipients = [\"age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq\"]",
            "\"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL1MKt8jfnSMMq6vUOBAXhOWE2tWUrE+OI/JhVbT1x5v\"",
            "not_before = 2026-11-23T00:00:00Z",
            "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
            "endpoint = \"api.example.com:6443\"",
            "issuer = \"https://login@example.com/a:b\"",
        ] {
            assert_eq!(masked(text), text);
        }
    }

    #[test]
    fn a_secret_in_place_of_a_files_name_is_known() {
        assert!(is_secret_argument("a64178be24c71e4ebb12c1108f48e1421f5759d1eddc48e3c02fab9f8153fa71"));
        assert!(is_secret_argument("AGE-SECRET-KEY-1QQ"));
        assert!(!is_secret_argument("/run/secrets/seed") && !is_secret_argument("deadbeef"));
    }
}
