//! Where what is encrypted lies, and what becomes of it.

use crate::{
    seal::Index,
    tree::RelPath,
    writer::{WriteError, folder::Folder},
};

/// The folder's name beside the two halves.
pub(in crate::writer) const FOLDER: &str = "sealed";

/// What becomes of the folder: each file's new bytes, `None` for one that goes. The index comes after what it describes.
pub type Changes = Vec<(RelPath, Option<Vec<u8>>)>;

/// Whether a name at a tree's root is this folder: not one of somebody else's that is called the same.
pub(in crate::writer) fn is_at(root: &Folder, name: &std::ffi::OsStr) -> Result<bool, WriteError> {
    if name != FOLDER {
        return Ok(false);
    }
    let Some(folder) = root.child(name)? else { return Ok(false) };
    Ok(folder.status(Index::NAME)?.is_some())
}

/// The folder and the name in it: no encrypted file lies deeper.
pub(super) fn split(path: &RelPath) -> (Option<&str>, &str) {
    path.as_str().rsplit_once('/').map_or((None, path.as_str()), |(folder, name)| (Some(folder), name))
}
