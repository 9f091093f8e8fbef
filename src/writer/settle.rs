//! Work in the workspace, between two looks at what an interrupted run left there.

use std::path::Path;

use super::{WriteError, journal, sealed, sweep, target::Target, workspace::Workspace};

/// Works in the workspace, once what an interrupted run left there is settled, and settles what the work leaves there.
///
/// As long as anything is left, the workspace stays, and hides it from Git: the next run settles it. `new` is the folder that the
/// work puts into its place.
pub(super) fn in_workspace<T, E: From<WriteError>>(
    target: &Target,
    new: &Path,
    work: impl FnOnce(&Workspace<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let workspace = Workspace::enter(target)?;
    let done = settle(&workspace, target).map_err(E::from).and_then(|()| work(&workspace));
    let settled = settle(&workspace, target).and_then(|()| workspace.leave());
    // Why the work failed says more than why what was staged for it is still there.
    let done = done?;
    settled.map_err(|error| error.once_placed(new))?;
    Ok(done)
}

/// Finishes or clears what an earlier step or an interrupted run left in the workspace.
fn settle(workspace: &Workspace<'_>, target: &Target) -> Result<(), WriteError> {
    if journal::is_pending(workspace)? {
        journal::roll_forward(workspace, target)?;
    }
    sweep::sweep(workspace, target)?;
    sealed::sweep(workspace, target)
}
