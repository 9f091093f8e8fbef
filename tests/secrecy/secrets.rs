//! Secrets of every kind, as files and as words, from a rendered tree and from other programs.

use std::{collections::HashSet, fs, path::Path};

use age::secrecy::ExposeSecret;
use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};

pub(crate) const SEED: &str = "b7d3f8a16c2e4905d1883ac05f7e62b94d0ce1f35a96287bc4f0de178a63925e";

/// 32 bytes that look random, the same in each run.
pub(crate) fn random(label: &str) -> [u8; 32] {
    Sha256::digest(label).into()
}

pub(crate) fn base64(label: &str) -> String {
    Base64::encode_string(&random(label))
}

/// A private key in PEM whose content is no key; who reads the file cannot know that.
pub(crate) fn pem(label: &str) -> String {
    let lines: Vec<String> = (0..3).map(|i| base64(&format!("{label}{i}"))).collect();
    format!("-----BEGIN {label}-----\n{}\nAb3d9Fgh\n-----END {label}-----\n", lines.join("\n"))
}

pub(crate) fn age_identity() -> String {
    age::x25519::Identity::generate().to_string().expose_secret().to_owned()
}

/// A file of each form that the secret output has, and files of other programs.
pub(crate) fn files(rendered: &Path) -> Vec<(String, Vec<u8>)> {
    let tree = walkdir::WalkDir::new(rendered.join("out/secret")).into_iter().map(Result::unwrap);
    let tree = tree.filter(|entry| entry.file_type().is_file());
    let mut files: Vec<(String, Vec<u8>)> =
        tree.map(|entry| (entry.path().display().to_string(), fs::read(entry.path()).unwrap())).collect();
    files.sort();
    files.dedup_by_key(|(_, content)| {
        content.iter().take(60).filter(|byte| !byte.is_ascii_digit()).copied().collect::<Vec<_>>()
    });
    assert!(files.len() > 4);
    let (token, key) = (base64("token"), base64("key"));
    let text = [
        ("seed", format!("{SEED}\n")),
        ("seed in capitals", SEED.to_uppercase()),
        ("half of a seed", SEED[..32].to_owned()),
        ("two seeds", format!("{SEED}\n{SEED}\n")),
        ("seed in YAML", format!("seed: |\n    {SEED}\n")),
        ("seed in JSON", format!("{{\"seed\": \"{SEED}\"}}")),
        ("seed among others", format!("a: b\nseed: {SEED}\nc: {token}\n")),
        ("seed as a variable", format!("SEED={SEED}\nTOKEN={token}\n")),
        ("seed in TOML", format!("seed = \"{SEED}\"\n")),
        ("seed with a slip", format!("{}g\n", &SEED[..63])),
        ("PKCS#8", pem("PRIVATE KEY")),
        ("encrypted PKCS#8", pem("ENCRYPTED PRIVATE KEY")),
        ("OpenSSH", pem("OPENSSH PRIVATE KEY")),
        ("certificate and key", pem("CERTIFICATE") + &pem("RSA PRIVATE KEY")),
        ("key without its end", pem("EC PRIVATE KEY").split("-----END").next().unwrap().to_owned()),
        ("age identity", format!("# created: today\n{}\n", age_identity())),
        ("bootstrap token", "a1b2c3.0123456789abcdef\n".to_owned()),
        ("JWT", format!("eyJhbGciOiJSUzI1NiIsImtpZCI6IiJ9.{token}.{key}").replace(['+', '/', '='], "x")),
        ("JSON with a token", format!("{{\"auths\": {{\"r\": {{\"auth\": \"{token}\"}}}}}}")),
        ("JSON of one string", format!("\"{token}\"")),
        ("INI", format!("[default]\naws_secret_access_key = {token}\n")),
        ("TOML of another program", format!("[registry]\ntoken = \"{token}\"\n")),
        ("TOML of arrays", format!("[[registry]]\nvalues = [\"{token}\", {key}]\n")),
        ("a word", format!("{token}\n")),
        ("htpasswd", format!("admin:$apr1${token}\n")),
        ("token-auth-file", format!("{token},admin,1\n")),
        (
            "hexdump",
            format!(
                "00000000  {}\n",
                SEED.as_bytes()[..32].chunks(2).map(|c| String::from_utf8_lossy(c) + " ").collect::<String>()
            ),
        ),
    ];
    files.extend(text.map(|(name, text)| (name.to_owned(), text.into_bytes())));
    files.push(("raw seed".to_owned(), random("raw").to_vec()));
    files.push(("binary".to_owned(), [random("a"), random("b")].concat()));
    let utf16 = SEED.encode_utf16().flat_map(u16::to_le_bytes);
    files.push(("UTF-16".to_owned(), [0xff, 0xfe].into_iter().chain(utf16).collect()));
    files
}

/// Each eight bytes in a row of what is secret in a file: words of 16 letters and digits or more with a digit in them, and all
/// of what is no text.
pub(crate) fn windows(content: &[u8]) -> HashSet<Vec<u8>> {
    let text = std::str::from_utf8(content);
    let words: Vec<&[u8]> = match text {
        Err(_) => vec![content],
        Ok(text) => text
            .split(|c: char| !c.is_ascii_alphanumeric() && !"+/=".contains(c))
            .filter(|word| word.len() >= 16 && word.bytes().any(|byte| byte.is_ascii_digit()))
            .map(str::as_bytes)
            .collect(),
    };
    words.iter().flat_map(|word| word.windows(8).map(<[u8]>::to_vec)).collect()
}

/// The first eight bytes of a secret that are in an output.
pub(crate) fn shown(secret: &HashSet<Vec<u8>>, output: &[u8]) -> Option<String> {
    let found = output.windows(8).find(|window| secret.contains(*window));
    found.map(|window| String::from_utf8_lossy(window).into_owned())
}
