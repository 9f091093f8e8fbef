//! Paths inside an output of the tree.

use std::fmt;

/// A relative path of one or more components, none of them `.`, `..` or empty, separated by `/`.
///
/// It is below `out/public` or `out/secret`, such as `nodes/master-1/etc/kubernetes/pki/ca.crt`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelPath(String);

/// A text that is not a [`RelPath`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a relative path inside the tree")]
pub struct InvalidPath(pub String);

impl RelPath {
    /// Checks `text`.
    ///
    /// # Errors
    /// [`InvalidPath`] if a component is empty, `.` or `..`, or has a control character or a backslash.
    pub fn parse(text: &str) -> Result<Self, InvalidPath> {
        let bad = |c: char| c.is_control() || c == '\\';
        let good = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(bad);
        if text.split('/').all(good) { Ok(Self(text.to_owned())) } else { Err(InvalidPath(text.to_owned())) }
    }

    /// Joins parts that are known to be valid: names that a type has checked, and constants.
    #[must_use]
    pub(crate) fn joined(parts: &[&str]) -> Self {
        Self(parts.join("/"))
    }

    /// The path with `/` between its components.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its parent directory, unless that is the output itself.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rsplit_once('/').map(|(parent, _)| Self(parent.to_owned()))
    }
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
