//! Small trees, and how to look at what was written.

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::Path,
};

use kubemint::{
    model::{ClusterId, Users},
    tree::{Artifact, Origin, RelPath, Tree, TreeBuilder, lock::Identity, sums},
    writer::{Options, Report, WriteError, write},
};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// A tree of the cluster and seed that all tests share unless they say otherwise. Names and bytes by half.
pub(crate) fn tree(public: &[(&str, &str)], secret: &[(&str, &str)]) -> Tree {
    tree_of(&identity(), public, secret)
}

pub(crate) fn identity() -> Identity {
    Identity { schema: 1, cluster: ClusterId::parse(&"a".repeat(32)).unwrap(), seed: "b".repeat(32) }
}

pub(crate) fn tree_of(identity: &Identity, public: &[(&str, &str)], secret: &[(&str, &str)]) -> Tree {
    let path = |name: &str| RelPath::parse(name).unwrap();
    let mut builder = TreeBuilder::new();
    builder.extend(public.iter().map(|(name, text)| Artifact::public(path(name), *text))).unwrap();
    let secrets = secret.iter().map(|(name, text)| {
        Artifact::secret(path(name), Zeroizing::new(text.as_bytes().to_vec()), Origin::Rendered)
    });
    builder.extend(secrets).unwrap();
    // A tree that is opened has what kubemint makes, and so no sums there.
    if !secret.is_empty() && !secret.iter().any(|(name, _)| name.starts_with("cluster/")) {
        builder.insert(Artifact::secret(path(sums::NAME), sums_of(secret), Origin::Rendered)).unwrap();
    }
    builder.finish(identity.clone(), Users::default()).unwrap()
}

/// The sums by which the writer knows a secret file of its own.
fn sums_of(secret: &[(&str, &str)]) -> Zeroizing<String> {
    let digests: Vec<_> = secret.iter().map(|(_, text)| Sha256::digest(text).into()).collect();
    sums::text(secret.iter().zip(&digests).map(|((name, _), digest)| (*name, digest)))
}

pub(crate) fn render(tree: &Tree, out: &Path) -> Report {
    write(tree, out, Options::default()).unwrap()
}

pub(crate) fn refuse(tree: &Tree, out: &Path) -> WriteError {
    write(tree, out, Options::default()).unwrap_err()
}

/// What stands at a path: its bytes, permissions, inode and time of change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) bytes: Option<Vec<u8>>,
    pub(crate) permissions: u32,
    pub(crate) inode: u64,
    pub(crate) changed: (i64, i64),
}

/// Everything below a directory, by relative path.
pub(crate) fn listing(root: &Path) -> BTreeMap<String, Entry> {
    let mut all = BTreeMap::new();
    for entry in walkdir::WalkDir::new(root).min_depth(1) {
        let entry = entry.unwrap();
        let status = fs::symlink_metadata(entry.path()).unwrap();
        let name = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        let bytes = status.is_file().then(|| fs::read(entry.path()).unwrap());
        let permissions = status.permissions().mode() & 0o7777;
        let changed = (status.mtime(), status.mtime_nsec());
        all.insert(name, Entry { bytes, permissions, inode: status.ino(), changed });
    }
    all
}

/// The files below a directory and their text.
pub(crate) fn files(root: &Path) -> BTreeMap<String, String> {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    listing(root).into_iter().filter_map(|(name, entry)| Some((name, text(entry.bytes?)))).collect()
}

/// The files that a tree has.
pub(crate) fn files_of(tree: &Tree) -> BTreeMap<String, String> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    tree.files().map(|file| (file.place.to_string(), text(file.bytes))).collect()
}

/// Names beside `out`: what a run left over.
pub(crate) fn beside(out: &Path) -> Vec<String> {
    let names = fs::read_dir(out.parent().unwrap()).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| *name != out.file_name().unwrap().to_str().unwrap()).collect()
}
