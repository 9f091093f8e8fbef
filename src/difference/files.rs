//! Public files of a tree.

use std::collections::BTreeMap;

use crate::{
    pki::{LISTING, Listing},
    tree::{Place, RelPath, Secrecy},
};

/// The contents of public files by their place. Secret files are never stored, whoever inserts them.
#[derive(Debug, Default)]
pub struct Files(BTreeMap<Place, Vec<u8>>);

impl Files {
    /// Adds a file; a secret one is left out.
    pub fn insert(&mut self, place: Place, bytes: Vec<u8>) {
        if place.secrecy == Secrecy::Public {
            self.0.insert(place, bytes);
        }
    }

    /// The text of a file, if it exists and is UTF-8.
    #[must_use]
    pub fn text(&self, place: &Place) -> Option<&str> {
        self.0.get(place).and_then(|bytes| std::str::from_utf8(bytes).ok())
    }

    /// The entries of certificates.txt; empty if the file is not among these.
    pub(super) fn listing(&self) -> Listing {
        let place = Place::public(RelPath::joined(&[LISTING]));
        Listing::parse(self.text(&place).unwrap_or_default())
    }
}

impl FromIterator<(Place, Vec<u8>)> for Files {
    fn from_iter<I: IntoIterator<Item = (Place, Vec<u8>)>>(files: I) -> Self {
        let mut all = Self::default();
        files.into_iter().for_each(|(place, bytes)| all.insert(place, bytes));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secret_files_are_not_stored() {
        let path = || RelPath::parse("a").unwrap();
        let files: Files = [(Place::secret(path()), b"s".to_vec()), (Place::public(path()), b"p".to_vec())]
            .into_iter()
            .collect();
        assert_eq!(files.text(&Place::public(path())), Some("p"));
        assert_eq!(files.text(&Place::secret(path())), None);
    }
}
