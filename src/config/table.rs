//! A table of the file whose keys are known: reads them, and records which are missing and which are unknown.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::{Item, Log, Otherwise, Shape, foreign_keys};
use crate::diagnostic::{Diagnostic, Invalid, Label, key_path};

/// A table with its position; one that the file does not have reads as empty.
#[derive(Debug)]
pub(super) struct Table<'a> {
    shape: &'static Shape,
    path: String,
    header: Range<usize>,
    entries: Option<&'a DeTable<'a>>,
    log: &'a Log,
}

impl<'a> Table<'a> {
    /// A table that is there. Its unknown keys are recorded.
    pub(super) fn new(
        shape: &'static Shape,
        path: String,
        header: Range<usize>,
        entries: &'a DeTable<'a>,
        log: &'a Log,
    ) -> Self {
        let table = Self { shape, path, header, entries: Some(entries), log };
        table.refuse_unknown_keys(entries);
        table
    }

    /// The value of a key, its default, or a stand-in (with a fault) where the file is wrong.
    ///
    /// `None` only where `read` refuses the default itself, which a test rules out.
    pub(super) fn value<T>(&self, name: &str, read: impl Fn(&Item<'_>) -> Option<T>) -> Option<T> {
        let key = self.shape.key(name)?;
        match (self.item(name), &key.otherwise) {
            (Some(item), _) => {
                if let Some(value) = read(&item) {
                    return Some(value);
                }
                self.log.spoil(item.path());
            }
            (None, Otherwise::Required { how, .. }) => self.refuse_missing_key(name, how),
            (None, _) => {}
        }
        built_in(key.stand_in()?, read)
    }

    /// The value of a key that has no default; `None` where it is absent, or wrong (with a fault).
    pub(super) fn optional<T>(&self, name: &str, read: impl Fn(&Item<'_>) -> Option<T>) -> Option<T> {
        let item = self.item(name)?;
        let value = read(&item);
        if value.is_none() {
            self.log.spoil(item.path());
        }
        value
    }

    /// The table below a key; an empty one where it is absent or wrong.
    pub(super) fn table(&self, name: &str, shape: &'static Shape) -> Table<'a> {
        let path = key_path(&self.path, name);
        let there = self.item(name).map(|item| match item.raw() {
            DeValue::Array(_) => {
                item.refuse(one_table(shape.title, &path));
                None
            }
            _ => item.table(shape),
        });
        match there {
            Some(Some(table)) => table,
            Some(None) => {
                self.log.spoil(&path);
                self.absent(path, shape)
            }
            None => self.absent(path, shape),
        }
    }

    /// The tables of an array of tables; none where it is absent or wrong.
    pub(super) fn tables(&self, name: &str, shape: &'static Shape) -> Vec<Table<'a>> {
        let items = self.item(name).map(|item| match item.raw() {
            DeValue::Table(_) => {
                item.refuse(several_tables(shape.title, &key_path(&self.path, name)));
                None
            }
            _ => item.list(),
        });
        if matches!(items, Some(None)) {
            self.log.spoil(&key_path(&self.path, name));
        }
        let items = items.flatten().unwrap_or_default();
        items.iter().filter_map(|item| item.table(shape)).collect()
    }

    /// The value of a key, where it is there.
    pub(super) fn item(&self, name: &str) -> Option<Item<'a>> {
        let value = self.entries?.get(name)?;
        Some(Item::new(value, key_path(&self.path, name), self.log))
    }

    /// Whether a value was taken in place of this key's, which is wrong.
    pub(super) fn has_stand_in(&self, name: &str) -> bool {
        self.log.is_spoilt(&key_path(&self.path, name))
    }

    fn absent(&self, path: String, shape: &'static Shape) -> Table<'a> {
        Table { shape, path, header: self.header.clone(), entries: None, log: self.log }
    }

    fn refuse_unknown_keys(&self, entries: &DeTable<'_>) {
        let known = || self.shape.keys.iter().map(|key| key.name);
        for key in entries.keys().filter(|key| self.shape.key(key.get_ref()).is_none()) {
            let place = Label::new(key.span(), "");
            let message = format!("{} has no key {:?}", self.shape.in_words(), key.get_ref());
            let expected = format!("one of {}", known().collect::<Vec<_>>().join(", "));
            let fault = Diagnostic::error("unknown-key", place, message, expected);
            let meant = foreign_keys::meant(self.shape, key.get_ref());
            if let Some(own) = meant.own.filter(|own| !entries.contains_key(*own)) {
                // That the key which was meant is missing follows from it.
                self.log.spoil(&key_path(&self.path, own));
            }
            self.log.add(fault.help(meant.help));
        }
    }

    /// A table that is something else has had its fault: that its keys are not there follows from it.
    fn refuse_missing_key(&self, name: &str, how: &str) {
        if self.log.is_spoilt(&self.path) || self.log.is_spoilt(&key_path(&self.path, name)) {
            return;
        }
        let place = Label::new(self.header.clone(), format!("`{name}` is missing here"));
        let table = self.shape.in_words();
        let message = match self.entries {
            Some(_) => format!("{table} lacks the key `{name}`"),
            None => format!("there is no {table}, which must have the key `{name}`"),
        };
        let fault = Diagnostic::error("missing-key", place, message, format!("a key `{name}`"));
        self.log.add(fault.help(how.to_owned()));
        self.log.spoil(&key_path(&self.path, name));
    }
}

/// The table is written as an array of tables.
fn one_table(title: &str, path: &str) -> Invalid {
    let title = if title.is_empty() { format!("[{path}]") } else { title.to_owned() };
    Invalid::new("wrong-type", format!("there is one {title}, and this is an array of tables"), "a table")
        .help(format!("write its header with one bracket on each side: {title}"))
}

/// The array of tables is written as one table.
fn several_tables(title: &str, path: &str) -> Invalid {
    let title = if title.is_empty() { format!("[[{path}]]") } else { title.to_owned() };
    Invalid::new("wrong-type", "there may be several, and this is one table", "an array of tables")
        .help(format!("write its header with two brackets on each side: {title}"))
}

/// Reads a value that is part of the program.
fn built_in<T>(toml: &'static str, read: impl Fn(&Item<'_>) -> Option<T>) -> Option<T> {
    let value = DeValue::parse(toml).ok()?;
    read(&Item::new(&value, String::new(), &Log::default()))
}
