//! A data file of facts: a comment line, then rows of TAB-separated columns, sorted, with the key first.

/// The text of one file under `facts/`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table(&'static str);

impl Table {
    /// A table without rows.
    pub(super) const EMPTY: Self = Self("");

    pub(super) const fn new(text: &'static str) -> Self {
        Self(text)
    }

    /// The rows, without comments.
    pub(super) fn rows(self) -> impl Iterator<Item = &'static str> {
        self.0.lines().filter(|line| !line.starts_with('#'))
    }

    /// The columns after `key` of each row that has it. This reads the file from the start, some 20 KiB, without
    /// building an index, which is cheaper for the few lookups of a render.
    pub(super) fn find(self, key: &str) -> impl Iterator<Item = std::str::Split<'static, char>> {
        self.rows().filter_map(move |row| Some(row.strip_prefix(key)?.strip_prefix('\t')?.split('\t')))
    }
}

/// The keys of rows.
pub(super) fn first_columns(rows: impl Iterator<Item = &'static str>) -> impl Iterator<Item = &'static str> {
    rows.filter_map(|row| row.split('\t').next())
}
