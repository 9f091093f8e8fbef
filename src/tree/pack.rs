//! A machine's installation as a tar archive, from the lock and the files it lists.
//!
//! The archive has owner, group and mode of each file from the lock, and entries only for folders that kubemint owns:
//! one with `/` or `/etc` in it would set their modes too.

use std::{collections::BTreeMap, io::Write};

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{
    Digest, Lock, Place, Secrecy,
    lock::{Recorded, Row},
    sums,
};
use crate::model::NodeName;

/// The time of every entry, seconds since 1970. Not 0, which some programs take for "none".
const MODIFIED: u64 = 1;

/// A running kubelet starts what appears here, so it comes after all that it reads.
const MANIFESTS: &str = "etc/kubernetes/manifests/";

/// Why a machine's installation cannot be packed.
#[derive(Debug, thiserror::Error)]
pub enum PackError<E> {
    /// The lock has nothing for this node.
    #[error("the tree has no node {node}; it has {}", known.join(", "))]
    UnknownNode {
        /// The name asked for.
        node: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// Both halves have a file for one path of the machine.
    #[error("/{0} is in both halves of the tree; render it again")]
    Both(String),
    /// A file is not the one that was rendered.
    #[error("{0} is not the file that was rendered; render the tree again, or restore it")]
    Changed(Place),
    /// A file could not be read.
    #[error(transparent)]
    Read(E),
    /// The archive could not be made.
    #[error("cannot make the archive: {0}")]
    Archive(std::io::Error),
}

/// Writes the installation of `node`; `read` gives the bytes of a file of the tree.
///
/// The same tree gives the same bytes.
///
/// # Errors
/// [`PackError`]; what was written so far is then no archive.
pub fn pack<E>(
    lock: &Lock,
    node: &NodeName,
    mut read: impl FnMut(&Place) -> Result<Zeroizing<Vec<u8>>, E>,
    to: impl Write,
) -> Result<(), PackError<E>> {
    let entries = entries(lock, node)?;
    let secret_sums = secret_sums(lock, node, &mut read)?;
    let mut archive = tar::Builder::new(to);
    for entry in entries {
        let bytes = match entry.row.recorded {
            Recorded::Folder => Zeroizing::default(),
            _ => read(&entry.row.place).map_err(PackError::Read)?,
        };
        if !is_rendered(&entry, &bytes, &secret_sums) {
            return Err(PackError::Changed(entry.row.place.clone()));
        }
        append(&mut archive, header(lock, &entry, bytes.len()), entry.path, &bytes)
            .map_err(PackError::Archive)?;
    }
    archive.into_inner().and_then(|mut to| to.flush()).map_err(PackError::Archive)
}

/// The sums of the node's secret files, by path; the lock has none of them.
fn secret_sums<E>(
    lock: &Lock,
    node: &NodeName,
    read: &mut impl FnMut(&Place) -> Result<Zeroizing<Vec<u8>>, E>,
) -> Result<BTreeMap<String, Digest>, PackError<E>> {
    let place = sums::place(Secrecy::Secret, node);
    if lock.row(&place).is_none() {
        return Ok(BTreeMap::new());
    }
    let bytes = read(&place).map_err(PackError::Read)?;
    let sums = std::str::from_utf8(&bytes).ok().and_then(sums::parse);
    let sums = sums.ok_or(PackError::Changed(place))?;
    Ok(sums.into_iter().map(|(path, digest)| (path.to_owned(), digest)).collect())
}

/// Whether these are the bytes that were rendered.
fn is_rendered(entry: &Entry<'_>, bytes: &[u8], secret_sums: &BTreeMap<String, Digest>) -> bool {
    let rendered = match &entry.row.recorded {
        Recorded::Folder => return true,
        Recorded::Public { bytes, .. } => Some(bytes),
        Recorded::Secret { .. } => secret_sums.get(entry.path),
    };
    rendered.is_some_and(|digest| *digest == Digest::from(Sha256::digest(bytes)))
}

/// A row of the lock and its path on the machine, without the leading `/`.
struct Entry<'a> {
    row: &'a Row,
    path: &'a str,
}

/// The entries of a node's archive in their order.
fn entries<'a, E>(lock: &'a Lock, node: &NodeName) -> Result<Vec<Entry<'a>>, PackError<E>> {
    let prefix = format!("nodes/{node}/");
    let on_node = |row: &'a Row| Some(Entry { row, path: row.place.path.as_str().strip_prefix(&prefix)? });
    let mut entries: Vec<Entry<'_>> = lock.rows().filter_map(on_node).collect();
    if entries.is_empty() {
        return Err(PackError::UnknownNode { node: node.to_string(), known: nodes(lock) });
    }
    entries.retain(|entry| entry.path != sums::NAME);
    entries.sort_by_key(|entry| (entry.path.starts_with(MANIFESTS), entry.path));
    let twice = entries.windows(2).find_map(|pair| match pair {
        [one, other] if one.path == other.path => Some(one.path.to_owned()),
        _ => None,
    });
    twice.map_or(Ok(entries), |path| Err(PackError::Both(path)))
}

/// The names of the nodes that the lock has something for, sorted.
fn nodes(lock: &Lock) -> Vec<String> {
    let name =
        |row: &Row| row.place.path.as_str().strip_prefix("nodes/")?.split('/').next().map(str::to_owned);
    let mut names: Vec<String> = lock.rows().filter_map(name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn header(lock: &Lock, entry: &Entry<'_>, size: usize) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    let is_folder = entry.row.recorded == Recorded::Folder;
    header.set_entry_type(if is_folder { tar::EntryType::Directory } else { tar::EntryType::Regular });
    header.set_uid(entry.row.owner.id(lock.users()).into());
    header.set_gid(entry.row.group.id(lock.users()).into());
    header.set_mode(entry.row.mode.bits().into());
    header.set_mtime(MODIFIED);
    header.set_size(u64::try_from(size).unwrap_or(u64::MAX));
    header
}

/// Adds an entry; a path too long for a header gets an entry of its own before it (GNU's `L`).
fn append(
    archive: &mut tar::Builder<impl Write>,
    mut header: tar::Header,
    path: &str,
    bytes: &[u8],
) -> std::io::Result<()> {
    let folder = header.entry_type() == tar::EntryType::Directory;
    let path = if folder { format!("{path}/") } else { path.to_owned() };
    archive.append_data(&mut header, path, bytes)
}
