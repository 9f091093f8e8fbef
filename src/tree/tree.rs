//! A finished tree.

use std::collections::BTreeMap;

use super::{
    Artifact, Content, Digest, Place,
    lock::{Lock, Recorded, Row},
};
use crate::tree::Secrecy;

/// Everything that a render puts on disk, kubemint.lock included. It can be read, not changed.
#[derive(Debug)]
pub struct Tree {
    leaves: BTreeMap<Place, Leaf>,
    lock: Lock,
}

/// An artifact with the digest of its bytes, where it has bytes.
#[derive(Debug)]
pub(super) struct Leaf {
    pub(super) artifact: Artifact,
    pub(super) digest: Option<Digest>,
}

impl Tree {
    pub(super) const fn new(leaves: BTreeMap<Place, Leaf>, lock: Lock) -> Self {
        Self { leaves, lock }
    }

    /// What kubemint.lock says.
    #[must_use]
    pub const fn lock(&self) -> &Lock {
        &self.lock
    }

    /// Every artifact, folders that kubemint owns on machines included, in the order of places.
    pub fn artifacts(&self) -> impl Iterator<Item = &Artifact> {
        self.leaves.values().map(|leaf| &leaf.artifact)
    }

    /// Every file with its bytes and their SHA-256, in the order of places.
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
    /// Where it lies.
    pub place: &'a Place,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Their SHA-256. That of a secret's bytes goes nowhere but into a comparison or the secret half.
    pub digest: Digest,
}

impl Leaf {
    fn file<'a>(&'a self, place: &'a Place) -> Option<File<'a>> {
        match (&self.artifact.content, self.digest) {
            (Content::File(bytes), Some(digest)) => Some(File { place, bytes, digest }),
            _ => None,
        }
    }

    /// What the lock remembers of it: of a secret file no digest of its bytes.
    pub(super) fn row(&self) -> Row {
        let artifact = &self.artifact;
        let recorded = match (self.digest, artifact.secrecy) {
            (None, _) => Recorded::Folder,
            (Some(bytes), Secrecy::Public) => Recorded::Public { bytes, origin: artifact.origin.clone() },
            (Some(_), Secrecy::Secret) => Recorded::Secret { origin: artifact.origin.clone() },
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
