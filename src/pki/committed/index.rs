//! The certificates and keys of a committed tree's lock and files, by label and generation.

use std::collections::{BTreeMap, btree_map::Entry};

use p256::pkcs8::der::pem::{LineEnding, encode_string};
use sha2::{Digest as _, Sha256};
use x509_parser::pem::Pem;

use super::{Committed, CommittedCertificate, CommittedKey, KeyName, Refusal, difference::CommittedListing};
use crate::{
    pki::LISTING,
    tree::{DerivedKey, IssuedCertificate, Lock, Origin, Place, RelPath, lock::Recorded},
};

impl Committed {
    /// The files of a tree that [`read`](Self::read) needs.
    #[must_use]
    pub fn places(lock: &Lock) -> Vec<Place> {
        let holds = |recorded: &Recorded| match recorded {
            Recorded::Public { origin, .. } => !parts_of(origin).is_empty(),
            Recorded::Folder | Recorded::Secret { .. } => false,
        };
        let holding = lock.rows().filter(|row| holds(&row.recorded) || row.place == listing());
        holding.map(|row| row.place.clone()).collect()
    }

    /// Reads a tree: its lock, and the bytes of the files that [`places`](Self::places) lists.
    ///
    /// # Errors
    /// Every [`Refusal`]: files that do not match the lock, or that contradict each other.
    pub fn read<B: AsRef<[u8]>>(lock: &Lock, files: &BTreeMap<Place, B>) -> Result<Self, Vec<Refusal>> {
        let listed =
            files.get(&listing()).map(|bytes| CommittedListing::read(bytes.as_ref())).unwrap_or_default();
        let mut index = Index::default();
        for row in lock.rows() {
            match &row.recorded {
                Recorded::Public { bytes, origin } if !parts_of(origin).is_empty() => {
                    let found = files.get(&row.place).map(AsRef::as_ref).unwrap_or_default();
                    if *bytes == <[u8; 32]>::from(Sha256::digest(found)) {
                        index.add_file(&row.place, origin, found);
                    } else {
                        index.refusals.push(Refusal::File(row.place.clone()));
                    }
                }
                Recorded::Secret { origin: Origin::Composed { parts, .. } } => {
                    index.add_embedded(&row.place, parts);
                }
                _ => {}
            }
        }
        let Index { certificates, keys, refusals } = index;
        let identity = lock.identity().clone();
        if refusals.is_empty() { Ok(Self { identity, certificates, keys, listed }) } else { Err(refusals) }
    }
}

fn listing() -> Place {
    Place::public(RelPath::joined(&[LISTING]))
}

/// The certificates and public keys in a file, in its order.
pub(super) fn parts_of(origin: &Origin) -> Vec<Part<'_>> {
    match origin {
        Origin::Certificate(made) => vec![Part::Certificate(made)],
        Origin::Key(made) => vec![Part::Key(made)],
        Origin::Bundle(parts) => parts.iter().flat_map(parts_of).collect(),
        Origin::Rendered | Origin::Overlay | Origin::Composed { .. } | Origin::Secret { .. } => Vec::new(),
    }
}

#[derive(Clone, Copy)]
pub(super) enum Part<'a> {
    Certificate(&'a IssuedCertificate),
    Key(&'a DerivedKey),
}

impl Part<'_> {
    /// The label after BEGIN (RFC 7468).
    const fn pem_label(self) -> &'static str {
        match self {
            Self::Certificate(_) => "CERTIFICATE",
            Self::Key(_) => "PUBLIC KEY",
        }
    }
}

#[derive(Default)]
struct Index {
    certificates: BTreeMap<KeyName, CommittedCertificate>,
    keys: BTreeMap<KeyName, CommittedKey>,
    refusals: Vec<Refusal>,
}

impl Index {
    fn add_file(&mut self, place: &Place, origin: &Origin, bytes: &[u8]) {
        let parts = parts_of(origin);
        let Some(blocks) = blocks(&parts, bytes) else {
            self.refusals.push(Refusal::Content(place.clone()));
            return;
        };
        for (part, der) in parts.into_iter().zip(blocks) {
            match part {
                Part::Certificate(made) => self.add_certificate(place, made, Some(der)),
                Part::Key(made) => self.add_key(place, made, der),
            }
        }
    }

    /// Adds the certificates that a kubeconfig embeds.
    fn add_embedded(&mut self, place: &Place, parts: &[Origin]) {
        for part in parts.iter().flat_map(parts_of) {
            if let Part::Certificate(made) = part {
                self.add_certificate(place, made, None);
            }
        }
    }

    fn add_certificate(&mut self, place: &Place, made: &IssuedCertificate, der: Option<Vec<u8>>) {
        let name = (made.key.label.clone(), made.key.generation);
        let file = der.map(|der| (place.clone(), der));
        match self.certificates.entry(name.clone()) {
            Entry::Vacant(vacant) => {
                vacant.insert(CommittedCertificate { made: made.clone(), file });
            }
            Entry::Occupied(known) => {
                let known = known.into_mut();
                let differs =
                    matches!((&known.file, &file), (Some((_, one)), Some((_, other))) if one != other);
                if known.made != *made || differs {
                    self.refusals.push(contradiction(place, name));
                } else if known.file.is_none() {
                    known.file = file;
                }
            }
        }
    }

    fn add_key(&mut self, place: &Place, made: &DerivedKey, spki: Vec<u8>) {
        let name = (made.label.clone(), made.generation);
        match self.keys.entry(name.clone()) {
            Entry::Vacant(vacant) => {
                vacant.insert(CommittedKey { made: made.clone(), place: place.clone(), spki });
            }
            Entry::Occupied(known) if (&known.get().made, &known.get().spki) != (made, &spki) => {
                self.refusals.push(contradiction(place, name));
            }
            Entry::Occupied(_) => {}
        }
    }
}

fn contradiction(place: &Place, (label, generation): KeyName) -> Refusal {
    Refusal::Contradiction { place: place.clone(), label, generation }
}

/// The DER of each part of a file; `None` if it has other parts, or is not in the form that kubemint writes.
pub(super) fn blocks(parts: &[Part<'_>], bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let blocks: Vec<Pem> = Pem::iter_from_buffer(bytes).collect::<Result<_, _>>().ok()?;
    let labels = blocks.iter().map(|block| block.label.as_str());
    if !labels.eq(parts.iter().map(|part| part.pem_label())) {
        return None;
    }
    let text = blocks.iter().map(|block| encode_string(&block.label, LineEnding::LF, &block.contents));
    let text: String = text.collect::<Result<_, _>>().ok()?;
    (text.as_bytes() == bytes).then(|| blocks.into_iter().map(|block| block.contents).collect())
}
