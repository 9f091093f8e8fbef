//! sealed/INDEX: what was encrypted, so that what would say the same is not encrypted again.
//!
//! A line a file, sorted:
//!
//! ```text
//! nodes/master-1.tar.age hmac-sha256:… sha256:…
//! ```
//!
//! The first digest is over the part's name, its recipients and its content, under a key that comes from the seed: who
//! lacks it learns nothing from it, not even by guessing. The second is of the encrypted file.

use std::{collections::BTreeMap, fmt};

use crate::{
    pack::Part,
    tree::{Digest, hex},
};

/// The version of the index's own format.
const FORMAT: &str = "format 1";

const COMMENT: &str = "# What kubemint encrypted here. Written by `kubemint seal`; do not edit.";

/// The file beside the index that keeps Git from changing line ends.
pub const ATTRIBUTES: &str = ".gitattributes";

/// What follows a part's name in that of its encrypted file.
const SUFFIX: &str = ".tar.age";

/// What was encrypted.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Index(BTreeMap<Part, Line>);

/// What is remembered of an encrypted file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Of name, recipients and content, under the seed's key.
    pub keyed: Digest,
    /// SHA-256 of the encrypted file.
    pub file: Digest,
}

/// A text that is no index.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} is none of an index that kubemint wrote")]
pub struct IndexError {
    /// Counted from 1.
    pub line: usize,
}

impl Index {
    /// Its name in the folder of what is encrypted.
    pub const NAME: &str = "INDEX";

    /// The name of a part's file in that folder.
    #[must_use]
    pub fn file_of(part: &Part) -> String {
        format!("{part}{SUFFIX}")
    }

    /// Reads an index.
    ///
    /// # Errors
    /// [`IndexError`] with the first line that is wrong, be it a merge that was not finished.
    pub fn parse(text: &str) -> Result<Self, IndexError> {
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
        match lines.next() {
            Some((_, FORMAT)) => {}
            other => return Err(IndexError { line: other.map_or(1, |(index, _)| index + 1) }),
        }
        let mut parts = BTreeMap::new();
        for (index, line) in lines {
            let wrong = IndexError { line: index + 1 };
            let (part, line) = read(line).ok_or_else(|| wrong.clone())?;
            if parts.insert(part, line).is_some() {
                return Err(wrong);
            }
        }
        Ok(Self(parts))
    }

    /// What is remembered of a part's file.
    #[must_use]
    pub fn line(&self, part: &Part) -> Option<&Line> {
        self.0.get(part)
    }

    /// Remembers a part's file.
    pub fn insert(&mut self, part: Part, line: Line) {
        self.0.insert(part, line);
    }

    /// Every part that has a file.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        self.0.keys()
    }
}

fn read(line: &str) -> Option<(Part, Line)> {
    let mut words = line.split(' ');
    let part = words.next()?.strip_suffix(SUFFIX).and_then(Part::parse)?;
    let keyed = words.next()?.strip_prefix("hmac-sha256:").and_then(hex::decode)?;
    let file = words.next()?.strip_prefix("sha256:").and_then(hex::decode)?;
    words.next().is_none().then_some((part, Line { keyed, file }))
}

impl fmt::Display for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{COMMENT}\n{FORMAT}")?;
        self.0.iter().try_for_each(|(part, Line { keyed, file })| {
            let (keyed, file) = (hex::encode(keyed), hex::encode(file));
            writeln!(f, "{part}{SUFFIX} hmac-sha256:{keyed} sha256:{file}")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_back_what_it_writes_and_names_a_wrong_line() {
        let mut index = Index::default();
        index.insert(Part::parse("nodes/a").unwrap(), Line { keyed: [1; 32], file: [2; 32] });
        index.insert(Part::Cluster, Line { keyed: [3; 32], file: [4; 32] });
        let text = index.to_string();
        assert_eq!(Index::parse(&text), Ok(index));
        assert_eq!(Index::parse(""), Err(IndexError { line: 1 }));
        assert_eq!(Index::parse("format 2\n"), Err(IndexError { line: 1 }));
        for wrong in ["<<<<<<< HEAD", "", "cluster.tar.age", text.lines().last().unwrap()] {
            assert_eq!(Index::parse(&format!("{text}{wrong}\n")), Err(IndexError { line: 5 }), "{wrong}");
        }
    }
}
