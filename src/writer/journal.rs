//! The switch file by file, for file systems that cannot exchange directories.
//!
//! Once the journal exists, the staged tree is complete and the switch only goes forward: an interrupted run is
//! finished by the next one. The lock of `out` is replaced last, so until then both locks show which files belong to
//! which tree.

use std::collections::BTreeSet;

use rustix::fs::RenameFlags;

use super::{
    WriteError,
    descent::{Descent, Missing, folder_permissions},
    folder::Folder,
    target::{Generation, Target},
    workspace::Workspace,
};
use crate::tree::{Lock, Place, Secrecy};

const JOURNAL: &str = "journal";

/// Marks the staged tree as complete.
pub(super) fn begin(workspace: &Workspace<'_>) -> Result<(), WriteError> {
    let text = b"The tree is complete: move it to its place, file by file.\n";
    workspace.folder().write(JOURNAL, text, 0o600).inspect_err(|_| {
        // A run that reports an error must not leave a journal.
        let _ = workspace.folder().remove_file(JOURNAL);
    })
}

/// Whether a switch has begun.
pub(super) fn is_pending(workspace: &Workspace<'_>) -> Result<bool, WriteError> {
    Ok(workspace.folder().status(JOURNAL)?.is_some())
}

/// Does the rest of the switch.
pub(super) fn roll_forward(workspace: &Workspace<'_>, target: &Target) -> Result<(), WriteError> {
    place_tree(workspace, target).map_err(|error| error.while_placing(target.path()))?;
    workspace.folder().remove_file(JOURNAL).map(|_| ())
}

fn place_tree(workspace: &Workspace<'_>, target: &Target) -> Result<(), WriteError> {
    let staged = workspace.folder().child(Workspace::TREE)?;
    if let (Some(staged), Some(out)) = (staged, target.folder()?) {
        // If the staged tree has no lock, it was moved last, so everything was moved.
        if let Some(new) = Generation::read_lock(&staged)? {
            if let Some(old) = Generation::read_lock(&out)? {
                remove_obsolete(&out, &staged, &old, &new)?;
            }
            close_folders(&out, &new)?;
            place_all(&staged, &out, &new)?;
        }
    }
    Ok(())
}

/// Removes what the new lock does not list. A file that differs from the old lock was carried into the staged tree
/// and is kept, and so is what is not a file.
fn remove_obsolete(out: &Folder, staged: &Folder, old: &Lock, new: &Lock) -> Result<(), WriteError> {
    let (mut descent, mut carried) =
        (Descent::new(out, Missing::Leave), Descent::new(staged, Missing::Leave));
    let obsolete: Vec<Place> = old.files().filter(|place| !new.lists_file(place)).collect();
    for place in &obsolete {
        let is_carried = match carried.to(place)? {
            Some((folder, name)) => folder.has_file(name)?,
            None => false,
        };
        if let Some((folder, name)) = descent.to(place)?.filter(|_| !is_carried)
            && folder.has_file(name)?
        {
            folder.remove_file(name)?;
        }
    }
    // Innermost first; a directory that is not empty is kept.
    let mut folders: Vec<Place> = obsolete.iter().flat_map(folders_of).collect();
    folders.sort_unstable();
    folders.dedup();
    for place in folders.iter().rev() {
        if let Some((folder, name)) = Descent::new(out, Missing::Leave).to(place)? {
            folder.remove_folder(name)?;
        }
    }
    Ok(())
}

/// The parent directories of a file, as places, below the public or secret output.
fn folders_of(place: &Place) -> Vec<Place> {
    let outer = |place: &Place| Some(Place { secrecy: place.secrecy, path: place.path.parent()? });
    std::iter::successors(outer(place), outer).collect()
}

/// Restricts the directories of the secret output that others can enter; the staged directories do not replace them.
fn close_folders(out: &Folder, new: &Lock) -> Result<(), WriteError> {
    let secret = new.files().filter(|place| place.secrecy == Secrecy::Secret);
    let folders: BTreeSet<String> = secret.flat_map(|place| place.folders().collect::<Vec<_>>()).collect();
    for path in folders {
        let mut open = None;
        for name in path.split('/') {
            let around: &Folder = open.as_ref().unwrap_or(out);
            let Some(inner) = around.child(name)? else { break };
            if around.status(name)?.is_some_and(|status| status.permissions & 0o077 != 0) {
                inner.set_permissions(folder_permissions(Secrecy::Secret))?;
            }
            open = Some(inner);
        }
    }
    Ok(())
}

fn place_all(staged: &Folder, out: &Folder, new: &Lock) -> Result<(), WriteError> {
    let mut from = Descent::new(staged, Missing::Leave);
    let mut to = Descent::new(out, Missing::Make);
    let lock = Lock::place();
    for place in new.files().filter(|place| *place != lock).chain([lock.clone()]) {
        if let (Some((from, name)), Some((to, _))) = (from.to(&place)?, to.to(&place)?) {
            place_one(from, to, name, place.secrecy)?;
        }
    }
    Ok(())
}

fn place_one(from: &Folder, to: &Folder, name: &str, secrecy: Secrecy) -> Result<(), WriteError> {
    let Some(staged) = from.read(name)? else { return Ok(()) };
    let harmless = to.status(name)?.is_some_and(|there| secrecy.is_harmless(there.permissions));
    // Inode numbers do not show it: on an overlay file system, files of two layers may have the same.
    if harmless && to.read(name)?.is_some_and(|there| there == staged) {
        return from.remove_file(name).map(|_| ());
    }
    from.rename(name, to, name, RenameFlags::empty()).map_err(|errno| to.rename_error(name, errno))
}
