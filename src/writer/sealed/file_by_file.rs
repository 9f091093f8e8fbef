//! For file systems that cannot exchange directories: each file is replaced atomically, the index last. A run that
//! was killed leaves files that the index does not describe, and the next one writes them again.

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
            Some(bytes) => folder.replace(name, bytes, file_permissions(Secrecy::Public))?,
            None => {
                folder.remove_file(name)?;
            }
        }
    }
    Ok(())
}
