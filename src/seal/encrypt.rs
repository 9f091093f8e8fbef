//! Encryption, and how to recognise an encrypted file.

use std::{collections::BTreeSet, io::Write};

use crate::model::Recipient;

/// The beginning of an age file, in its binary and its armoured form.
const BEGINNINGS: [&[u8]; 2] = [b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE-----"];

/// Why something cannot be encrypted.
#[derive(Debug, thiserror::Error)]
#[error("age cannot encrypt to {to}: {reason}")]
pub struct EncryptError {
    to: String,
    reason: String,
}

/// An age file that each recipient can decrypt. The result differs in every run, since age uses the system's
/// randomness.
pub(super) fn encrypt(plain: &[u8], recipients: &BTreeSet<Recipient>) -> Result<Vec<u8>, EncryptError> {
    let keys = recipients.iter().map(key).collect::<Result<Vec<_>, _>>()?;
    let all = || recipients.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let failed = |reason: String| EncryptError { to: all(), reason };
    let keys = keys.iter().map(AsRef::as_ref);
    let encryptor = age::Encryptor::with_recipients(keys).map_err(|error| failed(error.to_string()))?;
    let mut writer = encryptor.wrap_output(Vec::new()).map_err(|error| failed(error.to_string()))?;
    let written = writer.write_all(plain).and_then(|()| writer.finish());
    written.map_err(|error| failed(error.to_string()))
}

/// Whether these are the first bytes of an age file.
#[must_use]
pub fn is_sealed(content: &[u8]) -> bool {
    BEGINNINGS.iter().any(|beginning| content.starts_with(beginning))
}

fn key(recipient: &Recipient) -> Result<Box<dyn age::Recipient>, EncryptError> {
    let text = recipient.as_str();
    if let Ok(key) = text.parse::<age::x25519::Recipient>() {
        return Ok(Box::new(key));
    }
    let refused = |error| EncryptError { to: text.to_owned(), reason: format!("{error:?}") };
    text.parse::<age::ssh::Recipient>().map(|key| Box::new(key) as Box<dyn age::Recipient>).map_err(refused)
}
