//! The resolved cluster from text. The file may be anybody's: it is committed, and a pull request may change it.

use serde::Deserialize;

use super::{NAME, ResolvedCluster, SCHEMA};

const MIB: usize = 1 << 20;

/// The longest document that is read, in bytes: a node has about 10 kB.
const MAX_LENGTH: usize = 64 * MIB;

/// A text that is no resolved cluster of a schema that this kubemint knows. No text of the file is in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is longer than that of any cluster.
    #[error("{NAME} is longer than {} MiB, which no cluster needs", MAX_LENGTH / MIB)]
    Length,
    /// Another kubemint wrote it.
    #[error("{NAME} has schema {0}, and this kubemint knows {SCHEMA}")]
    Schema(u32),
    /// It is no JSON, or lacks a key, or has an unknown one or a value that no cluster has.
    #[error("line {line} of {NAME}, column {column}, is not as this kubemint writes it")]
    Form {
        /// The line, counted from 1.
        line: usize,
        /// The column, counted in bytes from 1.
        column: usize,
    },
}

/// All that is read of a document before its schema is known.
#[derive(Deserialize)]
struct Head {
    schema: u32,
}

impl ResolvedCluster {
    /// Reads a document.
    ///
    /// # Errors
    /// [`Unreadable`] where it is none, or of another schema.
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
