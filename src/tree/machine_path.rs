//! Paths on a machine.

use std::{borrow::Cow, fmt};

use super::RelPath;
use crate::model::{LogPath, NodeName, SourcePath};

/// An absolute path on a machine, such as `/etc/kubernetes/pki/ca.crt`, with no `.`, `..`, doubled or trailing `/`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MachinePath(Cow<'static, str>);

/// Declares constant paths, and a test that each of them is valid.
macro_rules! machine_paths {
    ($($(#[$doc:meta])* $name:ident = $path:literal;)*) => {
        $($(#[$doc])* pub const $name: $crate::tree::MachinePath = $crate::tree::MachinePath::known($path);)*

        #[cfg(test)]
        mod tests {
            #[test]
            fn every_path_is_valid() {
                for path in [$($path),*] {
                    assert!($crate::tree::MachinePath::parse(path).is_some(), "{path}");
                }
            }
        }
    };
}
pub(crate) use machine_paths;

impl MachinePath {
    /// A constant path. A test checks that each of them is valid.
    #[must_use]
    pub const fn known(path: &'static str) -> Self {
        Self(Cow::Borrowed(path))
    }

    /// Checks a path; `None` if it is not valid.
    #[cfg(test)]
    pub(crate) fn parse(path: &str) -> Option<Self> {
        let rest = path.strip_prefix('/')?;
        RelPath::parse(rest).ok().map(|_| Self(Cow::Owned(path.to_owned())))
    }

    /// The directory of a log file.
    #[must_use]
    pub fn of_logs(log: &LogPath) -> Self {
        Self(Cow::Owned(log.folder().to_owned()))
    }

    /// The path of a user's file, from its path below the directory that is laid over the root.
    #[must_use]
    pub fn of_overlay(path: &SourcePath) -> Self {
        Self(Cow::Owned(format!("/{path}")))
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path relative to the machine's root: `etc/kubernetes/pki/ca.crt`.
    #[must_use]
    pub fn from_root(&self) -> &str {
        self.0.trim_start_matches('/')
    }

    /// The path of the file or directory `name` in this directory.
    #[must_use]
    pub fn join(&self, name: &str) -> Self {
        Self(Cow::Owned(format!("{self}/{name}")))
    }

    /// The rest of a path relative to the machine's root, below this directory.
    #[must_use]
    pub fn below<'a>(&self, path: &'a str) -> Option<&'a str> {
        path.strip_prefix(self.from_root())?.strip_prefix('/')
    }

    /// Its path in an output of the tree: `nodes/NODE/etc/kubernetes/pki/ca.crt`.
    #[must_use]
    pub fn on(&self, node: &NodeName) -> RelPath {
        RelPath::joined(&["nodes", node.as_str(), self.from_root()])
    }
}

impl MachinePath {
    /// The path on the machine of the file at `path` in an output of the tree; `None` if the file is not `node`'s.
    #[must_use]
    pub fn of(path: &RelPath, node: &NodeName) -> Option<Self> {
        let rest = path.as_str().strip_prefix("nodes/")?.strip_prefix(node.as_str())?;
        rest.starts_with('/').then(|| Self(Cow::Owned(rest.to_owned())))
    }
}

impl fmt::Display for MachinePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
