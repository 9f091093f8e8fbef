//! Stages the next directory of sealed files.

use std::ffi::OsStr;

use super::{Changes, split};
use crate::{
    seal::Index,
    tree::Secrecy,
    writer::{
        WriteError,
        descent::{file_permissions, folder_permissions},
        folder::{FileType, Folder},
    },
};

/// The only subdirectory.
pub(super) const NODES: &str = "nodes";

/// Stages it in an empty directory: unchanged files are linked from the old one, foreign files included.
///
/// The index comes first, so that an interrupted run leaves nothing that no index lists.
pub(super) fn stage(old: Option<&Folder>, new: &Folder, changes: &Changes) -> Result<(), WriteError> {
    let index = |(path, _): &&_| is_index(path);
    if changes.iter().any(|change| index(&change)) {
        changes.iter().filter(index).try_for_each(|(path, bytes)| put(new, path, bytes.as_deref()))?;
    } else if let Some(old) = old {
        carry(old, OsStr::new(Index::NAME), new)?;
    }
    changes
        .iter()
        .filter(|change| !index(change))
        .try_for_each(|(path, bytes)| put(new, path, bytes.as_deref()))?;
    let Some(old) = old else { return Ok(()) };
    carry_others(old, "", new, changes)?;
    let Some(nodes) = old.child(NODES)? else { return Ok(()) };
    carry_others(&nodes, "nodes/", &new.ensure(NODES, folder_permissions(Secrecy::Public))?, changes)
}

fn is_index(path: &crate::tree::RelPath) -> bool {
    path.as_str() == Index::NAME
}

fn put(new: &Folder, path: &crate::tree::RelPath, bytes: Option<&[u8]>) -> Result<(), WriteError> {
    let Some(bytes) = bytes else { return Ok(()) };
    let (folder, name) = split(path);
    let inner = folder.map(|folder| new.ensure(folder, folder_permissions(Secrecy::Public))).transpose()?;
    inner.as_ref().unwrap_or(new).write(name, bytes, file_permissions(Secrecy::Public))
}

/// Carries over every unchanged file. Directories, links and special files are moved after the exchange.
fn carry_others(from: &Folder, prefix: &str, to: &Folder, changes: &Changes) -> Result<(), WriteError> {
    for name in from.names()? {
        let is_file = from.status(&name)?.is_some_and(|status| status.kind == FileType::RegularFile);
        let path = name.to_str().map(|name| format!("{prefix}{name}"));
        let changes = changes.iter().any(|(changed, _)| path.as_deref() == Some(changed.as_str()));
        if is_file && !changes && to.status(&name)?.is_none() {
            carry(from, &name, to)?;
        }
    }
    Ok(())
}

fn carry(from: &Folder, name: &OsStr, to: &Folder) -> Result<(), WriteError> {
    if from.link(name, to)? {
        return Ok(());
    }
    let bytes = from.read(name)?;
    bytes.map_or(Ok(()), |bytes| to.write(name, &bytes, file_permissions(Secrecy::Public)))
}
