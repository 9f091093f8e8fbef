//! Public keys that age encrypts to, and which of them protect nothing.

mod curve25519;
mod published;
mod rsa;
mod weakness;
mod wire;

pub use wire::SshStrings;

use age::ssh::ParseRecipientKeyError;

use self::weakness::Weakness;
use crate::{diagnostic::Invalid, model::Recipient};

/// Parses a public key; an SSH key may be followed by its comment.
///
/// # Errors
///
/// [`Invalid`] with code `recipient`, or `private-key` for a private key. The message never repeats the text, which
/// may be a private key by mistake.
pub fn parse(text: &str) -> Result<Recipient, Invalid> {
    if text.starts_with("AGE-SECRET-KEY-") || text.contains("PRIVATE KEY") {
        let help = "name its public key; and make a new key, since this one may be in Git now";
        let invalid = Invalid { code: Invalid::PRIVATE_KEY, ..invalid("this is a private key") };
        return Err(invalid.help(help));
    }
    if let Ok(recipient) = text.parse::<age::x25519::Recipient>() {
        return curve25519::of_x25519(text)
            .map_or(Ok(Recipient::checked(recipient.to_string())), |weak| Err(refuse_weak(weak)));
    }
    if !rsa::is_readable(text) {
        return Err(unreadable(text));
    }
    let recipient: age::ssh::Recipient = text.parse().map_err(|error| refuse(text, &error))?;
    let weakness = match &recipient {
        age::ssh::Recipient::SshEd25519(content, point) => curve25519::of_ed25519(content, point),
        age::ssh::Recipient::SshRsa(content, _) => rsa::of_rsa(content),
    };
    if let Some(weakness) = weakness {
        return Err(refuse_weak(weakness));
    }
    let key = recipient.to_string();
    match text.strip_prefix(&key) {
        Some(comment) if comment.is_empty() || comment.starts_with(' ') => Ok(Recipient::checked(key)),
        _ => Err(unreadable(text)),
    }
}

/// What a text is that is no public key, in words that do not repeat it.
fn unreadable(text: &str) -> Invalid {
    let word = text.split_ascii_whitespace().next().unwrap_or_default();
    let lower = word.to_ascii_lowercase();
    let later_key =
        || text.split_ascii_whitespace().skip(1).any(|word| matches!(word, "ssh-ed25519" | "ssh-rsa"));
    if lower.starts_with("age1") && !lower.contains('-') {
        return invalid("this age key is damaged: its checksum is wrong")
            .help("copy the whole line of `age-keygen -y KEY` again");
    }
    if lower.starts_with("ssh-ed25519") || lower.starts_with("ssh-rsa") {
        return invalid("this SSH key is damaged").help("copy the whole line of the .pub file again");
    }
    if ["ecdsa-", "sk-", "ssh-dss"].iter().any(|kind| lower.starts_with(kind)) {
        return invalid("age does not encrypt to SSH keys of this type").help(HOW);
    }
    if later_key() {
        return invalid("unexpected text before the type of this SSH key, such as a host name")
            .help("begin with ssh-ed25519 or ssh-rsa, as the .pub file does");
    }
    if text.starts_with(['~', '/', '.']) || lower.ends_with(".pub") || lower.starts_with("github:") {
        return invalid("this is a reference to a key, and references are not resolved")
            .help("write the line that stands in the .pub file, or that https://github.com/USER.keys shows");
    }
    if lower.starts_with("0x") || text.contains("BEGIN PGP") {
        return invalid("age does not encrypt to OpenPGP keys").help(HOW);
    }
    invalid("this is no public key that age encrypts to").help(HOW)
}

const HOW: &str = "take the line of `age-keygen -y KEY`, or of a file such as ~/.ssh/id_ed25519.pub or \
     /etc/ssh/ssh_host_ed25519_key.pub";

fn invalid(message: &str) -> Invalid {
    Invalid::new(
        "recipient",
        message,
        "an age recipient (age1…), or an SSH public key, ssh-ed25519 or ssh-rsa",
    )
}

fn refuse_weak(weakness: Weakness) -> Invalid {
    invalid(&weakness.message()).help(HOW)
}

fn refuse(text: &str, error: &ParseRecipientKeyError) -> Invalid {
    match error {
        ParseRecipientKeyError::RsaModulusTooSmall => {
            invalid("this RSA key has fewer than 2048 bits").help("take a longer or an ssh-ed25519 key")
        }
        ParseRecipientKeyError::RsaModulusTooLarge => {
            invalid("this RSA key has more than 4096 bits").help("take a shorter or an ssh-ed25519 key")
        }
        ParseRecipientKeyError::Unsupported(kind) => {
            invalid(&format!("age does not encrypt to SSH keys of the type {kind}")).help(HOW)
        }
        _ => unreadable(text),
    }
}

#[cfg(test)]
mod tests {
    use base64ct::{Base64, Encoding};
    use bech32::ToBase32;
    use proptest::prelude::*;

    use super::*;

    const ED25519: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL1MKt8jfnSMMq6vUOBAXhOWE2tWUrE+OI/JhVbT1x5v";

    #[test]
    fn an_ssh_key_loses_its_comment_and_nothing_else() {
        for text in [ED25519.to_owned(), format!("{ED25519} "), format!("{ED25519} host of somebody")] {
            assert_eq!(parse(&text).unwrap().as_str(), ED25519);
        }
        for text in [format!("{ED25519},x"), format!(" {ED25519}"), format!("{ED25519}\n{ED25519}")] {
            assert!(parse(&text).is_err(), "{text:?}");
        }
    }

    fn encoded(kind: &str, parts: &[&[u8]]) -> String {
        let all = std::iter::once(kind.as_bytes()).chain(parts.iter().copied());
        let content: Vec<u8> =
            all.flat_map(|part| [&u32::try_from(part.len()).unwrap().to_be_bytes(), part].concat()).collect();
        format!("{kind} {}", Base64::encode_string(&content))
    }

    pub(super) fn ssh_ed25519(point: &[u8; 32]) -> String {
        encoded("ssh-ed25519", &[point])
    }

    pub(super) fn ssh_rsa(exponent: &[u8], modulus: &[u8]) -> String {
        let sign: &[u8] = if modulus.first().is_some_and(|first| *first >= 0x80) { &[0] } else { &[] };
        encoded("ssh-rsa", &[exponent, &[sign, modulus].concat()])
    }

    #[test]
    fn a_key_in_another_spelling_is_the_same_recipient() {
        let key = age::x25519::Identity::generate().to_public().to_string();
        assert_eq!(parse(&key).unwrap(), parse(&key.to_uppercase()).unwrap());
    }

    #[test]
    fn a_key_with_something_behind_it_is_refused() {
        let text = encoded("ssh-rsa", &[&[1, 0, 1], &[0xab; 257], b"more"]);
        assert!(parse(&text).is_err());
        assert!(parse(&ssh_rsa(&[1], &[0xab; 256])).is_err(), "an exponent of one");
        assert!(parse(&ssh_rsa(&[3], &[0xab; 64])).is_err(), "512 bits");
        assert!(parse(&ssh_rsa(&[], &[])).is_err());
        assert!(parse(&ssh_rsa(&[0], &[])).is_err(), "age 0.11 panics at a number of zeros alone");
        assert!(parse(&ssh_rsa(&[1, 0, 1], &[0, 0])).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        /// Encrypting to an accepted key does not panic, and neither does parsing.
        #[test]
        fn no_text_makes_age_panic(
            point in prop::array::uniform32(any::<u8>()),
            modulus in prop::collection::vec(any::<u8>(), 0..600),
            exponent in prop::collection::vec(any::<u8>(), 0..6),
            text in "(ssh-rsa |ssh-ed25519 |age1|)[ -~]{0,80}",
        ) {
            let age1 = bech32::encode("age", point.to_base32(), bech32::Variant::Bech32).unwrap();
            for text in [age1, ssh_ed25519(&point), ssh_rsa(&exponent, &modulus), text] {
                let Ok(recipient) = parse(&text) else { continue };
                if let Ok(key) = recipient.as_str().parse::<age::x25519::Recipient>() {
                    prop_assert!(age::encrypt(&key, b"a").is_ok());
                } else {
                    prop_assert!(age::encrypt(&recipient.as_str().parse::<age::ssh::Recipient>().unwrap(), b"a").is_ok());
                }
            }
        }
    }

    #[test]
    fn a_private_key_is_recognised_but_not_repeated() {
        let key = "AGE-SECRET-KEY-1GQ9778VQXMMJVE8SK7J6VT8UJ4HDQAJUVSFCWCM02D8GEWQ72PVQ2Y5J33";
        let error = parse(key).unwrap_err();
        assert!(error.message.contains("private key") && !format!("{error:?}").contains("GQ9778"));
        let public = key.parse::<age::x25519::Identity>().unwrap().to_public().to_string();
        assert!(parse(&public).is_err(), "its private key stands above");
    }
}
