//! A finished tree.

use std::collections::BTreeMap;

use super::{
    Artifact, Content, Digest, Place,
    lock::{Lock, Recorded, Row},
};
use crate::tree::Secrecy;

/// Everything that a render writes to disk, including kubemint.lock. It cannot be changed.
#[derive(Debug)]
pub struct Tree {
    leaves: BTreeMap<Place, Leaf>,
    lock: Lock,
    withholds_secrets: bool,
}

/// An artifact with the digest of its bytes, if they are known.
#[derive(Debug)]
pub(super) struct Leaf {
    pub(super) artifact: Artifact,
    pub(super) digest: Option<Digest>,
}

impl Tree {
    pub(super) const fn new(leaves: BTreeMap<Place, Leaf>, lock: Lock, withholds_secrets: bool) -> Self {
        Self { leaves, lock, withholds_secrets }
    }

    /// Whether it was planned without the seed: it has rows for the secret output, but none of its files.
    #[must_use]
    pub const fn withholds_secrets(&self) -> bool {
        self.withholds_secrets
    }

    /// Its lock.
    #[must_use]
    pub const fn lock(&self) -> &Lock {
        &self.lock
    }

    /// Every artifact in the order of places, including the directories that kubemint owns on machines.
    pub fn artifacts(&self) -> impl Iterator<Item = &Artifact> {
        self.leaves.values().map(|leaf| &leaf.artifact)
    }

    /// Every file whose bytes are known, with them and their SHA-256, in the order of places.
    pub fn files(&self) -> impl Iterator<Item = File<'_>> {
        self.leaves.iter().filter_map(|(place, leaf)| leaf.file(place))
    }

    /// The file at a place.
    #[must_use]
    pub fn file(&self, place: &Place) -> Option<File<'_>> {
        let (place, leaf) = self.leaves.get_key_value(place)?;
        leaf.file(place)
    }
}

/// A file of a tree.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// Its path.
    pub place: &'a Place,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Their SHA-256. That of a secret's bytes is used only in a comparison or in the secret output.
    pub digest: Digest,
}

impl Leaf {
    fn file<'a>(&'a self, place: &'a Place) -> Option<File<'a>> {
        match (&self.artifact.content, self.digest) {
            (Content::File(bytes), Some(digest)) => Some(File { place, bytes, digest }),
            _ => None,
        }
    }

    /// Its row in the lock; for a secret file without a digest of its bytes.
    pub(super) fn row(&self) -> Row {
        let artifact = &self.artifact;
        let origin = || artifact.origin.clone();
        let recorded = match (&artifact.content, artifact.secrecy, self.digest) {
            (Content::File(_), Secrecy::Public, Some(bytes)) => Recorded::Public { bytes, origin: origin() },
            (Content::File(_) | Content::Withheld, ..) => Recorded::Secret { origin: origin() },
            (Content::Folder, ..) => Recorded::Folder,
        };
        Row {
            place: Place { secrecy: artifact.secrecy, path: artifact.path.clone() },
            owner: artifact.owner,
            group: artifact.group,
            mode: artifact.mode,
            recorded,
        }
    }
}
