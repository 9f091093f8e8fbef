//! Who can open what is encrypted.

use age::ssh::ParseRecipientKeyError;

use super::{Invalid, text::readable_text};

/// A public key that age encrypts to, as text: `age1…`, `ssh-ed25519 …` or `ssh-rsa …`, an SSH key without its comment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Recipient(String);

impl Recipient {
    /// Reads a public key; the comment of an SSH key may follow it.
    ///
    /// # Errors
    /// [`Invalid`] with code `recipient`, or `private-key` where it is one. It never repeats the text, which may be a private key by mistake.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if text.starts_with("AGE-SECRET-KEY-") || text.contains("PRIVATE KEY") {
            let help = "name its public half; and make a new key, since this one may be in Git now";
            let invalid = Invalid { code: Invalid::PRIVATE_KEY, ..invalid("this is a private key") };
            return Err(invalid.with_help(help));
        }
        if let Ok(recipient) = text.parse::<age::x25519::Recipient>() {
            return Ok(Self(recipient.to_string()));
        }
        let recipient: age::ssh::Recipient = text.parse().map_err(|error| refuse(&error))?;
        let key = recipient.to_string();
        match text.strip_prefix(&key) {
            Some(comment) if comment.is_empty() || comment.starts_with(' ') => Ok(Self(key)),
            _ => Err(invalid("this is no public key that age encrypts to").with_help(HOW)),
        }
    }
}

readable_text!(Recipient);

const HOW: &str = "take the line of `age-keygen -y KEY`, or of a file such as ~/.ssh/id_ed25519.pub or \
     /etc/ssh/ssh_host_ed25519_key.pub";

fn invalid(message: &str) -> Invalid {
    Invalid::new(
        "recipient",
        message,
        "an age recipient (age1…), or an SSH public key, ssh-ed25519 or ssh-rsa",
    )
}

fn refuse(error: &ParseRecipientKeyError) -> Invalid {
    match error {
        ParseRecipientKeyError::RsaModulusTooSmall => {
            invalid("this RSA key has fewer than 2048 bits").with_help("take a longer or an ssh-ed25519 key")
        }
        ParseRecipientKeyError::RsaModulusTooLarge => {
            invalid("this RSA key has more than 4096 bits").with_help("take a shorter or an ssh-ed25519 key")
        }
        ParseRecipientKeyError::Unsupported(kind) => {
            invalid(&format!("age does not encrypt to SSH keys of the type {kind}")).with_help(HOW)
        }
        _ => invalid("this is no public key that age encrypts to").with_help(HOW),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ED25519: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW+uObz5dvMgjz1OxfM/XXUB+VHtZ6isGN";

    #[test]
    fn an_ssh_key_loses_its_comment_and_nothing_else() {
        for text in [ED25519.to_owned(), format!("{ED25519} "), format!("{ED25519} host of somebody")] {
            assert_eq!(Recipient::parse(&text).unwrap().as_str(), ED25519);
        }
        for text in [format!("{ED25519},x"), format!(" {ED25519}"), format!("{ED25519}\n{ED25519}")] {
            assert!(Recipient::parse(&text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_private_key_is_told_but_not_repeated() {
        let key = "AGE-SECRET-KEY-1GQ9778VQXMMJVE8SK7J6VT8UJ4HDQAJUVSFCWCM02D8GEWQ72PVQ2Y5J33";
        let error = Recipient::parse(key).unwrap_err();
        assert!(error.message.contains("private key") && !format!("{error:?}").contains("GQ9778"));
        let public = key.parse::<age::x25519::Identity>().unwrap().to_public().to_string();
        assert_eq!(Recipient::parse(&public).unwrap().as_str(), public);
    }
}
