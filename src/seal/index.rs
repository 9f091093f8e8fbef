//! sealed/INDEX: what was encrypted, so that what has not changed is not encrypted again.
//!
//! It has one line per file, sorted:
//!
//! ```text
//! nodes/master-1.tar.age source:… hmac-sha256:… sha256:…
//! ```
//!
//! `source` is a digest of the part's rows in kubemint.lock and recipients.txt, so that somebody who only has the
//! repository can see that a file was sealed from another render. `sha256` is the digest of the encrypted file.
//! `hmac-sha256` covers the part's name, its recipients, its content and the two digests, under a key derived from
//! the seed: whoever lacks the key can change none of them, and learns nothing from it, not even by guessing.

use std::{collections::BTreeMap, fmt};

use crate::{
    pack::Part,
    tree::{Digest, git_files, parse_digest},
};
use base16ct::lower::encode_string;

/// The version of the index's format.
const FORMAT: u32 = 2;

/// The word before it.
const FORMAT_WORD: &str = "format ";

const COMMENT: &str = "# What kubemint encrypted here. Written by `kubemint seal`; do not edit.";

/// A file beside the index that keeps Git from changing line endings.
pub const ATTRIBUTES: &str = git_files::ATTRIBUTES;

/// The suffix of an encrypted file, after its part's name.
const SUFFIX: &str = ".tar.age";

/// What was encrypted, by part.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Index(BTreeMap<Part, Line>);

/// The entry of an encrypted file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The digest of what public files say about the part.
    pub source: Digest,
    /// The keyed digest of its name, recipients, content and the two digests.
    pub keyed: Digest,
    /// SHA-256 of the encrypted file.
    pub file: Digest,
}

/// Why a text is not an index.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IndexError {
    /// A line has another form, for example because of an unfinished merge.
    #[error("line {0} is none of an index that kubemint wrote")]
    Line(usize),
    /// An earlier kubemint wrote it.
    #[error(
        "it has format {0} of an earlier kubemint, whose digests anybody could change; this one writes {FORMAT}"
    )]
    Old(u32),
    /// A later kubemint wrote it.
    #[error("it has format {0} of a later kubemint; this one knows {FORMAT}")]
    New(u32),
}

impl IndexError {
    /// How to fix it.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Line(_) => {
                "finish the merge, or remove the file and run `kubemint seal`: everything is encrypted anew then"
            }
            Self::Old(_) => "remove the file and run `kubemint seal`: everything is encrypted anew then",
            Self::New(_) => "use the kubemint that wrote it, or a later one",
        }
    }
}

impl Index {
    /// Its name in the directory of encrypted files.
    pub const NAME: &str = "INDEX";

    /// The name of a part's file in that directory.
    #[must_use]
    pub fn file_of(part: &Part) -> String {
        format!("{part}{SUFFIX}")
    }

    /// Parses an index.
    ///
    /// # Errors
    ///
    /// [`IndexError`] with the first line that is wrong, or another format.
    pub fn parse(text: &str) -> Result<Self, IndexError> {
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
        let (first, format) = lines.next().ok_or(IndexError::Line(1))?;
        match format.strip_prefix(FORMAT_WORD).and_then(|number| number.parse().ok()) {
            Some(FORMAT) => {}
            Some(old @ ..FORMAT) => return Err(IndexError::Old(old)),
            Some(new) => return Err(IndexError::New(new)),
            None => return Err(IndexError::Line(first + 1)),
        }
        let mut parts = BTreeMap::new();
        for (index, line) in lines {
            let wrong = IndexError::Line(index + 1);
            let (part, line) = read(line).ok_or_else(|| wrong.clone())?;
            if parts.last_key_value().is_some_and(|(last, _)| *last >= part) {
                return Err(wrong);
            }
            parts.insert(part, line);
        }
        Ok(Self(parts))
    }

    /// The entry of a part.
    #[must_use]
    pub fn line(&self, part: &Part) -> Option<&Line> {
        self.0.get(part)
    }

    /// Adds the entry of a part.
    pub fn insert(&mut self, part: Part, line: Line) {
        self.0.insert(part, line);
    }

    /// Every part with its entry.
    pub fn lines(&self) -> impl Iterator<Item = (&Part, &Line)> {
        self.0.iter()
    }

    /// Every part with an encrypted file.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        self.0.keys()
    }
}

fn read(line: &str) -> Option<(Part, Line)> {
    let mut words = line.split(' ');
    let part = words.next()?.strip_suffix(SUFFIX).and_then(Part::parse)?;
    let mut digest = |name: &str| words.next()?.strip_prefix(name).and_then(parse_digest);
    let (source, keyed, file) = (digest("source:")?, digest("hmac-sha256:")?, digest("sha256:")?);
    words.next().is_none().then_some((part, Line { source, keyed, file }))
}

impl fmt::Display for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{COMMENT}\n{FORMAT_WORD}{FORMAT}")?;
        self.0.iter().try_for_each(|(part, Line { source, keyed, file })| {
            let (source, keyed, file) = (encode_string(source), encode_string(keyed), encode_string(file));
            writeln!(f, "{part}{SUFFIX} source:{source} hmac-sha256:{keyed} sha256:{file}")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_back_what_it_writes_and_names_a_wrong_line() {
        let mut index = Index::default();
        index
            .insert(Part::parse("nodes/a").unwrap(), Line { source: [5; 32], keyed: [1; 32], file: [2; 32] });
        index.insert(Part::Cluster, Line { source: [6; 32], keyed: [3; 32], file: [4; 32] });
        let text = index.to_string();
        assert_eq!(Index::parse(&text), Ok(index));
        assert_eq!(Index::parse(""), Err(IndexError::Line(1)));
        assert_eq!(Index::parse("format x\n"), Err(IndexError::Line(1)));
        assert_eq!(Index::parse("# x\nformat 1\n"), Err(IndexError::Old(1)));
        assert_eq!(Index::parse("format 3\n"), Err(IndexError::New(3)));
        let lines: Vec<&str> = text.lines().collect();
        for wrong in ["<<<<<<< HEAD", "", "cluster.tar.age", lines[2], lines[3]] {
            assert_eq!(Index::parse(&format!("{text}{wrong}\n")), Err(IndexError::Line(5)), "{wrong}");
        }
        let name = "nodes/--all.tar.age";
        assert_eq!(Index::parse(&text.replace("nodes/a.tar.age", name)), Err(IndexError::Line(4)));
    }
}
