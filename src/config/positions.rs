//! The position of each value by its path.

use std::{collections::HashMap, ops::Range};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::diagnostic::{ValuePath, key_path};

/// The position of every value of a document by its path, such as `control_plane[0].address`.
#[derive(Debug, Default)]
pub(super) struct Positions {
    values: HashMap<String, Range<usize>>,
    keys: HashMap<String, Range<usize>>,
}

impl Positions {
    /// Visits the whole document.
    pub(super) fn of(document: &DeTable<'_>) -> Self {
        let mut positions = Self::default();
        positions.visit_table("", document);
        positions
    }

    /// The position of the value at `path`. For a missing value, the place to add it: the
    /// closest table, array or value above it, or the beginning of the document.
    pub(super) fn find(&self, path: &str) -> Range<usize> {
        let mut path = path;
        loop {
            if let Some(span) = self.values.get(path) {
                return span.clone();
            }
            match path.rfind(['.', '[']).and_then(|end| path.get(..end)) {
                Some(parent) => path = parent,
                None => return 0..0,
            }
        }
    }

    /// The position of the key of the value at `path`; without a key, that of the value.
    pub(super) fn find_key(&self, path: &str) -> Range<usize> {
        self.keys.get(path).cloned().unwrap_or_else(|| self.find(path))
    }

    /// The position of a value or of its key; `None` for a value that is not shown.
    pub(super) fn span(&self, place: &ValuePath) -> Option<Range<usize>> {
        match place {
            ValuePath::Value(path) => Some(self.find(path)),
            ValuePath::Key(path) => Some(self.find_key(path)),
            ValuePath::Assumed(_) => None,
        }
    }

    fn visit_table(&mut self, path: &str, table: &DeTable<'_>) {
        for (key, value) in table {
            let path = key_path(path, key.get_ref());
            self.keys.insert(path.clone(), key.span());
            self.visit(path, value);
        }
    }

    fn visit(&mut self, path: String, value: &Spanned<DeValue<'_>>) {
        match value.get_ref() {
            DeValue::Table(table) => self.visit_table(&path, table),
            DeValue::Array(array) => {
                for (i, element) in array.iter().enumerate() {
                    self.visit(format!("{path}[{i}]"), element);
                }
            }
            _ => {}
        }
        self.values.insert(path, value.span());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_by_its_path_and_a_missing_one_by_its_table() {
        let text = "[a]\nb = [1, { c = 2 }]\n[[d]]\n\"x/y\" = 3\n";
        let document = DeTable::parse(text).unwrap();
        let positions = Positions::of(document.get_ref());
        let at = |path| &text[positions.find(path)];
        assert_eq!(at("a.b[1].c"), "2");
        assert_eq!(at("a.b[0]"), "1");
        assert_eq!(at("a.none"), "[a]");
        assert_eq!(at("d[0].\"x/y\""), "3");
        assert_eq!(at("d[0].none[0]"), "[[d]]");
        assert_eq!(positions.find("none"), 0..0);
        assert_eq!(&text[positions.find_key("a.b[1].c")], "c");
    }
}
