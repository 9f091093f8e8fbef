//! A part as a tar archive.
//!
//! It has the owner, group and mode of each file, and entries only for directories that kubemint owns: an entry for
//! `/` or `/etc` would change their modes too.

use std::io::{Result, Write};

use zeroize::Zeroizing;

use super::{Content, Entry};

/// The mtime of every entry, in seconds since 1970. Not 0, which some programs take to mean "none".
const MODIFIED: u64 = 1;

/// The size of an entry beside its content: its header, that of a long path, and padding.
const OVERHEAD: usize = 4 * 512;

/// The archive. `tar -C / -xp --overwrite --numeric-owner` installs it on the machine.
///
/// # Errors
///
/// If a path cannot be represented in an archive.
pub fn archive(entries: &[Entry]) -> Result<Zeroizing<Vec<u8>>> {
    // Allocated at once: a buffer that is reallocated leaves copies of keys in freed memory.
    let size = entries.iter().map(|entry| bytes(entry).len() + OVERHEAD).sum::<usize>();
    let mut archive = Zeroizing::new(Vec::with_capacity(size + OVERHEAD));
    let mut builder = tar::Builder::new(&mut *archive);
    entries.iter().try_for_each(|entry| append(&mut builder, entry))?;
    builder.into_inner()?.flush()?;
    Ok(archive)
}

fn bytes(entry: &Entry) -> &[u8] {
    match &entry.content {
        Content::Folder => &[],
        Content::File(bytes) => bytes,
    }
}

/// Adds an entry. A path that is too long for the header gets an entry of its own in front (GNU's `L`).
fn append(archive: &mut tar::Builder<impl Write>, entry: &Entry) -> Result<()> {
    let mut header = tar::Header::new_gnu();
    let (kind, slash) = match entry.content {
        Content::Folder => (tar::EntryType::Directory, "/"),
        Content::File(_) => (tar::EntryType::Regular, ""),
    };
    header.set_entry_type(kind);
    header.set_uid(entry.owner.into());
    header.set_gid(entry.group.into());
    header.set_mode(entry.mode.bits().into());
    header.set_mtime(MODIFIED);
    header.set_size(u64::try_from(bytes(entry).len()).unwrap_or(u64::MAX));
    archive.append_data(&mut header, format!("{}{slash}", entry.path), bytes(entry))
}
