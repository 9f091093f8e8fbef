//! Git's objects, verified with their IDs.
//!
//! An ID is the digest of its object, and a tree contains the IDs of its entries. So whatever happens between a
//! commit and Git's response (alternates, replacements, a damaged pack), a file that is read is the one that was
//! committed, or there is an error. For the formats see gitformat-pack(5), "Object types", and Git's documentation of
//! the transition of hash functions.

use std::{collections::BTreeMap, fmt, rc::Rc};

use base16ct::lower::encode_string;
use sha1::Sha1;
use sha2::{Digest, Sha256};

/// The ID of an object in lower-case hexadecimal: 40 digits of SHA-1 or 64 of SHA-256.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ObjectId(String);

impl ObjectId {
    /// Parses an ID.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        (matches!(text.len(), 40 | 64) && text.bytes().all(is_digit)).then(|| Self(text.to_owned()))
    }

    fn of_bytes(bytes: &[u8]) -> Self {
        Self(encode_string(bytes))
    }

    /// The digits.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// The size in bytes of an ID of this kind in a tree.
    const fn length(&self) -> usize {
        self.0.len() / 2
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The types of objects that are requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Commit,
    Tree,
    Blob,
    Tag,
}

impl Kind {
    const ALL: [(Self, &str); 4] =
        [(Self::Commit, "commit"), (Self::Tree, "tree"), (Self::Blob, "blob"), (Self::Tag, "tag")];

    /// Parses the name of a type.
    pub(super) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(kind, _)| kind)
    }

    fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }
}

/// An object.
#[derive(Debug)]
pub(super) struct Object {
    pub(super) id: ObjectId,
    pub(super) kind: Kind,
    pub(super) bytes: Vec<u8>,
}

/// The entries of a tree: the mode and ID of each name.
pub(super) type Entries = Rc<BTreeMap<Vec<u8>, Entry>>;

/// An entry of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) kind: EntryKind,
    pub(super) id: ObjectId,
}

/// The kind of an entry, from its mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EntryKind {
    File,
    Directory,
    Link,
    Submodule,
    Other,
}

impl EntryKind {
    /// Parses a mode; some programs wrote leading zeros.
    fn of(mode: &[u8]) -> Self {
        match mode {
            [b'0', rest @ ..] => Self::of(rest),
            [b'1', b'0', b'0', ..] => Self::File,
            b"40000" => Self::Directory,
            b"120000" => Self::Link,
            b"160000" => Self::Submodule,
            _ => Self::Other,
        }
    }

    /// Its name in messages.
    pub(super) const fn in_words(self) -> &'static str {
        match self {
            Self::File => "a file",
            Self::Directory => "a directory",
            Self::Link => "a link",
            Self::Submodule => "a submodule",
            Self::Other => "neither file nor directory",
        }
    }
}

impl Object {
    /// Whether the digest of type, size and bytes is the ID.
    pub(super) fn is_what_its_id_says(&self) -> bool {
        let header = format!("{} {}\0", self.kind.name(), self.bytes.len());
        let found = match self.id.as_str().len() {
            40 => ObjectId::of_bytes(&digest::<Sha1>(&header, &self.bytes)),
            _ => ObjectId::of_bytes(&digest::<Sha256>(&header, &self.bytes)),
        };
        found == self.id
    }

    /// The tree of a commit.
    pub(super) fn tree(&self) -> Option<ObjectId> {
        let line = self.bytes.split(|byte| *byte == b'\n').next()?;
        std::str::from_utf8(line).ok()?.strip_prefix("tree ").and_then(ObjectId::parse)
    }

    /// The entries of a tree: `MODE NAME`, a zero byte and the bytes of the ID, one after another.
    pub(super) fn entries(&self) -> Option<Entries> {
        let mut entries = BTreeMap::new();
        let mut rest = self.bytes.as_slice();
        while !rest.is_empty() {
            let end = rest.iter().position(|byte| *byte == 0)?;
            let (head, tail) = (rest.get(..end)?, rest.get(end + 1..)?);
            let space = head.iter().position(|byte| *byte == b' ')?;
            let (mode, name) = (head.get(..space)?, head.get(space + 1..)?);
            let id = ObjectId::of_bytes(tail.get(..self.id.length())?);
            let entry = Entry { kind: EntryKind::of(mode), id };
            // Git never writes a name twice; of two it would take the first.
            if entries.insert(name.to_owned(), entry).is_some() {
                return None;
            }
            rest = tail.get(self.id.length()..)?;
        }
        Some(Rc::new(entries))
    }
}

fn digest<D: Digest>(header: &str, bytes: &[u8]) -> Vec<u8> {
    let mut digest = D::new();
    digest.update(header.as_bytes());
    digest.update(bytes);
    digest.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blob(id: &str, bytes: &[u8]) -> Object {
        Object { id: ObjectId::parse(id).unwrap(), kind: Kind::Blob, bytes: bytes.to_vec() }
    }

    #[test]
    fn an_object_is_held_to_its_id() {
        // `printf 'hello\n' | git hash-object --stdin`, in a repository of each format.
        let sha1 = "ce013625030ba8dba906f756967f9e9ca394464a";
        let sha256 = "2cf8d83d9ee29543b34a87727421fdecb7e3f3a183d337639025de576db9ebb4";
        for id in [sha1, sha256] {
            assert!(blob(id, b"hello\n").is_what_its_id_says(), "{id}");
            assert!(!blob(id, b"hello").is_what_its_id_says());
            let tree = Object { kind: Kind::Tree, ..blob(id, b"hello\n") };
            assert!(!tree.is_what_its_id_says());
        }
        assert_eq!(ObjectId::parse(&sha1.to_uppercase()), None);
        assert_eq!(ObjectId::parse("ce01"), None);
    }

    #[test]
    fn a_tree_that_is_cut_off_lists_nothing() {
        let mut bytes = b"100644 a\0".to_vec();
        bytes.extend([7; 20]);
        bytes.extend(b"40000 b\0");
        bytes.extend([9; 20]);
        let tree = |bytes: &[u8]| Object { kind: Kind::Tree, ..blob(&"0".repeat(40), bytes) };
        let entries = tree(&bytes).entries().unwrap();
        assert_eq!(entries[b"a".as_slice()].kind, EntryKind::File);
        assert_eq!(entries[b"b".as_slice()].kind, EntryKind::Directory);
        assert_eq!(entries[b"b".as_slice()].id.as_str(), "09".repeat(20));
        for length in 1..bytes.len() {
            assert_eq!(tree(&bytes[..length]).entries().is_some(), length == 29, "{length}");
        }
        assert!(tree(&bytes.repeat(2)).entries().is_none(), "duplicate names");
    }
}
