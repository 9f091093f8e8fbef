//! Bootstrap tokens, with which a new machine requests its first certificate.

use std::fmt;

use zeroize::Zeroizing;

use super::context::Context;
use super::error::DeriveError;
use super::info::{Derivation, Purpose};
use super::label::{Generation, Label};

/// Characters of the token's id. (Kubernetes, k8s.io/cluster-bootstrap/token/api: `[a-z0-9]{6}`.)
const ID_LEN: usize = 6;
/// Characters of the token's secret. (The same source: `[a-z0-9]{16}`.)
const SECRET_LEN: usize = 16;
const ALPHABET: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
/// The largest multiple of 36 that fits a byte. Bytes from here on are rejected, since they would favour some characters.
const FAIR: u8 = 252;

/// A bootstrap token, `id.secret`. Only its id may be shown.
pub struct BootstrapToken {
    id: String,
    secret: Zeroizing<String>,
}

impl BootstrapToken {
    /// Derives the token of `label`: its id for `label/id` and its secret for `label/secret`. A new token, for example
    /// because of a new expiry, needs a new label.
    ///
    /// # Errors
    /// If the label with its suffix is too long.
    pub fn derive(context: &Context<'_>, label: &Label, generation: Generation) -> Result<Self, DeriveError> {
        let half = |name: &str, count| {
            let label = format!("{label}/{name}");
            let of =
                Derivation { purpose: Purpose::BootstrapToken, algorithm: "", label: &label, generation };
            characters(context, of, count)
        };
        Ok(Self { id: half("id", ID_LEN)?.as_str().to_owned(), secret: half("secret", SECRET_LEN)? })
    }

    /// The id: 6 characters of `a-z0-9`. The token's Secret is named after it, `bootstrap-token-<id>`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The secret: 16 characters of `a-z0-9`.
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// The whole token, `id.secret`, as in a bootstrap kubeconfig.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(ID_LEN + 1 + SECRET_LEN));
        text.push_str(&self.id);
        text.push('.');
        text.push_str(&self.secret);
        text
    }
}

impl fmt::Debug for BootstrapToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BootstrapToken({}, redacted)", self.id)
    }
}

/// The first `count` bytes that are not rejected, of the attempts 0, 1, 2, … of `count` bytes each, as characters.
fn characters(
    context: &Context<'_>,
    of: Derivation<'_>,
    count: usize,
) -> Result<Zeroizing<String>, DeriveError> {
    let length = u16::try_from(count).unwrap_or(u16::MAX);
    let mut text = Zeroizing::new(String::with_capacity(count));
    for attempt in 0..=u32::MAX {
        let secret = context.secret(of, attempt, length)?;
        let fair = secret.as_bytes().iter().filter_map(|byte| character(*byte));
        let missing = count - text.len();
        text.extend(fair.take(missing));
        if text.len() == count {
            return Ok(text);
        }
    }
    Err(DeriveError::Exhausted { what: "bootstrap token" })
}

/// The character of a byte, unless the byte is rejected.
fn character(byte: u8) -> Option<char> {
    if byte >= FAIR {
        return None;
    }
    ALPHABET.get(usize::from(byte) % ALPHABET.len()).map(|character| char::from(*character))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Seed;

    fn token(label: &str) -> BootstrapToken {
        let seed = Seed::DEMO;
        let context = Context::new(&seed, 1, "c").unwrap();
        BootstrapToken::derive(&context, &Label::new(label).unwrap(), Generation::FIRST).unwrap()
    }

    #[test]
    fn each_character_stands_for_seven_bytes() {
        for expected in ALPHABET.map(char::from) {
            let bytes = (0..=u8::MAX).filter(|byte| character(*byte) == Some(expected));
            assert_eq!(bytes.count(), 7, "{expected}");
        }
    }

    #[test]
    fn a_token_has_the_form_that_kubernetes_asks_for() {
        // About 1 in 3 of these tokens has a byte that is rejected.
        for number in 0..50 {
            let text = token(&number.to_string()).to_text();
            let (id, secret) = text.split_once('.').unwrap();
            assert_eq!((id.len(), secret.len()), (6, 16));
            assert!((id.to_owned() + secret).bytes().all(|b| ALPHABET.contains(&b)));
        }
    }

    #[test]
    fn another_label_is_another_token_in_both_halves() {
        let (one, two) = (token("a"), token("b"));
        assert_ne!(one.id(), two.id());
        assert_ne!(one.secret(), two.secret());
    }

    #[test]
    fn debug_shows_only_the_id() {
        let token = token("a");
        let shown = format!("{token:?}");
        assert_eq!(shown, format!("BootstrapToken({}, redacted)", token.id()));
    }
}
