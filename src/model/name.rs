//! Names of clusters, nodes and administrators: DNS-1123 labels and subdomains.

use super::text::readable_text;
use crate::diagnostic::Invalid;

/// The maximum length of a DNS label (RFC 1123 section 2.1, RFC 1035 section 2.3.4).
const MAX_LABEL: usize = 63;

/// A DNS-1123 label: 1 to 63 characters of `a-z`, `0-9` and `-`, which neither begins nor ends with `-`.
///
/// Kubernetes requires this form for some object names (`k8s.io/apimachinery` `IsDNS1123Label`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(String);

impl Label {
    /// Checks `text`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] with code `name` if `text` is not a DNS-1123 label.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if is_label(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Invalid::new(
                "name",
                format!("{text:?} is not a DNS-1123 label"),
                "1 to 63 characters of a-z, 0-9 and -, beginning and ending with a letter or digit",
            )
            .help(advice(text)))
        }
    }
}

readable_text!(Label);

/// The valid label that was probably meant, if there is an obvious one.
fn advice(text: &str) -> String {
    if text.len() > MAX_LABEL && text.split('.').all(is_label) {
        return format!("write at most {MAX_LABEL} characters");
    }
    if let Some(advice) = advice_on_any_name(text) {
        return advice;
    }
    let first = text.split('.').next().unwrap_or_default();
    if first.len() < text.len() && is_label(first) {
        return format!("write the first part alone, {first:?}");
    }
    replaced(text, is_label, "")
}

/// What is wrong with a text that is no name of any kind.
fn advice_on_any_name(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some("write a name".to_owned());
    }
    if text.parse::<std::net::IpAddr>().is_ok() {
        return Some("write a name: this is an address".to_owned());
    }
    let (_, host) = text.split_once('@').filter(|(user, host)| is_subdomain(user) && is_subdomain(host))?;
    Some(format!("write {host:?}"))
}

/// The text in lower case, with `-` for every character that a name cannot have, if that is a name.
fn replaced(text: &str, is_name: fn(&str) -> bool, separators: &str) -> String {
    let stays = |c: char| c.is_ascii_alphanumeric() || separators.contains(c);
    let replaced: String =
        text.to_ascii_lowercase().chars().map(|c| if stays(c) { c } else { '-' }).collect();
    match replaced.trim_matches('-') {
        name if is_name(name) && text.is_ascii() && !text.contains(char::is_control) => {
            format!("write {name:?}")
        }
        _ => "rename it".to_owned(),
    }
}

/// Whether `text` is a DNS-1123 label.
pub(super) fn is_label(text: &str) -> bool {
    let inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    text.len() <= MAX_LABEL
        && !text.is_empty()
        && text.bytes().all(inner)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// A cluster's name, as in kubeconfigs and `--cluster-name`. It can change; the [`ClusterId`](super::ClusterId)
/// cannot.
pub type ClusterName = Label;

/// The maximum length of a DNS name in text form (RFC 1035 section 2.3.4).
const MAX_SUBDOMAIN: usize = 253;

/// A DNS-1123 subdomain: up to 253 characters, DNS-1123 labels separated by dots.
///
/// Kubernetes requires this form for a Node's name (`k8s.io/apimachinery` `IsDNS1123Subdomain`). It must not be mistaken
/// for an IPv4 address, as a host name is that ends in a number (RFC 1123 section 2.1): a certificate would have it as a
/// dNSName, which nobody compares with an address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subdomain(String);

impl Subdomain {
    /// Checks `text`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] with code `name` if `text` is not a DNS-1123 subdomain, or it has dots and its last label consists of
    /// digits.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if is_subdomain(text) && !ends_in_number(text) {
            return Ok(Self(text.to_owned()));
        }
        let expected = "1 to 253 characters: labels of a-z, 0-9 and -, separated by dots, the last of which is not a number";
        let invalid = Invalid::new("name", format!("{text:?} is not a DNS-1123 subdomain"), expected);
        Err(invalid.help(subdomain_advice(text)))
    }
}

readable_text!(Subdomain);

/// Whether `text` has the form of `IsDNS1123Subdomain`.
fn is_subdomain(text: &str) -> bool {
    text.len() <= MAX_SUBDOMAIN && text.split('.').all(is_label)
}

/// Whether programs take the text for an address.
fn ends_in_number(text: &str) -> bool {
    text.rsplit_once('.').is_some_and(|(_, last)| last.bytes().all(|b| b.is_ascii_digit()))
}

/// The valid name that was probably meant, if there is an obvious one.
fn subdomain_advice(text: &str) -> String {
    let is_label_or_longer = |label: &str| is_label(label.get(..MAX_LABEL).unwrap_or(label));
    if let Some(advice) = advice_on_any_name(text) {
        return advice;
    }
    if text.split('.').all(is_label_or_longer) && !ends_in_number(text) {
        return format!("write at most {MAX_LABEL} characters between two dots, and {MAX_SUBDOMAIN} in all");
    }
    if is_subdomain(text) {
        return "add a part that is not a number: programs take this name for an address".to_owned();
    }
    if text.starts_with('.') || text.contains("..") {
        return "write something before each dot".to_owned();
    }
    if text.strip_suffix('.').is_some_and(is_subdomain) {
        return "leave out the dot at its end".to_owned();
    }
    replaced(text, |name| is_subdomain(name) && !ends_in_number(name), ".")
}

/// A node's name: its host name and the name of its Node object.
pub type NodeName = Subdomain;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_only_dns_1123_labels() {
        for good in ["a", "master-1", "0", &"x".repeat(63)] {
            assert!(Label::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "-a", "a-", "A", "a.b", "a_b", "ä", "a\nb", &"x".repeat(64)] {
            assert!(Label::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn accepts_only_dns_1123_subdomains() {
        let longest = format!("{0}.{0}.{0}.{1}", "x".repeat(63), "y".repeat(61));
        for good in ["a", "0", "7", "worker-1.example.com", "1.2.3.a", "a.b", longest.as_str()] {
            assert!(Subdomain::parse(good).is_ok(), "{good}");
        }
        let longer = format!("{longest}y");
        let long_label = format!("{}.com", "x".repeat(64));
        let bad = [
            "", ".", "a.", ".a", "a..b", "-a.b", "a-.b", "A.b", "a_b.c", "a\n.b", "a/b", "10.0.0.1", "a.1",
            &longer,
        ];
        for bad in bad.into_iter().chain([long_label.as_str()]) {
            assert!(Subdomain::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_advice_is_about_what_is_wrong() {
        let long_label = format!("{}.com", "x".repeat(64));
        for (text, help) in [
            ("", "write a name"),
            ("10.0.0.1", "this is an address"),
            ("a.1", "not a number"),
            ("root@worker-1.example.com", "write \"worker-1.example.com\""),
            ("Worker_1.example.com", "write \"worker-1.example.com\""),
            ("a..b", "before each dot"),
            ("a.example.com.", "leave out the dot"),
            (&long_label, "at most 63 characters"),
            ("ä", "rename it"),
        ] {
            let said = Subdomain::parse(text).unwrap_err().help.unwrap();
            assert!(said.contains(help), "{text}: {said}");
        }
    }
}
