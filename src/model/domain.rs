//! The cluster's DNS domain and host names.

use super::{name::is_label, text::readable_text};
use crate::diagnostic::Invalid;

/// The maximum length of a domain name in text form (RFC 1035 section 2.3.4).
const MAX_NAME: usize = 253;

/// A lower-case DNS name of one or more labels, such as `cluster.local` or `api.example.com`, without a trailing dot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DnsDomain(String);

impl DnsDomain {
    /// Checks `text`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] with code `dns-name` if `text` is not a DNS-1123 subdomain, or its last label consists of digits:
    /// it could then be mistaken for an address (RFC 1123 section 2.1).
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
            .help(advice(text)))
        }
    }
}

impl DnsDomain {
    /// A name whose first label is `*`, from the labels that follow. `None` if those are not a domain of at least two
    /// labels: no client trusts a wildcard for a whole top-level domain.
    pub(super) fn parse_wildcard(rest: &str) -> Option<Self> {
        let is_domain = Self::parse(rest).is_ok() && rest.contains('.') && rest.len() + 2 <= MAX_NAME;
        is_domain.then(|| Self(format!("*.{rest}")))
    }
}

/// What is wrong with a text that is not a name.
fn advice(text: &str) -> &'static str {
    let is_longer = |label: &str| label.len() > 63;
    let numeric = |c: char| c.is_ascii_digit() || c == '.';
    if text.is_empty() {
        "write a name, such as cluster.local or api.example.com"
    } else if text.ends_with('.') {
        "leave out the dot at its end"
    } else if text.chars().all(numeric) {
        "an address has four numbers from 0 to 255; a name ends in a label that is no number"
    } else if text.starts_with('.') || text.contains("..") {
        "write something before each dot"
    } else if text.len() > MAX_NAME || text.split('.').any(is_longer) {
        "a label has at most 63 characters, and a name 253"
    } else {
        "write letters a-z, digits and - in lower case, with dots between"
    }
}

readable_text!(DnsDomain);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_advice_is_about_what_is_wrong() {
        for (text, help) in [
            ("", "write a name"),
            ("a.", "leave out the dot"),
            ("999.1.1.1", "from 0 to 255"),
            ("a..b", "before each dot"),
            (".a", "before each dot"),
            (&"x".repeat(64), "63 characters"),
            ("API_x.example.com", "lower case"),
        ] {
            let said = DnsDomain::parse(text).unwrap_err().help.unwrap();
            assert!(said.contains(help), "{text}: {said}");
        }
    }
}
