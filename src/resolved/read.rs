//! Parses a resolved cluster. The file cannot be trusted: it is committed, and any pull request may change it.

use serde::Deserialize;

use super::{NAME, ResolvedCluster, SCHEMA};

const MIB: usize = 1 << 20;

/// The size limit in bytes; a node takes about 10 kB.
const MAX_LENGTH: usize = 64 * MIB;

/// Why a text is not a resolved cluster that this kubemint can read. It never quotes the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is longer than that of any cluster.
    #[error("{NAME} is longer than {} MiB, which no cluster needs", MAX_LENGTH / MIB)]
    Length,
    /// Another kubemint wrote it.
    #[error("{NAME} has schema {0}, and this kubemint knows {SCHEMA}")]
    Schema(u32),
    /// It is not JSON, lacks a key, or has an unknown key or an invalid value.
    #[error("line {line} of {NAME}, column {column}, is not as this kubemint writes it")]
    Form {
        /// The line, counted from 1.
        line: usize,
        /// The column, counted in bytes from 1.
        column: usize,
    },
}

/// The part of a document that is read before its schema is known.
#[derive(Deserialize)]
struct Head {
    schema: u32,
}

impl ResolvedCluster {
    /// Parses a document.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] if it is not a resolved cluster, or has another schema.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        if text.len() > MAX_LENGTH {
            return Err(Unreadable::Length);
        }
        let form = |error: serde_json::Error| Unreadable::Form { line: error.line(), column: error.column() };
        let Head { schema } = serde_json::from_str(text).map_err(form)?;
        if schema != SCHEMA {
            return Err(Unreadable::Schema(schema));
        }
        serde_json::from_str(text).map_err(form)
    }
}
