//! The files and directories of a part, read and verified.

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{
    PackError, Part, Share,
    secret_sums::{SecretSums, secret_sums},
};
use crate::{
    component::paths,
    pki,
    tree::{
        Digest, Lock, Mode, Origin, Place,
        lock::{Recorded, Row},
        sums,
    },
};

/// A file or directory as it will be on the machine.
#[derive(Debug)]
pub struct Entry {
    /// Its path there, without the leading `/`.
    pub path: String,
    /// The UID of its owner.
    pub owner: u32,
    /// The GID of its group.
    pub group: u32,
    /// Its permissions.
    pub mode: Mode,
    /// What is at the path.
    pub content: Content,
}

/// What is at the path of an entry.
#[derive(Debug)]
pub enum Content {
    /// A directory that kubemint owns.
    Folder,
    /// A file with these bytes, which are erased from memory when dropped.
    File(Zeroizing<Vec<u8>>),
}

/// All entries of a part, static pods last. `read` returns the bytes of a file of the tree.
///
/// # Errors
///
/// [`PackError`] if the lock has no such part, a file differs from the rendered one, the secret output is from
/// another render, or keys and certificates do not match their rows and each other.
pub fn contents<E>(
    lock: &Lock,
    part: &Part,
    share: Share,
    mut read: impl FnMut(&Place) -> Result<Zeroizing<Vec<u8>>, E>,
) -> Result<Vec<Entry>, PackError<E>> {
    let rows = rows(lock, part, share)?;
    let secret_sums = match share {
        Share::Public => None,
        Share::Whole | Share::Secret => Some(secret_sums(lock, part, &mut read)?),
    };
    let (mut entries, mut held) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
    for (path, row) in rows {
        let content = match row.recorded {
            Recorded::Folder => Content::Folder,
            _ => Content::File(read(&row.place).map_err(PackError::Read)?),
        };
        if !is_rendered(row, path, &content, secret_sums.as_ref()) {
            return Err(PackError::Changed(row.place.clone()));
        }
        let (owner, group) = (row.owner.id(lock.users()), row.group.id(lock.users()));
        held.push(row);
        entries.push(Entry { path: path.to_owned(), owner, group, mode: row.mode, content });
    }
    let refusals = pki::hold(held.into_iter().zip(&entries).filter_map(|(row, entry)| made_of(row, entry)));
    if refusals.is_empty() { Ok(entries) } else { Err(PackError::Keys(refusals)) }
}

/// A file with its origin from the lock's row.
fn made_of<'a>(row: &'a Row, entry: &'a Entry) -> Option<(&'a Place, &'a Origin, &'a [u8])> {
    match (&row.recorded, &entry.content) {
        (Recorded::Public { origin, .. } | Recorded::Secret { origin }, Content::File(bytes)) => {
            Some((&row.place, origin, bytes))
        }
        _ => None,
    }
}

/// The rows of a part in order, by path on the machine.
fn rows<'a, E>(lock: &'a Lock, part: &Part, share: Share) -> Result<Vec<(&'a str, &'a Row)>, PackError<E>> {
    let prefix = part.prefix();
    let of_part = |row: &'a Row| Some((row.place.path.as_str().strip_prefix(&prefix)?, row));
    let mut rows: Vec<(&str, &Row)> = lock.rows().filter_map(of_part).collect();
    if let (true, Part::Node(node)) = (rows.is_empty(), part) {
        return Err(PackError::UnknownNode { node: node.to_string(), known: nodes(lock) });
    }
    rows.retain(|(path, row)| *path != sums::NAME && share.has(row.place.secrecy));
    // A running kubelet starts the static pods that appear in this directory, so it comes after everything that they read.
    rows.sort_by_key(|(path, _)| (paths::MANIFESTS.below(path).is_some(), *path));
    let duplicate = rows.windows(2).find_map(|pair| match pair {
        [(one, _), (other, _)] if one == other => Some((*one).to_owned()),
        _ => None,
    });
    duplicate.map_or(Ok(rows), |path| Err(PackError::Both(path)))
}

/// The names of the nodes in the lock, sorted.
pub fn nodes(lock: &Lock) -> Vec<String> {
    let name = |row: &Row| match Part::of(&row.place.path)? {
        Part::Node(name) => Some(name.to_string()),
        Part::Cluster => None,
    };
    let mut names: Vec<String> = lock.rows().filter_map(name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Whether these are the rendered bytes.
fn is_rendered(row: &Row, path: &str, content: &Content, secret_sums: Option<&SecretSums>) -> bool {
    let Content::File(bytes) = content else { return true };
    let rendered = match (&row.recorded, secret_sums) {
        (Recorded::Folder, _) | (Recorded::Secret { .. }, None) => return true,
        (Recorded::Public { bytes, .. }, _) => Some(bytes),
        (Recorded::Secret { .. }, Some(sums)) => sums.get(path),
    };
    rendered.is_some_and(|digest| *digest == Digest::from(Sha256::digest(bytes)))
}
