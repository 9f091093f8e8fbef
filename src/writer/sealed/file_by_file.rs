//! Where the file system cannot exchange folders: each file comes to its place whole, the index last. A run that was
//! killed leaves files that the index does not describe, and the next one writes them anew.

use rustix::fs::RenameFlags;

use super::{Changes, FOLDER, split};
use crate::{
    tree::Secrecy,
    writer::{
        WriteError,
        descent::{file_permissions, folder_permissions},
        folder::Folder,
    },
};

/// Makes the changes in `out`.
pub(super) fn apply(out: &Folder, changes: &Changes) -> Result<(), WriteError> {
    let root = out.ensure(FOLDER, folder_permissions(Secrecy::Public))?;
    for (path, bytes) in changes {
        let (folder, name) = split(path);
        let inner =
            folder.map(|folder| root.ensure(folder, folder_permissions(Secrecy::Public))).transpose()?;
        let folder = inner.as_ref().unwrap_or(&root);
        match bytes {
            Some(bytes) => replace(folder, name, bytes)?,
            None => {
                folder.remove_file(name)?;
            }
        }
    }
    Ok(())
}

/// Writes a file beside, then gives it its name.
fn replace(folder: &Folder, name: &str, bytes: &[u8]) -> Result<(), WriteError> {
    let beside = format!(".{name}.new");
    folder.remove_file(&beside)?;
    folder.write(&beside, bytes, file_permissions(Secrecy::Public))?;
    folder
        .rename(&beside, folder, name, RenameFlags::empty())
        .map_err(|errno| folder.rename_error(name, errno))
}
