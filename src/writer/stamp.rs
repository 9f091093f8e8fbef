//! Which workspace kubemint made on this machine.
//!
//! A commit can have a folder of the workspace's name with any files in it, and whoever checks it out owns them. It cannot
//! have a folder with the sticky bit: Git makes folders with mkdir(2) and mode 0777 less the umask, and sets no mode of
//! them. Nor does who wrote the commit know which inode the folder will be elsewhere. So what is in a workspace is
//! believed where both are as kubemint leaves them.

use super::{WriteError, folder::Folder};

/// The file that names the folder's device and inode.
pub(super) const NAME: &str = "made-here";

/// Permissions of the folder: its owner's alone, with the sticky bit as a mark.
pub(super) const PERMISSIONS: u32 = 0o1700;

/// The sticky bit.
pub(super) const STICKY: u32 = 0o1000;

/// Marks a folder as made here.
pub(super) fn set(folder: &Folder) -> Result<(), WriteError> {
    if is_set(folder)? {
        return Ok(());
    }
    folder.replace(NAME, text(folder)?.as_bytes(), 0o600)
}

/// Whether a folder is marked as made here.
pub(super) fn is_set(folder: &Folder) -> Result<bool, WriteError> {
    let expected = text(folder)?;
    Ok(folder.read(NAME)?.is_some_and(|found| found.as_slice() == expected.as_bytes()))
}

fn text(folder: &Folder) -> Result<String, WriteError> {
    let (device, inode) = folder.identity()?;
    Ok(format!("{device} {inode}\n"))
}
