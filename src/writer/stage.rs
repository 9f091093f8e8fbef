//! Stages the next tree.

use super::{
    Options, WriteError,
    descent::{Descent, Missing, file_permissions},
    folder::Folder,
    guard::Examination,
    outputs,
    workspace::Workspace,
};
use crate::tree::{File, Lock, Place, Tree, compare::Standing};

/// The mode of a new `out`.
const ROOT: u32 = 0o755;

/// Writes the whole tree into the workspace; unchanged files are linked from the old one.
///
/// The lock comes first, so that an interrupted run leaves nothing that its own lock does not list.
pub(super) fn stage(
    tree: &Tree,
    workspace: &Workspace<'_>,
    found: &Examination,
    permissions: Option<u32>,
    options: Options<'_>,
) -> Result<(), WriteError> {
    let root = workspace.folder().make(Workspace::TREE, permissions.unwrap_or(ROOT))?;
    let lock = Lock::place();
    tree.file(&lock).map_or(Ok(()), |file| Stage::new(found, &root).put(&file))?;
    let output = |secrecy| {
        let mut stage = Stage::new(found, &root);
        let of_output = |place: &&Place| place.secrecy == secrecy;
        let mut files = tree.files().filter(|file| of_output(&file.place) && *file.place != lock);
        files.try_for_each(|file| {
            options.progress.inspect(|progress| progress.advance());
            stage.put(&file)
        })?;
        let kept = found.comparison.withheld.iter().chain(&found.comparison.kept);
        kept.filter(of_output).try_for_each(|place| stage.carry(place))
    };
    outputs::both(found.comparison.files.len(), output).map(|_| ())
}

struct Stage<'a> {
    found: &'a Examination,
    old: Option<Descent<'a>>,
    new: Descent<'a>,
}

impl<'a> Stage<'a> {
    fn new(found: &'a Examination, root: &'a Folder) -> Self {
        Self {
            found,
            old: found.old.as_ref().map(|old| Descent::new(&old.folder, Missing::Leave)),
            new: Descent::new(root, Missing::Make),
        }
    }

    fn put(&mut self, file: &File<'_>) -> Result<(), WriteError> {
        let Some((to, name)) = self.new.to(file.place)? else { return Ok(()) };
        let unchanged = self.found.comparison.files.get(file.place) == Some(&Standing::Same);
        if let (true, Some(old)) = (unchanged, &mut self.old)
            && let Some((from, name)) = old.to(file.place)?
            && from.link(name, to)?
        {
            return Ok(());
        }
        write(to, name, file)
    }

    /// Carries over a file of the old tree.
    fn carry(&mut self, place: &Place) -> Result<(), WriteError> {
        let Some(old) = &mut self.old else { return Ok(()) };
        let (Some((from, name)), Some((to, _))) = (old.to(place)?, self.new.to(place)?) else {
            return Ok(());
        };
        if !from.has_file(name)? || from.link(name, to)? {
            return Ok(());
        }
        match from.read(name)? {
            Some(bytes) => to.write(name, &bytes, file_permissions(place.secrecy)),
            None => Ok(()),
        }
    }
}

fn write(to: &Folder, name: &str, file: &File<'_>) -> Result<(), WriteError> {
    to.write(name, file.bytes, file_permissions(file.place.secrecy))
}
