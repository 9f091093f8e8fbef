//! Every key, for the documentation.

use super::{Shape, document::SHAPES};
use crate::config::IfAbsent;

/// A key of cluster.toml.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownKey {
    /// The table's header, such as `[cluster]`; empty for the top level.
    pub table: &'static str,
    /// The key's name.
    pub name: &'static str,
    /// The meaning of its absence: "required", a default as TOML in backquotes, or words.
    pub if_absent: String,
}

/// Every table that has keys.
pub(in crate::config) fn shapes() -> impl Iterator<Item = &'static Shape> {
    SHAPES.iter().copied()
}

/// Every key that [`read`](crate::config::read) knows.
pub fn known_keys() -> impl Iterator<Item = KnownKey> {
    SHAPES.iter().flat_map(|shape| {
        shape.keys.iter().map(|key| KnownKey {
            table: shape.title,
            name: key.name,
            if_absent: match key.if_absent {
                IfAbsent::Required { .. } => "required".to_owned(),
                IfAbsent::Default(toml) => format!("`{toml}`"),
                IfAbsent::Absent(words) => words.to_owned(),
            },
        })
    })
}
