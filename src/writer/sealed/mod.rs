//! `sealed`, the third folder of a tree: what was encrypted. Its own INDEX lists what is in it, not kubemint.lock.
//!
//! Each file comes to its place whole, the index last. So a run that was killed leaves files that the index does not
//! describe, and the next one writes them anew.

use std::path::Path;

use rustix::fs::RenameFlags;

use super::{
    RenderedTree, WriteError,
    descent::{file_permissions, folder_permissions},
    folder::Folder,
    settle,
    target::Target,
    workspace::Workspace,
};
use crate::{
    seal::Index,
    tree::{RelPath, Secrecy},
};

/// The folder's name beside the two halves.
pub(super) const FOLDER: &str = "sealed";

/// What becomes of the folder: each file's new bytes, `None` for one that goes, in the order in which it is done.
pub type Changes = Vec<(RelPath, Option<Vec<u8>>)>;

/// The folder as it is.
#[derive(Debug)]
pub struct Sealed<'a> {
    tree: &'a RenderedTree,
    folder: Option<Folder>,
}

impl Sealed<'_> {
    /// The tree that it belongs to.
    #[must_use]
    pub const fn tree(&self) -> &RenderedTree {
        self.tree
    }

    /// The bytes of a file; `None` where there is none.
    ///
    /// # Errors
    /// [`WriteError`] where it cannot be read.
    pub fn read(&self, path: &RelPath) -> Result<Option<Vec<u8>>, WriteError> {
        let Some(root) = &self.folder else { return Ok(None) };
        let (folder, name) = split(path);
        let inner = match folder {
            Some(folder) => root.child(folder)?,
            None => return root.read(name).map(|bytes| bytes.map(|bytes| bytes.to_vec())),
        };
        let bytes = inner.map_or(Ok(None), |inner| inner.read(name))?;
        Ok(bytes.map(|bytes| bytes.to_vec()))
    }
}

/// Looks at what is encrypted of the tree in `out`, and changes nothing.
///
/// # Errors
/// [`WriteError`] where there is no tree, or as `work` says.
pub fn look_at_sealed<T, E: From<WriteError>>(
    out: &Path,
    work: impl FnOnce(&Sealed<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let tree = RenderedTree::open(out)?;
    let folder = tree.folder().child(FOLDER)?;
    work(&Sealed { tree: &tree, folder })
}

/// Changes what is encrypted of the tree in `out` as `work` says; no render comes between.
///
/// # Errors
/// [`WriteError`] where there is no tree or a file cannot be written, or as `work` says.
pub fn change_sealed<T, E: From<WriteError>>(
    out: &Path,
    work: impl FnOnce(&Sealed<'_>) -> Result<(T, Changes), E>,
) -> Result<T, E> {
    let target = Target::open(out)?;
    let workspace = Workspace::enter(&target)?;
    let changed = settle(&workspace, &target).map_err(E::from).and_then(|()| {
        let (result, changes) = look_at_sealed(out, work)?;
        apply(&target, &changes)?;
        Ok(result)
    });
    workspace.leave()?;
    changed
}

fn apply(target: &Target, changes: &Changes) -> Result<(), WriteError> {
    let Some(out) = target.folder()?.filter(|_| !changes.is_empty()) else { return Ok(()) };
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

/// Whether a name at a tree's root is this folder: not one of somebody else's that is called the same.
pub(super) fn is_at(root: &Folder, name: &std::ffi::OsStr) -> Result<bool, WriteError> {
    if name != FOLDER {
        return Ok(false);
    }
    let Some(folder) = root.child(name)? else { return Ok(false) };
    Ok(folder.status(Index::NAME)?.is_some())
}

/// The folder and the name in it: no encrypted file lies deeper.
fn split(path: &RelPath) -> (Option<&str>, &str) {
    path.as_str().rsplit_once('/').map_or((None, path.as_str()), |(folder, name)| (Some(folder), name))
}
