//! The cluster's DNS domain and host names.

use std::fmt;

use super::{Invalid, name::is_label};

/// The most characters a domain name has in text form (RFC 1035 section 2.3.4).
const MAX_NAME: usize = 253;

/// A lower-case DNS name of one or more labels, such as `cluster.local` or `api.example.com`; no trailing dot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DnsDomain(String);

impl DnsDomain {
    /// Checks `text`.
    ///
    /// # Errors
    /// [`Invalid`] with code `dns-name` where `text` is no DNS-1123 subdomain, or ends in a label of digits only
    /// (such a name cannot be told from an address, RFC 1123 section 2.1).
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let numeric_end =
            text.rsplit('.').next().is_some_and(|label| label.bytes().all(|b| b.is_ascii_digit()));
        if text.len() <= MAX_NAME && text.split('.').all(is_label) && !numeric_end {
            Ok(Self(text.to_owned()))
        } else {
            Err(Invalid::new(
                "dns-name",
                format!("{text:?} is not a DNS name"),
                "labels of a-z, 0-9 and - separated by dots, the last not only digits",
            )
            .with_help(if text.ends_with('.') {
                "leave out the dot at its end"
            } else {
                "write it in lower case, without other characters"
            }))
        }
    }

    /// The name itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DnsDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
