//! The private keys that decrypt sealed files.

use age::ssh::{Identity as SshIdentity, UnsupportedKey};
use base64ct::{Base64Unpadded, Encoding};
use zeroize::Zeroizing;

use super::encrypt::is_sealed;
use crate::recipient::SshStrings;

/// Private keys; any one that fits is enough to decrypt a file.
#[derive(Default)]
pub struct Identities(Vec<Box<dyn age::Identity>>);

/// Why a file contains no usable key. The message never repeats its contents.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum IdentityError {
    /// An SSH key or an age identity file that is protected with a passphrase.
    #[error("is protected by a passphrase, and nobody can be asked for it")]
    Encrypted,
    /// An SSH key of a type that age does not support.
    #[error("is an SSH key of the type {0}; age uses ssh-ed25519 and ssh-rsa")]
    SshType(String),
    /// It looks like a private key, but cannot be parsed.
    #[error("is no private key in OpenSSH's format")]
    Ssh,
    /// A line of an age identity file is not a key.
    #[error("has something else than an age identity (AGE-SECRET-KEY-1…) in line {line}")]
    Line {
        /// The line, counted from 1.
        line: usize,
    },
    /// A public key.
    #[error("is a public key, which opens nothing")]
    Public,
    /// An age identity file that contains only comments.
    #[error("holds no identity")]
    None,
}

impl IdentityError {
    /// How to fix it.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Encrypted => {
                "use a key without a passphrase: decrypt an identity file with `age -d`, or copy the SSH key and `ssh-keygen -p` the copy"
            }
            Self::SshType(_) => "make another key with `ssh-keygen -t ed25519` or `age-keygen`",
            Self::Public => "name the private key that belongs to it",
            Self::Ssh => "`ssh-keygen -p -f KEY` writes a key in that format",
            Self::Line { .. } | Self::None => {
                "name an SSH private key, or a file as `age-keygen` writes it; identities of plugins cannot be used"
            }
        }
    }
}

impl Identities {
    /// Adds the keys in a file: an age identity file, or an SSH private key.
    ///
    /// # Errors
    ///
    /// [`IdentityError`] if it contains no usable key.
    pub fn add(&mut self, content: &[u8]) -> Result<(), IdentityError> {
        if is_sealed(content) {
            return Err(IdentityError::Encrypted);
        }
        if [&b"ssh-"[..], b"age1", b"ecdsa-sha2-", b"sk-"].iter().any(|start| content.starts_with(start)) {
            return Err(IdentityError::Public);
        }
        if content.starts_with(b"-----BEGIN ") {
            self.0.push(Box::new(ssh_key(content)?));
            return Ok(());
        }
        let before = self.0.len();
        for (index, line) in content.split(|byte| *byte == b'\n').enumerate() {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.is_empty() || line.starts_with(b"#") {
                continue;
            }
            let wrong = IdentityError::Line { line: index + 1 };
            let Ok(text) = std::str::from_utf8(line) else { return Err(wrong) };
            self.0.push(Box::new(text.parse::<age::x25519::Identity>().map_err(|_| wrong)?));
        }
        if self.0.len() == before { Err(IdentityError::None) } else { Ok(()) }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &dyn age::Identity> {
        self.0.iter().map(AsRef::as_ref)
    }
}

fn ssh_key(content: &[u8]) -> Result<SshIdentity, IdentityError> {
    if has_zero_number(content) {
        return Err(IdentityError::Ssh);
    }
    match SshIdentity::from_buffer(content, None) {
        Ok(key @ SshIdentity::Unencrypted(_)) => Ok(key),
        Ok(SshIdentity::Encrypted(_)) => Err(IdentityError::Encrypted),
        Ok(SshIdentity::Unsupported(kind)) => Err(match kind {
            UnsupportedKey::EncryptedPem | UnsupportedKey::EncryptedSsh(_) => IdentityError::Encrypted,
            UnsupportedKey::Hardware(kind) | UnsupportedKey::Type(kind) => IdentityError::SshType(kind),
        }),
        Err(_) => Err(IdentityError::Ssh),
    }
}

/// Whether an integer of an RSA key in OpenSSH's format consists of zero bytes, on which age 0.11 panics
/// (`read_ssh::mpint`). Such an integer is not canonical (RFC 4251 section 5), and no key contains it.
fn has_zero_number(pem: &[u8]) -> bool {
    const KIND: &[u8] = b"\0\0\0\x07ssh-rsa";
    /// The integers after the key type in the private part; the public part has two.
    const NUMBERS: usize = 6;
    let body = pem.split(|byte| *byte == b'\n').filter(|line| !line.starts_with(b"-----"));
    let encoded: Vec<u8> = body.flatten().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let encoded = Zeroizing::new(encoded);
    let text = std::str::from_utf8(&encoded).unwrap_or_default().trim_end_matches('=');
    let Ok(content) = Base64Unpadded::decode_vec(text).map(Zeroizing::new) else { return false };
    let is_zero = |number: &&[u8]| !number.is_empty() && number.iter().all(|byte| *byte == 0);
    let keys = (0..content.len()).filter_map(|start| content.get(start..)?.strip_prefix(KIND));
    keys.flat_map(|key| SshStrings::new(key).take(NUMBERS)).any(|number| is_zero(&number))
}

#[cfg(test)]
mod tests {
    use super::*;

    const AGE: &str = "AGE-SECRET-KEY-1GQ9778VQXMMJVE8SK7J6VT8UJ4HDQAJUVSFCWCM02D8GEWQ72PVQ2Y5J33";

    fn add(text: &str) -> Result<usize, IdentityError> {
        let mut identities = Identities::default();
        identities.add(text.as_bytes())?;
        Ok(identities.iter().count())
    }

    #[test]
    fn reads_age_identity_files_as_age_keygen_and_windows_write_them() {
        assert_eq!(add(&format!("# created: then\n# public key: age1…\n{AGE}\n")), Ok(1));
        assert_eq!(add(&format!("{AGE}\r\n\r\n{AGE}")), Ok(2));
    }

    /// A private key in OpenSSH's format (PROTOCOL.key) whose integers are all this one.
    fn openssh_rsa(number: &[u8]) -> String {
        let string = |bytes: &[u8]| [&u32::try_from(bytes.len()).unwrap().to_be_bytes(), bytes].concat();
        let numbers = |count| string(number).repeat(count);
        let public = [string(b"ssh-rsa"), numbers(2)].concat();
        let private = [vec![1; 8], string(b"ssh-rsa"), numbers(6), string(b"")].concat();
        let padding: Vec<u8> = (1..=8).take((8 - private.len() % 8) % 8).collect();
        let head = [string(b"none"), string(b"none"), string(b""), vec![0, 0, 0, 1]].concat();
        let key =
            [b"openssh-key-v1\0", &*head, &string(&public), &string(&[private, padding].concat())].concat();
        let body = base64ct::Base64::encode_string(&key);
        format!("-----BEGIN OPENSSH PRIVATE KEY-----\n{body}\n-----END OPENSSH PRIVATE KEY-----\n")
    }

    #[test]
    fn knows_a_public_key() {
        for public in [
            "ssh-ed25519 AAAA host",
            "age1abc",
            "ecdsa-sha2-nistp256 AAAA",
            "sk-ssh-ed25519@openssh.com AAAA",
        ] {
            assert_eq!(add(public), Err(IdentityError::Public), "{public}");
        }
    }

    #[test]
    fn says_what_is_wrong_and_never_what_was_read() {
        assert_eq!(add("# nothing\n"), Err(IdentityError::None));
        assert_eq!(
            add(&format!("{AGE}\n{}\n", AGE.replace("GQ", "QG"))),
            Err(IdentityError::Line { line: 2 })
        );
        assert_eq!(add("AGE-PLUGIN-YUBIKEY-1QQ"), Err(IdentityError::Line { line: 1 }));
        assert_eq!(add("age-encryption.org/v1\n-> scrypt AA 18\n"), Err(IdentityError::Encrypted));
        assert_eq!(
            add("-----BEGIN PRIVATE KEY-----\nMC4=\n-----END PRIVATE KEY-----\n"),
            Err(IdentityError::Ssh)
        );
        assert_eq!(add(&openssh_rsa(&[0])), Err(IdentityError::Ssh));
        assert_eq!(add(&openssh_rsa(&[0, 0, 0])), Err(IdentityError::Ssh));
        let error = add("hunter2").unwrap_err();
        assert!(!error.to_string().contains("hunter2") && !error.help().is_empty());
    }
}
