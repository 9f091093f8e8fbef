//! The Kubernetes version of a cluster.

use std::fmt;

use super::Minor;
use crate::diagnostic::Invalid;

/// A release of a supported minor of Kubernetes, written `1.37.2` (no leading `v`, no pre-release).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KubernetesVersion {
    minor: Minor,
    patch: u64,
}

impl KubernetesVersion {
    /// Parses `1.MINOR.PATCH`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] with code `kubernetes-version` if `text` is not such a version, or its minor is not supported.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let refuse = |message: String, help: String| {
            Invalid::new("kubernetes-version", message, "a release from 1.34.0 to 1.37.x, such as \"1.37.2\"")
                .help(help)
        };
        let version = semver::Version::parse(text)
            .map_err(|_| refuse(format!("{text:?} is not a version of Kubernetes"), advice(text)))?;
        if !version.pre.is_empty() || !version.build.is_empty() {
            let release = format!("{}.{}.{}", version.major, version.minor, version.patch);
            return Err(refuse(format!("{text:?} is not a release"), format!("write {release:?}")));
        }
        let minor = Minor::from_numbers(version.major, version.minor).ok_or_else(|| {
            refuse(
                format!("Kubernetes {}.{} is not supported", version.major, version.minor),
                "this kubemint knows 1.34 to 1.37; a newer Kubernetes needs a newer kubemint".to_owned(),
            )
        })?;
        Ok(Self { minor, patch: version.patch })
    }

    /// The minor, which determines flags, feature gates and images.
    #[must_use]
    pub const fn minor(self) -> Minor {
        self.minor
    }
}

/// How to correct a text that is almost a version.
fn advice(text: &str) -> String {
    let bare = text.trim().trim_start_matches(['v', 'V']);
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = bare.split('.').collect();
    match parts.as_slice() {
        [major, minor, patch] if [major, minor, patch].iter().all(|part| is_number(part)) => {
            format!("write \"{bare}\"")
        }
        [major, minor] if is_number(major) && is_number(minor) => {
            format!("add the patch release, such as \"{bare}.2\"; `kubectl version` says what runs now")
        }
        _ => "write three numbers with dots between, such as \"1.37.2\"; nothing is looked up, so there is no newest one"
            .to_owned(),
    }
}

impl fmt::Display for KubernetesVersion {
    /// Formats `1.37.2`; an image tag has a `v` in front.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.minor, self.patch)
    }
}
