//! Where sealed files are, and how they change.

use crate::{
    seal::Index,
    tree::RelPath,
    writer::{WriteError, folder::Folder},
};

/// The directory's name, beside `public` and `secret`.
pub(in crate::writer) const FOLDER: &str = "sealed";

/// The changes in the directory: each file's new bytes, or `None` to remove it. The index follows what it describes.
pub type Changes = Vec<(RelPath, Option<Vec<u8>>)>;

/// Whether a name at a tree's root is this directory, and not a foreign one with the same name.
pub(in crate::writer) fn is_at(root: &Folder, name: &std::ffi::OsStr) -> Result<bool, WriteError> {
    if name != FOLDER {
        return Ok(false);
    }
    let Some(folder) = root.child(name)? else { return Ok(false) };
    Ok(folder.status(Index::NAME)?.is_some())
}

/// The directory and the name of a file; no sealed file is deeper.
pub(super) fn split(path: &RelPath) -> (Option<&str>, &str) {
    path.as_str().rsplit_once('/').map_or((None, path.as_str()), |(folder, name)| (Some(folder), name))
}
