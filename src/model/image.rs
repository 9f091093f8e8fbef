//! The parts of an image reference (`distribution/reference`).

use super::text::readable_text;
use crate::diagnostic::Invalid;

/// The prefix of images, `HOST[:PORT][/PATH]`, such as `registry.k8s.io` or `registry.example.com:5000/mirror`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImageRepository(String);

/// A digest of an image, `sha256:` and 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImageDigest(String);

/// A tag of an image.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImageTag(String);

readable_text!(ImageRepository, ImageDigest, ImageTag);

/// The repository that was probably meant by a URL or an image with a tag.
fn bare_repository(text: &str) -> String {
    let bare = text.split_once("://").map_or(text, |(_, rest)| rest).trim_end_matches('/');
    let bare = match bare.rsplit_once(':') {
        Some((before, tag)) if before.contains('/') && !tag.contains('/') => before,
        _ => bare,
    };
    if bare != text && ImageRepository::parse(bare).is_ok() {
        return format!("write {bare:?}: no scheme, tag or trailing slash");
    }
    "take what stands before the image's own name, such as \"registry.k8s.io\"".to_owned()
}

impl ImageRepository {
    /// Checks `text`.
    ///
    /// # Errors
    /// [`Invalid`] with code `image-repository`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let mut parts = text.split('/');
        let host = parts.next().unwrap_or_default();
        let (host, port) = host.split_once(':').unwrap_or((host, "443"));
        let port_ok =
            port.parse::<u16>().is_ok_and(|number| number != 0) && port.bytes().all(|b| b.is_ascii_digit());
        if port_ok && host.split('.').all(is_path_component) && parts.all(is_path_component) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Invalid::new(
                "image-repository",
                format!("{text:?} is not an image repository"),
                "HOST, HOST:PORT or HOST/PATH in lower case, without a scheme or a trailing slash",
            )
            .help(bare_repository(text)))
        }
    }
}

/// `[a-z0-9]+`, separated by `.`, `_`, `__` or dashes.
fn is_path_component(text: &str) -> bool {
    let alphanumeric = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    let inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-');
    alphanumeric(text.chars().next())
        && alphanumeric(text.chars().last())
        && text.bytes().all(inner)
        && !text.contains("..")
}

impl ImageDigest {
    /// Checks `text`.
    ///
    /// # Errors
    /// [`Invalid`] with code `image-digest`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        match text.strip_prefix("sha256:") {
            Some(hex) if hex.len() == 64 && hex.bytes().all(digit) => Ok(Self(text.to_owned())),
            _ => Err(Invalid::new(
                "image-digest",
                format!("{text:?} is not an image digest"),
                "sha256: and 64 lower-case hexadecimal digits",
            )
            .help(
                match text.rsplit_once('@').filter(|(_, digest)| Self::parse(digest).is_ok()) {
                    Some((_, digest)) => format!("write {digest:?}: the digest alone"),
                    None => "`crane digest IMAGE` or your registry says it".to_owned(),
                },
            )),
        }
    }
}

impl ImageTag {
    /// Checks `text`.
    ///
    /// # Errors
    /// [`Invalid`] with code `image-tag`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let letter = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
        if (1..=128).contains(&text.len()) && text.bytes().all(letter) && !text.starts_with(['.', '-']) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Invalid::new(
                "image-tag",
                format!("{text:?} is not an image tag"),
                "up to 128 letters, digits, ., _ and -, such as \"3.7.0-0\"",
            )
            .help("leave it out for the tag that kubeadm of that minor names"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_has_no_scheme_tag_or_slash_at_its_end() {
        for good in ["registry.k8s.io", "localhost:5000", "registry.example.com:5000/k8s/mirror_1"] {
            assert!(ImageRepository::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "https://registry.k8s.io",
            "registry.k8s.io/",
            "a//b",
            "A.io",
            "a:b",
            "a:0",
            "a b",
            "a/b:1",
            ".a",
        ] {
            assert!(ImageRepository::parse(bad).is_err(), "{bad}");
        }
    }
}
