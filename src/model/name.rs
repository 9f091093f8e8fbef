//! Names of clusters, nodes and administrators: DNS-1123 labels.

use super::text::readable_text;
use crate::diagnostic::Invalid;

/// The maximum length of a DNS label (RFC 1123 section 2.1, RFC 1035 section 2.3.4).
const MAX_LABEL: usize = 63;

/// A DNS-1123 label: 1 to 63 characters of `a-z`, `0-9` and `-`, which neither begins nor ends with `-`.
///
/// Kubernetes requires this form for object names (`k8s.io/apimachinery` `IsDNS1123Label`). A node's name is also its
/// host name.
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

/// The valid name that was probably meant, if there is an obvious one.
fn advice(text: &str) -> String {
    if text.len() > MAX_LABEL && text.split('.').all(is_label) {
        return "write at most 63 characters".to_owned();
    }
    if text.is_empty() {
        return "write a name".to_owned();
    }
    if text.parse::<std::net::IpAddr>().is_ok() {
        return "write a name: this is an address".to_owned();
    }
    if let Some((_, host)) = text.split_once('@').filter(|(user, host)| is_label(user) && is_label(host)) {
        return format!("write {host:?}");
    }
    let first = text.split('.').next().unwrap_or_default();
    if first.len() < text.len() && is_label(first) {
        return format!("write the first part alone, {first:?}; a name with dots can be one of `extra_sans`");
    }
    let replaced: String =
        text.to_ascii_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    match replaced.trim_matches('-') {
        label if is_label(label) && text.is_ascii() && !text.contains(char::is_control) => {
            format!("write {label:?}")
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

/// A node's name: its host name and the name of its Node object.
pub type NodeName = Label;

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
}
