//! The ID from which a cluster's keys are derived.

use super::text::readable_text;
use crate::diagnostic::Invalid;

/// 128 random bits as 32 lower-case hexadecimal digits, created once by `init`.
///
/// It is an input of every derivation, so a cluster can be renamed, and its addresses changed, without changing a
/// key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClusterId(String);

impl ClusterId {
    /// Checks `text`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] with code `cluster-id` if `text` is not 32 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if text.len() == 32 && text.bytes().all(digit) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Invalid::new(
                "cluster-id",
                format!("{text:?} is not a cluster id"),
                "32 lower-case hexadecimal digits, as `kubemint init` writes them",
            )
            .help(advice(text)))
        }
    }
}

/// How to correct a text that is almost an ID. A UUID has the same 128 bits.
fn advice(text: &str) -> &'static str {
    let is_nearly = text.bytes().filter(u8::is_ascii_hexdigit).count() == 32
        && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-' || byte.is_ascii_whitespace());
    if is_nearly {
        "write its 32 digits in lower case, without dashes"
    } else {
        "copy the one that the cluster began with; a new cluster takes what `openssl rand -hex 16` gives"
    }
}

readable_text!(ClusterId);
