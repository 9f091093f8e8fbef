//! `[service_accounts]`: who issues the tokens of service accounts, to whom they are addressed, and which keys verify them.

use serde::{Deserialize, Serialize};

use super::{DnsDomain, Validity, text::readable_text};
use crate::diagnostic::Invalid;

/// `[service_accounts]`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceAccountSettings {
    /// `--service-account-issuer`: the first one signs, all are accepted. Empty: the name of the Service `kubernetes` alone.
    pub issuers: Vec<TokenIssuer>,
    /// `--service-account-jwks-uri`: where others find the public keys.
    pub jwks_uri: Option<HttpsUrl>,
    /// `--api-audiences`. Empty: the issuers.
    pub api_audiences: Vec<TokenAudience>,
    /// `--service-account-max-token-expiration`
    pub max_token_expiration: Option<Validity>,
    /// More public keys whose tokens are accepted, a file each.
    pub verification_keys: Vec<VerificationKeys>,
}

impl ServiceAccountSettings {
    /// Whether nothing is set, as in clusters of before the table.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// The issuer of a token, its claim `iss`: an https URL, or a text without a colon (Kubernetes 1.37,
/// `pkg/kubeapiserver/options/authentication.go`, `Validate`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenIssuer(String);

/// An audience of a token, its claim `aud`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenAudience(String);

/// `https://HOST[:PORT][/PATH]` without user, query and fragment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HttpsUrl(String);

/// Public keys of service accounts, PEM, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerificationKeys(String);

readable_text!(TokenIssuer, TokenAudience, HttpsUrl, VerificationKeys);

/// The most characters of an issuer or an audience.
const LONGEST: usize = 1024;

/// Whether it can be an item of a flag's comma-separated list, and be shown.
fn is_plain(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_graphic() && !matches!(b, b',' | b'"' | b'\'' | b'\\' | b'`');
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(plain)
}

impl TokenIssuer {
    /// Checks `text`.
    ///
    /// # Errors
    /// [`Invalid`] with code `token-issuer`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if is_plain(text) && (!text.contains(':') || is_https_url(text)) {
            return Ok(Self(text.to_owned()));
        }
        let invalid = Invalid::new(
            "token-issuer",
            format!("{text:?} is not an issuer of tokens"),
            "an https:// URL without query and fragment, or a word without a colon",
        );
        Err(invalid.help(url_advice(text)))
    }
}

impl TokenAudience {
    /// Checks `text`.
    ///
    /// # Errors
    /// [`Invalid`] with code `audience`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if is_plain(text) {
            return Ok(Self(text.to_owned()));
        }
        let expected = "1 to 1,024 characters of ASCII without spaces, commas and quotes";
        let invalid = Invalid::new("audience", format!("{text:?} is not an audience"), expected);
        Err(invalid.help("write each audience as a string of its own"))
    }
}

impl HttpsUrl {
    /// Checks `text`.
    ///
    /// # Errors
    /// [`Invalid`] with code `https-url`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if is_plain(text) && is_https_url(text) {
            return Ok(Self(text.to_owned()));
        }
        let expected = "https://HOST, https://HOST:PORT or the same with a path";
        Err(Invalid::new("https-url", format!("{text:?} is not an https URL"), expected)
            .help(url_advice(text)))
    }
}

/// Whether a text is `https://HOST[:PORT][/PATH]`.
fn is_https_url(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else { return false };
    let (authority, path) = rest.find('/').and_then(|at| rest.split_at_checked(at)).unwrap_or((rest, ""));
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let is_port = |port: &str| {
        port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0)
    };
    let in_path = |b: u8| b.is_ascii_alphanumeric() || b"/-._~".contains(&b);
    is_host(host) && port.is_none_or(is_port) && path.bytes().all(in_path)
}

/// A name or an address, an IPv6 address in brackets.
fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return address.parse::<std::net::Ipv6Addr>().is_ok();
    }
    DnsDomain::parse(host).is_ok() || host.parse::<std::net::Ipv4Addr>().is_ok()
}

/// What is wrong with a text that is no URL.
fn url_advice(text: &str) -> String {
    if let Some(rest) = text.strip_prefix("http://") {
        let url = format!("https://{rest}");
        return format!("clients of tokens connect with TLS only: write {url:?}");
    }
    if text.contains(['?', '#']) {
        return "leave out what follows the path".to_owned();
    }
    if text.contains('@') {
        return "leave out the user".to_owned();
    }
    if text.contains(',') {
        return "write each as a string of its own".to_owned();
    }
    "write a URL such as \"https://oidc.example.com/cluster\"".to_owned()
}

impl VerificationKeys {
    /// A text that `documents::verification_keys` accepted.
    pub(crate) const fn checked(text: String) -> Self {
        Self(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuers_are_urls_or_words() {
        for good in [
            "https://a.example.com",
            "https://a.example.com:8443/x/y-1",
            "https://[fd00::1]:443/",
            "kubernetes/serviceaccount",
            "api",
        ] {
            assert!(TokenIssuer::parse(good).is_ok(), "{good}");
        }
        let long = "x".repeat(1025);
        for bad in [
            "",
            "http://a",
            "https://",
            "https://a?b",
            "https://a#b",
            "https://u@a",
            "https://a:0",
            "https://a:99999",
            "https://a b",
            "a,b",
            "a:b",
            "https://A",
            "https://a/%zz",
            &long,
        ] {
            assert!(TokenIssuer::parse(bad).is_err(), "{bad}");
        }
        assert!(HttpsUrl::parse("api").is_err());
        assert!(TokenAudience::parse("vault").is_ok());
        assert!(TokenAudience::parse("a b").is_err());
    }

    #[test]
    fn the_advice_is_about_what_is_wrong() {
        for (text, help) in [
            ("http://a.example.com", "\"https://a.example.com\""),
            ("https://a/?x", "what follows the path"),
            ("https://u@a", "leave out the user"),
            ("https://a,https://b", "a string of its own"),
            ("https://", "write a URL"),
        ] {
            assert!(TokenIssuer::parse(text).unwrap_err().help.unwrap().contains(help), "{text}");
        }
    }
}
