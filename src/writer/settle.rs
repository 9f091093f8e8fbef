//! Runs work in the workspace, cleaning up after interrupted runs before and after it.

use std::path::Path;

use super::{WriteError, journal, sealed, sweep, target::Target, workspace::Workspace};

/// Runs work in the workspace, after settling what an interrupted run left, and settles what the work leaves.
///
/// As long as something is left, the workspace remains and hides it from Git: the next run settles it. `new` is the
/// directory that the work puts in place.
pub(super) fn in_workspace<T, E: From<WriteError>>(
    target: &Target,
    new: &Path,
    work: impl FnOnce(&Workspace<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let workspace = Workspace::enter(target)?;
    let done = settle(&workspace, target).map_err(E::from).and_then(|()| work(&workspace));
    let settled = settle(&workspace, target).and_then(|()| workspace.leave());
    // The reason why the work failed is more helpful than why its files are still there.
    let done = done?;
    settled.map_err(|error| error.once_placed(new))?;
    Ok(done)
}

/// Finishes or removes what an earlier step or an interrupted run left in the workspace.
fn settle(workspace: &Workspace<'_>, target: &Target) -> Result<(), WriteError> {
    if journal::is_pending(workspace)? {
        journal::roll_forward(workspace, target)?;
    }
    sweep::sweep(workspace, target)?;
    sealed::sweep(workspace, target)
}
