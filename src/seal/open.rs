//! Decryption.

use std::io::Read;

use age::{DecryptError, Decryptor, armor::ArmoredReader};
use zeroize::Zeroizing;

use super::Identities;

/// Why a file cannot be decrypted.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum OpenError {
    /// It is encrypted for others.
    #[error("no key that was given opens it")]
    NoMatch,
    /// It is encrypted with a passphrase.
    #[error("it is encrypted with a passphrase, and nobody can be asked for it")]
    Passphrase,
    /// It was changed or truncated after it was encrypted, or never was an age file.
    #[error("it is damaged, or no age file of version 1")]
    Damaged,
}

/// Decrypts an age file, binary or armoured. The plaintext is erased from memory when it is dropped.
///
/// # Errors
///
/// [`OpenError`] if no identity fits, or the file is not complete and unchanged.
#[expect(clippy::disallowed_methods, reason = "the plaintext is shorter than what is in memory already")]
pub fn open(sealed: &[u8], identities: &Identities) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let decryptor = Decryptor::new_buffered(ArmoredReader::new(sealed)).map_err(|error| reason(&error))?;
    if decryptor.is_scrypt() {
        return Err(OpenError::Passphrase);
    }
    let mut reader = decryptor.decrypt(identities.iter()).map_err(|error| reason(&error))?;
    // The plaintext is shorter than this. A buffer that grows would leave copies in freed memory.
    let mut plain = Zeroizing::new(Vec::with_capacity(sealed.len()));
    reader.read_to_end(&mut plain).map_err(|_| OpenError::Damaged)?;
    Ok(plain)
}

const fn reason(error: &DecryptError) -> OpenError {
    match error {
        DecryptError::NoMatchingKeys => OpenError::NoMatch,
        _ => OpenError::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::encrypt::is_sealed, *};

    fn pair() -> (age::x25519::Recipient, Identities) {
        let key = age::x25519::Identity::generate();
        let mut identities = Identities::default();
        identities.add(age::secrecy::ExposeSecret::expose_secret(&key.to_string()).as_bytes()).unwrap();
        (key.to_public(), identities)
    }

    #[test]
    fn opens_both_forms_for_whom_they_are() {
        let (recipient, identities) = pair();
        let (_, others) = pair();
        let binary = age::encrypt(&recipient, b"secret").unwrap();
        let text = age::encrypt_and_armor(&recipient, b"secret").unwrap();
        for sealed in [binary.as_slice(), text.as_bytes()] {
            assert!(is_sealed(sealed));
            assert_eq!(open(sealed, &identities).unwrap().as_slice(), b"secret");
            assert_eq!(open(sealed, &others), Err(OpenError::NoMatch));
            assert_eq!(open(sealed, &Identities::default()), Err(OpenError::NoMatch));
        }
    }

    #[test]
    fn a_changed_byte_a_lost_end_and_other_text_are_damage() {
        let (recipient, identities) = pair();
        let sealed = age::encrypt(&recipient, &[7; 1000]).unwrap();
        for at in [3, 100, sealed.len() - 1] {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(
                matches!(open(&changed, &identities), Err(OpenError::Damaged | OpenError::NoMatch)),
                "{at}"
            );
            assert_eq!(open(&sealed[..at], &identities), Err(OpenError::Damaged), "{at}");
        }
        assert_eq!(open(b"seed", &identities), Err(OpenError::Damaged));
    }
}
