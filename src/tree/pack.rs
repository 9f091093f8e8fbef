//! A machine's installation as a tar archive, from the lock and the files it lists.
//!
//! The archive has owner, group and mode of each file from the lock, and entries only for folders that kubemint owns:
//! one with `/` or `/etc` in it would set their modes too.

use std::io::Write;

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{
    Lock, Place,
    lock::{Recorded, Row},
};
use crate::model::NodeName;

/// The time of every entry, seconds since 1970. Not 0, which some programs take for "none".
const MODIFIED: u64 = 1;

/// A running kubelet starts what appears here, so it comes after all that it reads.
const MANIFESTS: &str = "etc/kubernetes/manifests/";

/// The one file in a node's folder that is not for the machine: the sums of the others.
pub const SUMS: &str = "SHA256SUMS";

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
    /// A public file is not the one that was rendered.
    #[error("{0} is not the file that kubemint.lock lists; render the tree again, or restore it")]
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
    let mut archive = tar::Builder::new(to);
    for entry in entries(lock, node)? {
        let (header, bytes) = match &entry.row.recorded {
            Recorded::Folder => (header(lock, &entry, 0), Zeroizing::default()),
            recorded => {
                let bytes = read(&entry.row.place).map_err(PackError::Read)?;
                verify(recorded, &entry.row.place, &bytes)?;
                (header(lock, &entry, bytes.len()), bytes)
            }
        };
        append(&mut archive, header, entry.path, &bytes).map_err(PackError::Archive)?;
    }
    archive.into_inner().and_then(|mut to| to.flush()).map_err(PackError::Archive)
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
    entries.retain(|entry| entry.path != SUMS);
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

fn verify<E>(recorded: &Recorded, place: &Place, bytes: &[u8]) -> Result<(), PackError<E>> {
    match recorded {
        Recorded::Public { bytes: digest, .. } if *digest != <[u8; 32]>::from(Sha256::digest(bytes)) => {
            Err(PackError::Changed(place.clone()))
        }
        _ => Ok(()),
    }
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
