//! A tree under construction.

use std::collections::{BTreeMap, HashMap};

use sha2::{Digest as _, Sha256};

use super::{
    Artifact, Binding, Content, Digest, Place, RelPath, Secrecy, Tree,
    lock::{Identity, Lock, Row},
    sums,
    tree::Leaf,
};
use crate::model::{NodeName, Users};

/// Why two artifacts cannot be in the same tree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// Two artifacts have the same path.
    #[error("two artifacts have the path {0}")]
    Duplicate(Place),
    /// A file has the path of a directory.
    #[error("{file} is a file, so it cannot contain {inside}")]
    InsideFile {
        /// The file.
        file: String,
        /// What it would contain.
        inside: Place,
    },
    /// A directory has the path of a file.
    #[error("{0} is a file, but other artifacts have paths below it")]
    FileHoldsFiles(Place),
    /// Two names are the same on a file system that ignores case.
    #[error("{0} and {1} differ only in case: one would overwrite the other on macOS and Windows")]
    Case(String, String),
}

/// A tree that is being built. Every artifact is checked against those before it.
#[derive(Debug, Default)]
pub struct TreeBuilder {
    leaves: BTreeMap<Place, Leaf>,
    /// Each name in use, files and every directory above them, by its lower-case form.
    names: HashMap<String, Name>,
    withholds_secrets: bool,
}

/// A name in use.
#[derive(Debug)]
struct Name {
    spelled: String,
    is_folder: bool,
}

impl TreeBuilder {
    /// A tree without artifacts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A tree without artifacts that drops the bytes of every secret file, so that only its public output can be written.
    #[must_use]
    pub fn public_output() -> Self {
        Self { withholds_secrets: true, ..Self::default() }
    }

    /// Adds an artifact.
    ///
    /// # Errors
    /// [`TreeError`] if it conflicts with another artifact.
    pub fn insert(&mut self, mut artifact: Artifact) -> Result<(), TreeError> {
        let is_secret_file = artifact.secrecy == Secrecy::Secret && artifact.content != Content::Folder;
        if self.withholds_secrets && is_secret_file {
            artifact.content = Content::Withheld;
        }
        let place = Place { secrecy: artifact.secrecy, path: artifact.path.clone() };
        let digest = digest_of(&artifact.content);
        self.put(place, Leaf { artifact, digest })
    }

    /// Adds a leaf.
    fn put(&mut self, place: Place, leaf: Leaf) -> Result<(), TreeError> {
        if self.leaves.contains_key(&place) {
            return Err(TreeError::Duplicate(place));
        }
        self.claim_folders(&place)?;
        let is_folder = matches!(leaf.artifact.content, Content::Folder);
        let spelled = place.to_string();
        match self.names.get(&spelled.to_lowercase()) {
            Some(name) if name.spelled != spelled => {
                return Err(TreeError::Case(name.spelled.clone(), spelled));
            }
            Some(_) if !is_folder => return Err(TreeError::FileHoldsFiles(place)),
            Some(_) => {}
            None => {
                self.names.insert(spelled.to_lowercase(), Name { spelled, is_folder });
            }
        }
        self.leaves.insert(place, leaf);
        Ok(())
    }

    /// Adds every artifact.
    ///
    /// # Errors
    /// As [`insert`](Self::insert), at the first that cannot be added.
    pub fn extend(&mut self, artifacts: impl IntoIterator<Item = Artifact>) -> Result<(), TreeError> {
        artifacts.into_iter().try_for_each(|artifact| self.insert(artifact))
    }

    /// A tree without artifacts that withholds secrets if this one does.
    #[must_use]
    pub(super) fn like(&self) -> Self {
        Self { withholds_secrets: self.withholds_secrets, ..Self::default() }
    }

    /// Adds every artifact of a [`Branch`](super::Branch).
    ///
    /// # Errors
    /// As [`insert`](Self::insert), at the first that cannot be added.
    pub fn merge(&mut self, branch: Self) -> Result<(), TreeError> {
        branch.leaves.into_iter().try_for_each(|(place, leaf)| self.put(place, leaf))
    }

    /// The row that kubemint.lock will have for a path in either output.
    #[must_use]
    pub fn row(&self, path: &RelPath) -> Option<Row> {
        [Secrecy::Public, Secrecy::Secret].into_iter().find_map(|secrecy| {
            self.leaves.get(&Place { secrecy, path: path.clone() }).map(super::tree::Leaf::row)
        })
    }

    /// Every artifact of a node so far, those of the public output first, each output in the order of paths.
    pub fn of_node(&self, node: &NodeName) -> impl Iterator<Item = &Artifact> {
        let prefix = format!("nodes/{node}/");
        [Secrecy::Public, Secrecy::Secret].into_iter().flat_map(move |secrecy| {
            let first = Place { secrecy, path: RelPath::joined(&["nodes", node.as_str(), ""]) };
            let prefix = prefix.clone();
            let of_node =
                move |place: &Place| place.secrecy == secrecy && place.path.as_str().starts_with(&prefix);
            let leaves = self.leaves.range(first..).take_while(move |(place, _)| of_node(place));
            leaves.map(|(_, leaf)| &leaf.artifact)
        })
    }

    /// Every file so far, with the SHA-256 of its bytes if they are known, in the order of places.
    pub fn files(&self) -> impl Iterator<Item = (&Place, Option<&Digest>)> {
        let files = self.leaves.iter().filter(|(_, leaf)| leaf.artifact.content != Content::Folder);
        files.map(|(place, leaf)| (place, leaf.digest.as_ref()))
    }

    /// What the secret output is bound to: everything so far, its sums among it.
    #[must_use]
    pub fn binding(&self, identity: &Identity, users: &Users) -> Binding {
        let rows: Vec<Row> = self.leaves.values().map(Leaf::row).collect();
        let sums = |part: &str| {
            let place = Place::secret(RelPath::joined(&[part, sums::NAME]));
            self.leaves.get(&place).and_then(|leaf| leaf.digest)
        };
        Binding::of(identity, users, rows.iter(), sums)
    }

    /// The finished tree with its lock.
    ///
    /// # Errors
    /// [`TreeError`] if another artifact has the lock's path.
    pub fn finish(mut self, identity: Identity, users: Users) -> Result<Tree, TreeError> {
        let rows = self.leaves.values().map(Leaf::row).map(|row| (row.place.clone(), row)).collect();
        let lock = Lock::new(identity, users, rows);
        self.insert(Artifact::public(Lock::path(), lock.to_string()))?;
        Ok(Tree::new(self.leaves, lock, self.withholds_secrets))
    }

    /// Checks that everything above `place` is a directory, with the same spelling everywhere.
    fn claim_folders(&mut self, place: &Place) -> Result<(), TreeError> {
        // If a directory is known, so are its parents.
        for folder in place.folders() {
            let lower = folder.to_lowercase();
            match self.names.get(&lower) {
                Some(name) if name.spelled != folder => {
                    return Err(TreeError::Case(name.spelled.clone(), folder));
                }
                Some(name) if !name.is_folder => {
                    return Err(TreeError::InsideFile { file: folder, inside: place.clone() });
                }
                Some(_) => return Ok(()),
                None => {
                    self.names.insert(lower, Name { spelled: folder, is_folder: true });
                }
            }
        }
        Ok(())
    }
}

fn digest_of(content: &Content) -> Option<Digest> {
    match content {
        Content::Folder | Content::Withheld => None,
        Content::File(bytes) => Some(Sha256::digest(bytes.as_slice()).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Branch, *};

    fn path(text: &str) -> RelPath {
        RelPath::parse(text).unwrap()
    }

    fn file(text: &str) -> Artifact {
        Artifact::public(path(text), "x")
    }

    fn folder(text: &str) -> Artifact {
        Artifact { content: Content::Folder, ..file(text) }
    }

    fn second(first: Artifact, second: Artifact) -> Result<(), TreeError> {
        let mut tree = TreeBuilder::new();
        tree.insert(first).unwrap();
        tree.insert(second)
    }

    #[test]
    fn a_path_stands_once() {
        assert_eq!(second(file("a"), file("a")), Err(TreeError::Duplicate(Place::public(path("a")))));
        assert!(second(file("a"), Artifact { secrecy: Secrecy::Secret, ..file("a") }).is_ok());
    }

    #[test]
    fn what_grew_apart_stands_beside_the_rest_or_nowhere() {
        let mut tree = TreeBuilder::new();
        tree.insert(file("nodes/a/b")).unwrap();
        let grown = |name: &str| {
            let mut branch = Branch::of(&tree);
            branch.insert(file(name)).unwrap();
            assert!([name, "nodes/a/b"].iter().all(|name| branch.row(&path(name)).is_some()));
            branch.cut()
        };
        let (beside, duplicate, inside) = (grown("nodes/a/c"), grown("nodes/a/b"), grown("nodes/a/b/c"));
        tree.merge(beside).unwrap();
        assert_eq!(tree.files().count(), 2);
        assert!(tree.files().all(|(_, digest)| digest == digest_of(&file("x").content).as_ref()));
        assert_eq!(tree.merge(duplicate), Err(TreeError::Duplicate(Place::public(path("nodes/a/b")))));
        assert!(matches!(tree.merge(inside), Err(TreeError::InsideFile { .. })));
    }

    #[test]
    fn a_branch_withholds_what_its_trunk_withholds() {
        let trunk = TreeBuilder::public_output();
        let mut branch = Branch::of(&trunk);
        branch.insert(Artifact { secrecy: Secrecy::Secret, ..file("k") }).unwrap();
        assert!(branch.cut().files().all(|(_, digest)| digest.is_none()));
    }

    #[test]
    fn nothing_lies_in_a_file() {
        assert!(matches!(second(file("a"), file("a/b/c")), Err(TreeError::InsideFile { .. })));
        assert!(matches!(second(file("a/b/c"), file("a/b")), Err(TreeError::FileHoldsFiles(_))));
        assert!(matches!(second(file("a/b/c"), file("a")), Err(TreeError::FileHoldsFiles(_))));
        assert!(second(file("a/b/c"), folder("a/b")).is_ok());
        assert!(second(folder("a/b"), file("a/b/c")).is_ok());
    }

    #[test]
    fn names_differ_in_more_than_case() {
        assert!(matches!(second(file("a/b"), file("a/B")), Err(TreeError::Case(..))));
        assert!(matches!(second(file("a/b"), file("A/c")), Err(TreeError::Case(..))));
        assert!(matches!(second(file("a/b/c"), folder("a/B")), Err(TreeError::Case(..))));
    }
}
