//! Replaces the directory of sealed files in one step, if the file system can.

use std::{collections::BTreeSet, ffi::OsStr};

use rustix::{fs::RenameFlags, io::Errno};

use super::{
    Changes, FOLDER, file_by_file, split,
    stage::{NODES, stage},
};
use crate::{
    seal::{ATTRIBUTES, Index},
    tree::Secrecy,
    writer::{
        WriteError,
        descent::folder_permissions,
        folder::{FileType, Folder, is_impossible_whole},
        sweep::Sweep,
        target::Target,
        workspace::Workspace,
    },
};

/// The name of the next directory in the workspace, and of the old one after the exchange.
const STAGED: &str = FOLDER;

/// Makes the changes, all of them or none.
pub(super) fn replace(
    workspace: &Workspace<'_>,
    target: &Target,
    changes: &Changes,
) -> Result<(), WriteError> {
    let Some(out) = target.folder()?.filter(|_| !changes.is_empty()) else { return Ok(()) };
    let old = out.child(FOLDER)?;
    let permissions = out.status(FOLDER)?.filter(|_| old.is_some()).map(|status| status.permissions);
    if let Some(old) = &old {
        refuse_folders(old, changes)?;
    }
    let new = workspace.folder().make(STAGED, permissions.unwrap_or(folder_permissions(Secrecy::Public)))?;
    stage(old.as_ref(), &new, changes)?;
    let how = if old.is_some() { RenameFlags::EXCHANGE } else { RenameFlags::NOREPLACE };
    match workspace.folder().rename(STAGED, &out, FOLDER, how) {
        Ok(()) => Ok(()),
        // EBUSY: a file system is mounted there; each file is written in it instead.
        Err(errno) if is_impossible_whole(errno) || errno == Errno::BUSY => {
            sweep(workspace, target)?;
            let failed = |error: WriteError| error.while_placing(&target.path().join(FOLDER));
            file_by_file::apply(&out, changes).map_err(failed)
        }
        Err(errno) => Err(out.rename_error(FOLDER, errno)),
    }
}

/// Refuses if a foreign directory is in the place of a file.
fn refuse_folders(old: &Folder, changes: &Changes) -> Result<(), WriteError> {
    for (path, _) in changes {
        let (folder, name) = split(path);
        let inner = folder.map_or(Ok(None), |folder| old.child(folder))?;
        let around = if folder.is_some() { inner.as_ref() } else { Some(old) };
        let status = around.map_or(Ok(None), |around| around.status(name))?;
        if let (Some(around), Some(FileType::Directory)) = (around, status.map(|status| status.kind)) {
            return Err(around.rename_error(name, Errno::ISDIR));
        }
    }
    Ok(())
}

/// Cleans up the workspace: the old directory, or one that was never finished. What an index lists is removed;
/// foreign files are moved back.
pub(in crate::writer) fn sweep(workspace: &Workspace<'_>, target: &Target) -> Result<(), WriteError> {
    let Some(left) = workspace.folder().child(STAGED)? else { return Ok(()) };
    let out = target.folder()?.map_or(Ok(None), |out| out.child(FOLDER))?;
    let mut own: BTreeSet<String> = [Index::NAME, ATTRIBUTES].map(str::to_owned).into();
    for folder in std::iter::once(&left).chain(&out) {
        own.extend(index(folder)?.parts().map(Index::file_of));
    }
    let sweep = Sweep {
        own,
        folders: [NODES.to_owned()].into(),
        last: vec![Index::NAME.to_owned()],
        out,
        place: target.path().join(FOLDER),
    };
    sweep.clear_and_remove(workspace.folder(), OsStr::new(STAGED), &left, "")
}

/// What a directory's index lists. If the index cannot be read, it was being written, and nothing else was there yet.
fn index(folder: &Folder) -> Result<Index, WriteError> {
    let bytes = folder.read(Index::NAME)?;
    Ok(bytes.and_then(|bytes| Index::parse(&String::from_utf8_lossy(&bytes)).ok()).unwrap_or_default())
}
