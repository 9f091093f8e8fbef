//! Comparison of a directory on disk with a tree. It is pure: what is on disk is passed in as [`Facts`].

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use super::{Digest, File, Lock, Place, Secrecy, Tree, lock::Recorded};

/// What is on disk, as far as a comparison needs it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Facts {
    /// What is at the places of [`Known::files`].
    pub known: BTreeMap<Place, Found>,
    /// Permission bits of the directories of the secret output, by path.
    pub secret_folders: BTreeMap<String, u32>,
    /// The digests in the sums of the secret output, and the digests of those sums themselves.
    pub secret_sums: BTreeMap<Place, Digest>,
    /// Everything else, by its path below the tree's root. The content of a foreign directory is not listed.
    pub foreign: BTreeSet<PathBuf>,
}

impl Facts {
    /// These facts and those of another part of the same tree.
    #[must_use]
    pub fn and(mut self, mut other: Self) -> Self {
        self.known.append(&mut other.known);
        self.secret_folders.append(&mut other.secret_folders);
        self.secret_sums.append(&mut other.secret_sums);
        self.foreign.append(&mut other.foreign);
        self
    }
}

/// What is at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A regular file.
    File {
        /// Its permission bits.
        permissions: u32,
        /// SHA-256 of its bytes.
        bytes: Digest,
    },
    /// A regular file that is larger than any file of a tree.
    TooLarge,
    /// A symlink, which is never followed.
    Symlink,
    /// A directory or a special file.
    Other,
}

/// The places that a comparison examines.
#[derive(Debug, Default)]
pub struct Known {
    /// Every file of the tree and of the lock on disk, by its path below the tree's root.
    pub files: BTreeMap<String, Place>,
    /// Every directory that leads to one of them.
    pub folders: BTreeSet<String>,
}

impl Known {
    /// The places of the tree and of the lock on disk.
    #[must_use]
    pub fn new(tree: &Tree, lock: Option<&Lock>) -> Self {
        let mut known = Self::default();
        tree.files().for_each(|file| known.add(file.place.clone()));
        lock.into_iter().flat_map(Lock::files).for_each(|place| known.add(place));
        known
    }

    /// The places of locks' files, and of a lock itself.
    #[must_use]
    pub fn of_locks<'a>(locks: impl IntoIterator<Item = &'a Lock>) -> Self {
        let mut known = Self::default();
        known.add(Lock::place());
        locks.into_iter().flat_map(Lock::files).for_each(|place| known.add(place));
        known
    }

    fn add(&mut self, place: Place) {
        // If a directory is known, so are its parents.
        let new = place.folders().take_while(|folder| !self.folders.contains(folder)).collect::<Vec<_>>();
        self.folders.extend(new);
        self.files.insert(place.to_string(), place);
    }
}

/// The state of a file of the tree on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The same bytes, and an acceptable mode.
    Same,
    /// It does not exist.
    Missing,
    /// Its bytes differ.
    Changed,
    /// The same bytes, but a public file is executable, or a secret one is accessible for others than its owner.
    Mode,
}

/// The result of comparing a directory on disk with a tree.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Each file of the tree.
    pub files: BTreeMap<Place, Standing>,
    /// Files that the lock on disk lists, that match it, and that the tree does not have.
    pub obsolete: BTreeSet<Place>,
    /// Files at such places that do not match the lock. They are kept, whoever made them.
    pub kept: BTreeSet<Place>,
    /// If the tree withholds secrets: the secret files that exist and that the lock on disk lists. They are kept.
    pub withheld: BTreeSet<Place>,
    /// Directories of the secret output that others than their owner can enter.
    pub open_folders: BTreeSet<String>,
    /// What kubemint did not make.
    pub foreign: BTreeSet<PathBuf>,
    /// What kubemint did not make, at a path where the tree has something.
    pub in_the_way: BTreeSet<PathBuf>,
}

impl Comparison {
    /// Whether a render would change nothing.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.files.values().all(|standing| *standing == Standing::Same)
            && self.obsolete.is_empty()
            && self.open_folders.is_empty()
            && self.in_the_way.is_empty()
    }

    /// Records the secret files that are kept. What is not a file was put there by somebody else.
    fn withhold(&mut self, secret: Vec<(&Place, &Found)>) {
        for (place, found) in secret {
            if matches!(found, Found::File { .. }) {
                self.withheld.insert(place.clone());
            } else {
                self.in_the_way.insert(PathBuf::from(place.to_string()));
            }
        }
    }

    /// Removes the secret output from the comparison.
    pub fn retain_public(&mut self) {
        self.files.retain(|place, _| place.secrecy == Secrecy::Public);
        self.obsolete.retain(|place| place.secrecy == Secrecy::Public);
        self.kept.retain(|place| place.secrecy == Secrecy::Public);
        self.open_folders.clear();
        self.withheld.clear();
        let is_secret = |path: &PathBuf| path.starts_with(Secrecy::Secret.folder());
        self.foreign.retain(|path| !is_secret(path));
        self.in_the_way.retain(|path| !is_secret(path));
    }

    /// The number of files in this state.
    #[must_use]
    pub fn count(&self, standing: Standing) -> usize {
        self.files.values().filter(|other| **other == standing).count()
    }
}

/// Compares a tree with what is on disk; `lock` is the lock on disk.
#[must_use]
pub fn compare(tree: &Tree, lock: Option<&Lock>, facts: &Facts) -> Comparison {
    let mut comparison = Comparison { foreign: facts.foreign.clone(), ..Comparison::default() };
    for file in tree.files() {
        let ours = lock.is_some_and(|lock| lock.lists_file(file.place));
        match standing(&file, facts.known.get(file.place), ours) {
            Some(standing) => {
                comparison.files.insert(file.place.clone(), standing);
            }
            None => {
                comparison.in_the_way.insert(PathBuf::from(file.place.to_string()));
            }
        }
    }
    let absent = facts.known.iter().filter(|(place, _)| tree.file(place).is_none());
    let is_withheld = |place: &Place| tree.withholds_secrets() && place.secrecy == Secrecy::Secret;
    let (withheld, absent): (Vec<_>, Vec<_>) = absent.partition(|(place, _)| is_withheld(place));
    for (place, found) in absent {
        if is_as_listed(place, found, lock, facts) {
            comparison.obsolete.insert(place.clone());
        } else {
            comparison.foreign.insert(PathBuf::from(place.to_string()));
            comparison.kept.insert(place.clone());
        }
    }
    if !comparison.foreign.is_empty() {
        comparison.in_the_way.extend(blocking(tree, &comparison.foreign));
    }
    comparison.withhold(withheld);
    if tree.withholds_secrets() {
        return comparison;
    }
    let open = facts.secret_folders.iter().filter(|(_, permissions)| *permissions & 0o077 != 0);
    comparison.open_folders = open.map(|(folder, _)| folder.clone()).collect();
    comparison
}

/// Whether a file is the one that the lock lists, so that it can be removed. A lock is committed, so a row alone proves
/// nothing: a public file must have the digest in its row. A secret file, of which the lock has no digest, must have the digest
/// in the sums that the render wrote to the secret output.
fn is_as_listed(place: &Place, found: &Found, lock: Option<&Lock>, facts: &Facts) -> bool {
    let Found::File { bytes: found, .. } = found else { return false };
    match lock.and_then(|lock| lock.row(place)).map(|row| &row.recorded) {
        Some(Recorded::Public { bytes, .. }) => bytes == found,
        Some(Recorded::Secret { .. }) => facts.secret_sums.get(place) == Some(found),
        Some(Recorded::Folder) | None => false,
    }
}

/// The state of a file; `None` if something that kubemint did not make is in its place.
///
/// A file that the lock does not list but that has the right bytes counts as kubemint's: the render of another branch left it
/// in the secret output, which Git does not switch.
fn standing(file: &File<'_>, found: Option<&Found>, ours: bool) -> Option<Standing> {
    match found {
        None => Some(Standing::Missing),
        Some(Found::File { permissions, bytes }) if *bytes == file.digest => {
            Some(if file.place.secrecy.is_harmless(*permissions) { Standing::Same } else { Standing::Mode })
        }
        Some(Found::File { .. } | Found::TooLarge | Found::Symlink) if ours => Some(Standing::Changed),
        Some(_) => None,
    }
}

/// The foreign paths at which the tree has a file or directory, or whose parent is a file in the tree.
fn blocking<'a>(tree: &Tree, foreign: &'a BTreeSet<PathBuf>) -> impl Iterator<Item = PathBuf> + use<'a> {
    let known = Known::new(tree, None);
    foreign
        .iter()
        .filter(move |path| {
            let text = |path: &Path| path.to_str().map(str::to_owned);
            text(path).is_some_and(|path| known.folders.contains(&path))
                || path.ancestors().filter_map(text).any(|path| known.files.contains_key(&path))
        })
        .cloned()
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::*;
    use crate::{
        model::{ClusterId, Users},
        tree::{Artifact, Origin, RelPath, TreeBuilder, lock::Identity},
    };

    fn path(text: &str) -> RelPath {
        RelPath::parse(text).unwrap()
    }

    fn tree(public: &[&str], secret: &[&str]) -> Tree {
        let mut builder = TreeBuilder::new();
        builder.extend(public.iter().map(|name| Artifact::public(path(name), *name))).unwrap();
        let bytes = |name: &str| Zeroizing::new(name.as_bytes().to_vec());
        let secrets = secret.iter().map(|name| Artifact::secret(path(name), bytes(name), Origin::Rendered));
        builder.extend(secrets).unwrap();
        let cluster = ClusterId::parse(&"0".repeat(32)).unwrap();
        builder.finish(Identity { schema: 1, cluster, seed: "1".repeat(32) }, Users::default()).unwrap()
    }

    fn facts_of(tree: &Tree) -> Facts {
        let known = tree.files().map(|file| {
            let permissions = if file.place.secrecy == Secrecy::Public { 0o664 } else { 0o600 };
            (file.place.clone(), Found::File { permissions, bytes: file.digest })
        });
        Facts { known: known.collect(), ..Facts::default() }
    }

    #[test]
    fn a_clone_with_another_umask_is_unchanged() {
        let tree = tree(&["a", "b/c"], &["k"]);
        assert!(compare(&tree, Some(tree.lock()), &facts_of(&tree)).is_unchanged());
        assert!(!compare(&tree, None, &Facts::default()).is_unchanged());
    }

    #[test]
    fn tells_missing_changed_and_modes_apart() {
        let tree = tree(&["a", "b", "c", "d"], &["k", "l"]);
        let mut facts = facts_of(&tree);
        let public = |name: &str| Place::public(path(name));
        facts.known.remove(&public("a"));
        facts.known.insert(public("b"), Found::File { permissions: 0o644, bytes: Digest::default() });
        facts.known.insert(public("c"), Found::Symlink);
        for (place, bits) in [(public("d"), 0o755), (Place::secret(path("k")), 0o640)] {
            let Some(Found::File { permissions, .. }) = facts.known.get_mut(&place) else { panic!() };
            *permissions = bits;
        }
        let comparison = compare(&tree, Some(tree.lock()), &facts);
        let standings: Vec<Standing> = comparison.files.values().copied().collect();
        use Standing::{Changed, Missing, Mode, Same};
        assert_eq!(standings, [Missing, Changed, Changed, Mode, Same, Mode, Same]);
        assert_eq!(comparison.in_the_way, BTreeSet::new());
    }

    #[test]
    fn what_the_old_lock_lists_and_the_tree_lacks_is_obsolete() {
        let (old, new) = (tree(&["a", "b"], &[]), tree(&["a"], &[]));
        let comparison = compare(&new, Some(old.lock()), &facts_of(&old));
        assert_eq!(comparison.obsolete, BTreeSet::from([Place::public(path("b"))]));
    }

    #[test]
    fn what_others_made_is_in_the_way_only_where_the_tree_has_something() {
        let tree = tree(&["a", "b/c"], &["k"]);
        let paths = |names: &[&str]| names.iter().map(PathBuf::from).collect::<BTreeSet<_>>();
        let foreign = ["README", "public/other", "public/a/file-in-an-old-folder", "public/b"];
        let mut facts = Facts { foreign: paths(&foreign), ..Facts::default() };
        facts.known.insert(Place::secret(path("k")), Found::Other);
        let comparison = compare(&tree, Some(tree.lock()), &facts);
        assert_eq!(comparison.in_the_way, paths(&["public/a/file-in-an-old-folder", "public/b", "secret/k"]));
    }

    #[test]
    fn an_unlisted_file_is_taken_over_only_where_it_is_the_same() {
        let (old, new) = (tree(&["a"], &[]), tree(&["a"], &["k"]));
        let mut facts = facts_of(&new);
        assert_eq!(compare(&new, Some(old.lock()), &facts).in_the_way, BTreeSet::new());
        let place = Place::secret(path("k"));
        facts.known.insert(place, Found::File { permissions: 0o600, bytes: Digest::default() });
        assert_eq!(compare(&new, Some(old.lock()), &facts).in_the_way.len(), 1);
    }

    #[test]
    fn a_tree_that_withholds_secrets_leaves_them_alone() {
        let old = tree(&["a", "b"], &["k", "l"]);
        let mut builder = TreeBuilder::public_output();
        builder.insert(Artifact::public(path("a"), "a")).unwrap();
        builder.insert(Artifact::secret(path("k"), None::<Zeroizing<Vec<u8>>>, Origin::Rendered)).unwrap();
        let new = builder.finish(old.lock().identity().clone(), Users::default()).unwrap();
        assert_eq!(new.lock().rows().count(), 2, "a secret has its row");
        let mut facts = facts_of(&old);
        facts.secret_folders.insert("secret".to_owned(), 0o755);
        facts.known.insert(Place::secret(path("l")), Found::Symlink);
        let comparison = compare(&new, Some(old.lock()), &facts);
        assert_eq!(comparison.obsolete, BTreeSet::from([Place::public(path("b"))]));
        assert_eq!(comparison.withheld, BTreeSet::from([Place::secret(path("k"))]));
        assert_eq!(comparison.in_the_way, BTreeSet::from([PathBuf::from("secret/l")]));
        assert!(comparison.files.keys().all(|place| place.secrecy == Secrecy::Public));
        assert_eq!(comparison.open_folders, BTreeSet::new());
    }

    #[test]
    fn an_open_secret_folder_is_no_unchanged_tree() {
        let tree = tree(&[], &["k"]);
        let mut facts = facts_of(&tree);
        facts.secret_folders.insert("secret".to_owned(), 0o750);
        assert!(!compare(&tree, Some(tree.lock()), &facts).is_unchanged());
    }
}
