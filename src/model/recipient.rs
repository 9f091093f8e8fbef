//! Who can decrypt the secret output.

use super::text::readable_text;

/// A public key for age, as text: `age1…`, `ssh-ed25519 …` or `ssh-rsa …`, an SSH key without its comment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Recipient(String);

readable_text!(Recipient);

impl Recipient {
    /// A key that `recipient::parse` accepted.
    pub(crate) const fn checked(key: String) -> Self {
        Self(key)
    }
}
