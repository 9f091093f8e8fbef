//! The place of a file in a tree.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use super::{RelPath, Secrecy};

/// An output of the tree and a path in it, written `public/nodes/master-1/etc/kubernetes/pki/ca.crt`.
///
/// Places are ordered by output, then by path, byte by byte, which is the order of kubemint.lock.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The output.
    pub secrecy: Secrecy,
    /// The path below it.
    pub path: RelPath,
}

impl Place {
    /// A place in the public output.
    #[must_use]
    pub const fn public(path: RelPath) -> Self {
        Self { secrecy: Secrecy::Public, path }
    }

    /// A place in the secret output.
    #[must_use]
    pub const fn secret(path: RelPath) -> Self {
        Self { secrecy: Secrecy::Secret, path }
    }

    /// Its path on disk, if the tree is at `root`.
    #[must_use]
    pub fn path_in(&self, root: &Path) -> PathBuf {
        root.join(self.secrecy.folder()).join(self.path.as_str())
    }

    /// Its parent directories below the tree's root, innermost first: `public/nodes` before `public`.
    pub fn folders(&self) -> impl Iterator<Item = String> {
        let outer = |path: &String| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
        std::iter::successors(outer(&self.to_string()), outer)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.secrecy.folder(), self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_a_tree_has_a_path() {
        let place = Place::secret(RelPath::parse("nodes/a/etc/x").unwrap());
        assert_eq!(place.path_in(Path::new("../out")), Path::new("../out/secret/nodes/a/etc/x"));
    }

    #[test]
    fn folders_lead_from_the_file_to_the_root() {
        let place = Place::secret(RelPath::parse("nodes/a/etc/x").unwrap());
        let folders: Vec<String> = place.folders().collect();
        assert_eq!(folders, ["secret/nodes/a/etc", "secret/nodes/a", "secret/nodes", "secret"]);
    }
}
