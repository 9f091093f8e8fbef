//! Recognises a workspace that kubemint made on this machine.
//!
//! A commit can contain a directory with the workspace's name and any files, and whoever checks it out owns them. But
//! its directory cannot have the sticky bit: Git creates directories with mkdir(2) and mode 0777 without the umask,
//! and sets no mode. Nor does the author of a commit know the inode of the directory elsewhere. So the contents of a
//! workspace are trusted if both are as kubemint leaves them.

use super::{WriteError, folder::Folder};

/// The file with the directory's device and inode.
pub(super) const NAME: &str = "made-here";

/// The mode of the directory: only its owner can enter, and the sticky bit is the mark.
pub(super) const PERMISSIONS: u32 = 0o1700;

/// The sticky bit.
pub(super) const STICKY: u32 = 0o1000;

/// Marks a directory as made here.
pub(super) fn set(folder: &Folder) -> Result<(), WriteError> {
    if is_set(folder)? {
        return Ok(());
    }
    folder.replace(NAME, text(folder)?.as_bytes(), 0o600)
}

/// Whether a directory is marked as made here.
pub(super) fn is_set(folder: &Folder) -> Result<bool, WriteError> {
    let expected = text(folder)?;
    Ok(folder.read(NAME)?.is_some_and(|found| found.as_slice() == expected.as_bytes()))
}

fn text(folder: &Folder) -> Result<String, WriteError> {
    let (device, inode) = folder.identity()?;
    Ok(format!("{device} {inode}\n"))
}
