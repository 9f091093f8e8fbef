//! Which keys a table of cluster.toml has: data, not code.

/// A table and its keys.
#[derive(Debug)]
pub(super) struct Shape {
    /// Its header as people write it, such as `[cluster]` or `[[worker]]`; empty for the document itself.
    pub(super) title: &'static str,
    /// Its keys, in the order in which the documentation lists them.
    pub(super) keys: &'static [Key],
}

/// A key of a table.
#[derive(Debug)]
pub(super) struct Key {
    /// Its name.
    pub(super) name: &'static str,
    /// The meaning of its absence.
    pub(super) if_absent: IfAbsent,
}

/// The meaning of a key's absence.
#[derive(Debug)]
pub(super) enum IfAbsent {
    /// An error.
    Required {
        /// A valid value, in TOML, as a stand-in so that the rest of the file can still be checked.
        stand_in: &'static str,
        /// How to add it.
        how: &'static str,
    },
    /// This value, in TOML.
    Default(&'static str),
    /// Something other than a single value, in words.
    Absent(&'static str),
}

impl Key {
    /// A required key.
    pub(super) const fn required(name: &'static str, stand_in: &'static str, how: &'static str) -> Self {
        Self { name, if_absent: IfAbsent::Required { stand_in, how } }
    }

    /// A key with a default, in TOML.
    pub(super) const fn default(name: &'static str, value: &'static str) -> Self {
        Self { name, if_absent: IfAbsent::Default(value) }
    }

    /// An optional key, and the meaning of its absence.
    pub(super) const fn optional(name: &'static str, meaning: &'static str) -> Self {
        Self { name, if_absent: IfAbsent::Absent(meaning) }
    }

    /// The value, in TOML, that is used if the file has none or an invalid one.
    pub(super) const fn stand_in(&self) -> Option<&'static str> {
        match self.if_absent {
            IfAbsent::Required { stand_in, .. } => Some(stand_in),
            IfAbsent::Default(value) => Some(value),
            IfAbsent::Absent(_) => None,
        }
    }
}

impl Shape {
    /// The key with this name.
    pub(super) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// How a message names the table.
    pub(super) const fn in_words(&self) -> &'static str {
        if self.title.is_empty() { "the top level" } else { self.title }
    }
}
