//! `sealed`, the third directory of a tree, for encrypted files. They are listed in its own INDEX, not in
//! kubemint.lock.
//!
//! It is put in place as a whole, like a tree: staged in the workspace, then exchanged in one step.

mod file_by_file;
mod place;
mod stage;
mod switch;

use std::path::Path;

pub use place::Changes;
pub(super) use place::{FOLDER, is_at};
pub(super) use switch::sweep;

use self::place::split;
use super::{RenderedTree, WriteError, folder::Folder, settle::in_workspace, target::Target};
use crate::tree::RelPath;

/// The present directory.
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

    /// The bytes of a file; `None` if it does not exist.
    ///
    /// # Errors
    ///
    /// [`WriteError`] if it cannot be read, or is something other than a file, such as a link.
    pub fn read(&self, path: &RelPath) -> Result<Option<Vec<u8>>, WriteError> {
        let Some(root) = &self.folder else { return Ok(None) };
        let (folder, name) = split(path);
        match folder {
            Some(folder) => directory(root, folder)?.map_or(Ok(None), |inner| regular_file(&inner, name)),
            None => regular_file(root, name),
        }
    }
}

impl Sealed<'_> {
    /// The path of every name in it: those in the directory of nodes, and those beside it.
    ///
    /// # Errors
    ///
    /// [`WriteError`] if it cannot be read.
    pub fn names(&self) -> Result<Vec<String>, WriteError> {
        let Some(root) = &self.folder else { return Ok(Vec::new()) };
        let mut names = Vec::new();
        for name in root.names()? {
            let text = name.to_string_lossy().into_owned();
            match root.child(&name)?.filter(|_| text == stage::NODES) {
                Some(nodes) => names
                    .extend(nodes.names()?.iter().map(|name| format!("{text}/{}", name.to_string_lossy()))),
                None => names.push(text),
            }
        }
        names.sort_unstable();
        Ok(names)
    }
}

/// The bytes of a regular file; `None` if it does not exist.
fn regular_file(folder: &Folder, name: &str) -> Result<Option<Vec<u8>>, WriteError> {
    match folder.read(name)? {
        Some(bytes) => Ok(Some(bytes.to_vec())),
        None if folder.status(name)?.is_none() => Ok(None),
        None => Err(WriteError::Other(folder.path_of(name))),
    }
}

/// A directory; `None` if it does not exist.
fn directory(parent: &Folder, name: &str) -> Result<Option<Folder>, WriteError> {
    match parent.child(name)? {
        None if parent.status(name)?.is_some() => Err(WriteError::Other(parent.path_of(name))),
        found => Ok(found),
    }
}

/// Reads the sealed files of the tree in `out`, and changes nothing.
///
/// # Errors
///
/// [`WriteError`] if there is no tree, or as `work` says.
pub fn look_at_sealed<T, E: From<WriteError>>(
    out: &Path,
    work: impl FnOnce(&Sealed<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let tree = RenderedTree::open(out)?;
    let folder = directory(tree.folder(), FOLDER)?;
    work(&Sealed { tree: &tree, folder })
}

/// Changes the sealed files of the tree in `out` as `work` says, while no render can intervene.
///
/// # Errors
///
/// [`WriteError`] if there is no tree or a file cannot be written, or as `work` says.
pub fn change_sealed<T, E: From<WriteError>>(
    out: &Path,
    work: impl FnOnce(&Sealed<'_>) -> Result<(T, Changes), E>,
) -> Result<T, E> {
    let target = Target::open(out)?;
    in_workspace(&target, &out.join(FOLDER), |workspace| {
        let (result, changes) = look_at_sealed(out, work)?;
        switch::replace(workspace, &target, &changes)?;
        Ok(result)
    })
}
