//! The Kubernetes version of a cluster.

use std::fmt;

use super::Invalid;
use crate::kubernetes::Minor;

/// A released version of a supported Kubernetes minor, written `1.37.2` (no leading `v`, no pre-release).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KubernetesVersion {
    minor: Minor,
    patch: u64,
}

impl KubernetesVersion {
    /// Reads `1.MINOR.PATCH`.
    ///
    /// # Errors
    /// [`Invalid`] with code `kubernetes-version` where `text` is no such version or its minor is not supported.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let refuse = |message: String| {
            Invalid::new("kubernetes-version", message, "a release from 1.34.0 to 1.37.x, such as \"1.37.2\"")
                .with_help(
                    "take a patch release of one of these minors, three numbers without a v before them",
                )
        };
        let version = semver::Version::parse(text)
            .map_err(|error| refuse(format!("{text:?} is not a version: {error}")))?;
        if !version.pre.is_empty() || !version.build.is_empty() {
            return Err(refuse(format!("{text:?} is not a release")));
        }
        let minor = Minor::from_numbers(version.major, version.minor).ok_or_else(|| {
            refuse(format!("Kubernetes {}.{} is not supported", version.major, version.minor))
        })?;
        Ok(Self { minor, patch: version.patch })
    }

    /// The minor, which decides flags, feature gates and images.
    #[must_use]
    pub const fn minor(self) -> Minor {
        self.minor
    }
}

impl fmt::Display for KubernetesVersion {
    /// Writes `1.37.2`; an image tag is this with a `v` before it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.minor, self.patch)
    }
}
