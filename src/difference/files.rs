//! Public files of a tree.

use std::collections::BTreeMap;

use crate::{
    pki::{LISTING, Listing},
    tree::{Place, RelPath, Secrecy},
};

/// The bytes of public files by their place. It holds no secret file, whoever puts one in.
#[derive(Debug, Default)]
pub struct Files(BTreeMap<Place, Vec<u8>>);

impl Files {
    /// Adds a file; a secret one is left out.
    pub fn insert(&mut self, place: Place, bytes: Vec<u8>) {
        if place.secrecy == Secrecy::Public {
            self.0.insert(place, bytes);
        }
    }

    /// The text of a file, where it is there and is UTF-8.
    #[must_use]
    pub fn text(&self, place: &Place) -> Option<&str> {
        self.0.get(place).and_then(|bytes| std::str::from_utf8(bytes).ok())
    }

    /// What certificates.txt says; nothing where it is not among them.
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
    fn no_secret_file_gets_in() {
        let path = || RelPath::parse("a").unwrap();
        let files: Files = [(Place::secret(path()), b"s".to_vec()), (Place::public(path()), b"p".to_vec())]
            .into_iter()
            .collect();
        assert_eq!(files.text(&Place::public(path())), Some("p"));
        assert_eq!(files.text(&Place::secret(path())), None);
    }
}
