//! Values and tables of the file, with their paths and positions: types are checked, and missing and unknown keys recorded.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    Choice, IfAbsent, Log, Shape,
    type_advice::{advice, table_advice},
};
use crate::diagnostic::{Diagnostic, Invalid, Label, key_path};

/// The largest number of entries of a table whose keys the user chooses: one per node; other tables have far fewer.
const ENTRIES: usize = 10_000;

/// A value with its path and position. Reading it as another type records an error and returns `None`.
#[derive(Debug, Clone)]
pub(super) struct Item<'a> {
    value: &'a Spanned<DeValue<'a>>,
    path: String,
    log: &'a Log,
}

impl<'a> Item<'a> {
    pub(super) const fn new(value: &'a Spanned<DeValue<'a>>, path: String, log: &'a Log) -> Self {
        Self { value, path, log }
    }

    /// Its path in the document, such as `control_plane[0].address`.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// The TOML value.
    pub(super) fn raw(&self) -> &'a DeValue<'a> {
        self.value.get_ref()
    }

    /// A string.
    pub(super) fn text(&self) -> Option<&'a str> {
        self.raw().as_str().or_else(|| self.mistyped("a string"))
    }

    /// A string, parsed into another type.
    pub(super) fn parse<T>(&self, parse: impl Fn(&str) -> Result<T, Invalid>) -> Option<T> {
        self.text().and_then(|text| self.accept(parse(text)))
    }

    /// One of several words. The error for a boolean lists them, too.
    pub(super) fn choice<T: Copy>(&self, choice: &Choice<T>) -> Option<T> {
        match self.raw() {
            DeValue::Boolean(on) => self.accept(choice.parse(&on.to_string())),
            _ => self.parse(|text| choice.parse(text)),
        }
    }

    /// A whole number.
    pub(super) fn integer(&self) -> Option<i64> {
        let Some(number) = self.raw().as_integer() else { return self.mistyped("a whole number") };
        let parsed = i64::from_str_radix(number.as_str(), number.radix());
        self.accept(parsed.map_err(|_| {
            Invalid::new("number", format!("{number} is out of range"), "a number of at most 63 bits")
                .help("take a smaller number")
        }))
    }

    /// A whole number from `least` to `most`.
    pub(super) fn number(&self, least: u32, most: u32) -> Option<u32> {
        let number = self.integer()?;
        let in_range = u32::try_from(number).ok().filter(|number| (least..=most).contains(number));
        self.accept(in_range.ok_or_else(|| {
            Invalid::new("number", format!("{number} is out of range"), "a number in the key's range")
                .help(format!("take {least} to {most}"))
        }))
    }

    /// `true` or `false`.
    pub(super) fn boolean(&self) -> Option<bool> {
        self.raw().as_bool().or_else(|| self.mistyped("true or false"))
    }

    /// The elements of an array.
    pub(super) fn list(&self) -> Option<Vec<Item<'a>>> {
        let Some(array) = self.raw().as_array() else { return self.mistyped("an array") };
        let element = |(i, value)| Item::new(value, format!("{}[{i}]", self.path), self.log);
        Some(array.iter().enumerate().map(element).collect())
    }

    /// The elements of an array, each read by `read`; `None` if one is refused, after all have been read.
    pub(super) fn all<T>(&self, read: impl Fn(&Item<'_>) -> Option<T>) -> Option<Vec<T>> {
        let elements: Vec<Option<T>> = self.list()?.iter().map(read).collect();
        elements.into_iter().collect()
    }

    /// The elements of an array, or the value itself if it is a string: most such keys have one value.
    pub(super) fn one_or_more(&self) -> Option<Vec<Item<'a>>> {
        match self.raw() {
            DeValue::String(_) => Some(vec![self.clone()]),
            DeValue::Array(_) => self.list(),
            _ => self.mistyped("a string or an array of strings"),
        }
    }

    /// The entries of a table whose keys the user chooses, sorted by key, with the position of each key.
    pub(super) fn entries(&self) -> Option<Vec<(&'a str, Range<usize>, Item<'a>)>> {
        let table = self.entries_of_table()?;
        if table.len() > ENTRIES {
            let found = format!("{} has {} entries", self.path, table.len());
            self.refuse(Invalid::new("too-many-entries", found, "no more than 10,000 entries"));
            return None;
        }
        let entry = |(key, value): (&'a Spanned<_>, &'a Spanned<_>)| {
            let name: &'a std::borrow::Cow<'a, str> = key.get_ref();
            let path = key_path(&self.path, name);
            (name.as_ref(), key.span(), Item::new(value, path, self.log))
        };
        Some(table.iter().map(entry).collect())
    }

    /// A table whose keys kubemint knows.
    pub(super) fn table(&self, shape: &'static Shape) -> Option<Table<'a>> {
        let entries = match self.raw() {
            DeValue::Table(entries) => entries,
            value => return self.mistyped_with("a table", table_advice(value, shape)),
        };
        Some(Table::new(shape, self.path.clone(), self.value.span(), entries, self.log))
    }

    fn entries_of_table(&self) -> Option<&'a DeTable<'a>> {
        self.raw().as_table().or_else(|| self.mistyped("a table"))
    }

    /// The result of a check; an error is recorded at this value.
    pub(super) fn accept<T>(&self, checked: Result<T, Invalid>) -> Option<T> {
        checked.map_err(|invalid| self.refuse(invalid)).ok()
    }

    /// Records that the value is refused.
    pub(super) fn refuse(&self, invalid: Invalid) {
        self.refuse_at(self.value.span(), invalid);
    }

    /// Records a refusal at another place, such as a key.
    pub(super) fn refuse_at(&self, span: Range<usize>, invalid: Invalid) {
        let message = format!("{}: {}", self.path, invalid.message);
        self.log.add(Diagnostic { message, ..invalid.at(span) });
    }

    /// Records that the value is of another type.
    pub(super) fn mistyped<T>(&self, expected: &'static str) -> Option<T> {
        let help = advice(self.raw(), expected, self.path.contains("extra_args"));
        self.mistyped_with(expected, help)
    }

    /// The same with its own advice.
    pub(super) fn mistyped_with<T>(&self, expected: &'static str, help: String) -> Option<T> {
        let place = Label::new(self.value.span(), "");
        let message = format!("{} is {}", self.path, type_in_words(self.raw()));
        self.log.add(Diagnostic::error("wrong-type", place, message, expected).help(help));
        None
    }
}

/// The type of a value with its article.
const fn type_in_words(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    }
}

/// A table with its position; a table that the file does not have is empty.
#[derive(Debug)]
pub(super) struct Table<'a> {
    shape: &'static Shape,
    path: String,
    header: Range<usize>,
    entries: Option<&'a DeTable<'a>>,
    log: &'a Log,
}

impl<'a> Table<'a> {
    /// An existing table. Its unknown keys are recorded.
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

    /// The value of a key, its default, or a stand-in (with a diagnostic) if it is invalid.
    ///
    /// `None` only if `read` refuses the default itself, which a test rules out.
    pub(super) fn value<T>(&self, name: &str, read: impl Fn(&Item<'_>) -> Option<T>) -> Option<T> {
        let key = self.shape.key(name)?;
        match (self.item(name), &key.if_absent) {
            (Some(item), _) => {
                if let Some(value) = read(&item) {
                    return Some(value);
                }
                self.log.mark_invalid(item.path());
            }
            (None, IfAbsent::Required { how, .. }) => self.refuse_missing_key(name, how),
            (None, _) => {}
        }
        built_in(key.stand_in()?, read)
    }

    /// The value of a key without a default; `None` if it is absent, or invalid (with a diagnostic).
    pub(super) fn optional<T>(&self, name: &str, read: impl Fn(&Item<'_>) -> Option<T>) -> Option<T> {
        let item = self.item(name)?;
        let value = read(&item);
        if value.is_none() {
            self.log.mark_invalid(item.path());
        }
        value
    }

    /// The table of a key; an empty one if it is absent or invalid.
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
                self.log.mark_invalid(&path);
                self.absent(path, shape)
            }
            None => self.absent(path, shape),
        }
    }

    /// The tables of an array of tables; none if it is absent or invalid.
    pub(super) fn tables(&self, name: &str, shape: &'static Shape) -> Vec<Table<'a>> {
        let items = self.item(name).map(|item| match item.raw() {
            DeValue::Table(_) => {
                item.refuse(several_tables(shape.title, &key_path(&self.path, name)));
                None
            }
            _ => item.list(),
        });
        if matches!(items, Some(None)) {
            self.log.mark_invalid(&key_path(&self.path, name));
        }
        let items = items.flatten().unwrap_or_default();
        let tables: Vec<Table<'a>> = items.iter().filter_map(|item| item.table(shape)).collect();
        if tables.len() < items.len() {
            self.log.mark_invalid(&key_path(&self.path, name));
        }
        tables
    }

    /// The value of a key, if it exists.
    pub(super) fn item(&self, name: &str) -> Option<Item<'a>> {
        let value = self.entries?.get(name)?;
        Some(Item::new(value, key_path(&self.path, name), self.log))
    }

    /// Whether this key's value is invalid and was replaced by a stand-in.
    pub(super) fn has_stand_in(&self, name: &str) -> bool {
        self.log.is_invalid(&key_path(&self.path, name))
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
            let diagnostic = Diagnostic::error("unknown-key", place, message, expected);
            let meant = self.log.meant(self.shape, key.get_ref());
            if let Some(own) = meant.own.filter(|own| !entries.contains_key(*own)) {
                // That the intended key is missing is a consequence.
                self.log.mark_invalid(&key_path(&self.path, own));
            }
            self.log.add(diagnostic.help(meant.help));
        }
    }

    /// A value that is no table has been reported: that its keys are missing is a consequence.
    fn refuse_missing_key(&self, name: &str, how: &str) {
        if self.log.is_invalid(&self.path) || self.log.is_invalid(&key_path(&self.path, name)) {
            return;
        }
        let place = Label::new(self.header.clone(), format!("`{name}` is missing here"));
        let table = self.shape.in_words();
        let message = match self.entries {
            Some(_) => format!("{table} lacks the key `{name}`"),
            None => format!("there is no {table}, which must have the key `{name}`"),
        };
        let diagnostic = Diagnostic::error("missing-key", place, message, format!("a key `{name}`"));
        self.log.add(diagnostic.help(how.to_owned()));
        self.log.mark_invalid(&key_path(&self.path, name));
    }
}

/// The table is written as an array of tables.
fn one_table(title: &str, path: &str) -> Invalid {
    let title = if title.is_empty() { format!("[{path}]") } else { title.to_owned() };
    Invalid::new(
        "wrong-type",
        format!("this is an array of tables, and there is only one {title}"),
        "a table",
    )
    .help(format!("write its header with one bracket on each side: {title}"))
}

/// The array of tables is written as one table.
fn several_tables(title: &str, path: &str) -> Invalid {
    let title = if title.is_empty() { format!("[[{path}]]") } else { title.to_owned() };
    Invalid::new("wrong-type", "this is a single table", "an array of tables")
        .help(format!("write its header with two brackets on each side: {title}"))
}

/// Parses a value that is part of the program.
fn built_in<T>(toml: &'static str, read: impl Fn(&Item<'_>) -> Option<T>) -> Option<T> {
    let value = DeValue::parse(toml).ok()?;
    read(&Item::new(&value, String::new(), &Log::default()))
}
