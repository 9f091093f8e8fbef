//! URLs as Go's `net/url` parses them (Go 1.26, `url.Parse`), which Kubernetes uses to validate them.

/// Whether this is an https URL without user, query and fragment, as an issuer's URL must be (`k8s.io/apiserver`,
/// `validateURL`).
pub(super) fn is_plain_https(url: &str) -> bool {
    let is_control = |c: char| c < ' ' || c == '\u{7f}';
    if url.contains(is_control) {
        return false;
    }
    let (before_fragment, fragment) = url.split_once('#').unwrap_or((url, ""));
    let (before_query, query) = before_fragment.split_once('?').unwrap_or((before_fragment, ""));
    let Some((scheme, rest)) = before_query.split_once(':') else { return false };
    if !scheme.eq_ignore_ascii_case("https") || !fragment.is_empty() || !query.is_empty() {
        return false;
    }
    let Some(rest) = rest.strip_prefix("//") else {
        return !rest.starts_with('/') || has_whole_escapes(rest);
    };
    let (authority, path) = rest.find('/').and_then(|at| rest.split_at_checked(at)).unwrap_or((rest, ""));
    !authority.contains('@') && is_host(authority) && has_whole_escapes(path)
}

/// Whether each `%` is followed by two hexadecimal digits.
fn has_whole_escapes(text: &str) -> bool {
    text.split('%').skip(1).all(|rest| rest.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2)
}

/// A name or an address, with brackets around an IPv6 address, and an optional port, which may be empty.
fn is_host(host: &str) -> bool {
    let port_is_good = |port: &str| port.bytes().all(|b| b.is_ascii_digit());
    if let Some(rest) = host.strip_prefix('[') {
        return rest.split_once(']').is_some_and(|(address, port)| {
            address.parse::<std::net::Ipv6Addr>().is_ok()
                && (port.is_empty() || port.strip_prefix(':').is_some_and(port_is_good))
        });
    }
    let (name, port) = host.rsplit_once(':').unwrap_or((host, ""));
    let in_name = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || "-_.~!$&'()*+,;=:<>\"".contains(c);
    port_is_good(port) && name.chars().all(in_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The verdicts of Go 1.26's `url.Parse` and `validateURL`.
    #[test]
    fn urls_are_those_that_kubernetes_takes() {
        for good in [
            "https://a.example.com",
            "https://a.example.com/",
            "HTTPS://a",
            "https://a:8443/x%20y",
            "https://a:99999",
            "https://[fd00::1]:443/",
            "https://a:/",
            "https://",
            "https://a?",
            "https://a#",
            "https://ä.example.com",
        ] {
            assert!(is_plain_https(good), "{good}");
        }
        for bad in [
            "",
            "a.example.com",
            "http://a",
            "https://u@a",
            "https://u:p@a/",
            "https://a?x",
            "https://a#x",
            "https://%zz",
            "https://a/%zz",
            "https://a:port",
            "https://a b",
            "https://a\n",
            "https://[fd00::1",
            "https://[nonsense]",
            " https://a",
            "https://a{b}",
        ] {
            assert!(!is_plain_https(bad), "{bad}");
        }
    }
}
