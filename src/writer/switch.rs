//! Replaces the old tree in one step, if the file system can.

use rustix::{fs::RenameFlags, io::Errno};

use super::{
    Options, WriteError,
    folder::is_impossible_whole,
    journal,
    target::{Generation, Target},
    workspace::Workspace,
};

/// How the new tree was put in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    /// Nothing changed.
    None,
    /// There was no tree: the new one was renamed.
    Placed,
    /// The two trees were exchanged in one step.
    Exchanged,
    /// File by file, since the file system cannot exchange directories: a reader may have seen a mixture.
    FileByFile,
}

/// Puts the staged tree in place; the old one, if any, is then in the workspace. File by file, the switch is only
/// begun here, and finished when the workspace is settled.
pub(super) fn switch(
    workspace: &Workspace<'_>,
    target: &Target,
    old: Option<&Generation>,
    options: Options<'_>,
) -> Result<Switch, WriteError> {
    let rename = |flags| workspace.folder().rename(Workspace::TREE, target.parent(), target.name(), flags);
    let error = |errno| target.parent().rename_error(target.name(), errno);
    let is_empty = old.is_none_or(|old| old.lock.is_none());
    if is_empty {
        // An empty directory is replaced; if it is no longer empty, this fails and nothing is lost.
        return rename(RenameFlags::empty()).map(|()| Switch::Placed).map_err(error);
    }
    let exchanged = if options.exchange { rename(RenameFlags::EXCHANGE) } else { Err(Errno::OPNOTSUPP) };
    match exchanged {
        Ok(()) => Ok(Switch::Exchanged),
        Err(errno) if is_impossible_whole(errno) => {
            journal::begin(workspace)?;
            Ok(Switch::FileByFile)
        }
        Err(errno) => Err(error(errno)),
    }
}
