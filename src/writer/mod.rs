//! Writes trees and reads them back. Only this module opens files for writing.
//!
//! A tree appears as a whole: it is staged beside `out`, in a directory that only its owner can enter; then both are
//! exchanged in one step; then foreign files are moved across, and the old tree is removed according to its own lock.
//! If nothing changed, nothing is touched. The next run cleans up after a run that was killed.
//!
//! The tree is not synced to disk unless requested, since a render can be repeated.

mod descent;
mod error;
mod folder;
mod guard;
mod journal;
mod new_file;
mod options;
mod outputs;
mod rendered;
mod sealed;
mod settle;
mod stage;
mod stamp;
mod survey;
mod sweep;
mod switch;
mod target;
mod undisturbed;
mod workspace;

use std::path::{Path, PathBuf};

pub use error::WriteError;
pub use new_file::{NewFile, create, replace_file};
pub use options::Options;
pub use rendered::RenderedTree;
pub use sealed::{Changes, Sealed, change_sealed, look_at_sealed};
pub use switch::Switch;
pub use undisturbed::undisturbed;

use crate::tree::{
    Tree,
    compare::{self, Comparison, Facts, Standing},
};
use guard::{Examination, examine};
use settle::in_workspace;
use target::Target;
use workspace::Workspace;

/// What a run did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Files that did not change.
    pub unchanged: usize,
    /// Files that were written.
    pub written: usize,
    /// Files of the old tree that the new one does not have.
    pub removed: usize,
    /// Foreign files, by their path below `out`; all were kept.
    pub foreign: Vec<PathBuf>,
    /// How the new tree was put in place.
    pub switch: Switch,
}

/// Makes `out` this tree.
///
/// # Errors
///
/// [`WriteError`]; `out` is then unchanged, except for [`WriteError::NotAllDone`], when it is the new tree, and
/// [`WriteError::Mixture`], when files are replaced one by one: the next run finishes it.
pub fn write(tree: &Tree, out: &Path, options: Options<'_>) -> Result<Report, WriteError> {
    let target = Target::make(out)?;
    target.refuse_mount_point()?;
    // If there is no directory, nothing can be unchanged or in the way.
    let look = !Workspace::is_there(&target)? && target.folder()?.is_some();
    let seen = look.then(|| examine(tree, &target, options));
    if let Some(Ok(found)) = seen.as_ref().filter(|seen| seen.as_ref().is_ok_and(Examination::is_unchanged)) {
        return Ok(report(&found.comparison, Switch::None));
    }
    // What was found while others may write is not final: it is examined again under the lock. If the lock cannot be
    // taken, an error about the tree is more helpful.
    let report = in_workspace(&target, out, |workspace| replace(tree, workspace, &target, options));
    let report = report.map_err(|error| match seen {
        Some(Err(refused)) if refused.is_input() && !error.is_input() => refused,
        _ => error,
    })?;
    if options.fsync && report.switch != Switch::None {
        target.parent().sync().map_err(|error| error.once_placed(out))?;
    }
    Ok(report)
}

/// Compares the tree with that in `out`, and changes nothing.
///
/// # Errors
///
/// [`WriteError`] if `out` is not a tree, belongs to another cluster or seed, or cannot be read.
pub fn compare(tree: &Tree, out: &Path) -> Result<Comparison, WriteError> {
    undisturbed(out, || measure(tree, out).map(|examination| examination.comparison))
}

/// The same, with the tree in `out`, if there is one. Its lock is read once, so that both agree.
///
/// # Errors
///
/// As [`compare`], and if the lock of `out` lists files that no render writes.
pub fn compare_and_open(tree: &Tree, out: &Path) -> Result<(Comparison, Option<RenderedTree>), WriteError> {
    let Examination { old, comparison } = measure(tree, out)?;
    Ok((comparison, old.map_or(Ok(None), RenderedTree::of)?))
}

fn measure(tree: &Tree, out: &Path) -> Result<Examination, WriteError> {
    match Target::open(out) {
        Err(WriteError::System { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
            let comparison = compare::compare(tree, None, &Facts::default());
            Ok(Examination { old: None, comparison })
        }
        target => guard::measure(tree, &target?, Options::default()),
    }
}

fn replace(
    tree: &Tree,
    workspace: &Workspace<'_>,
    target: &Target,
    options: Options<'_>,
) -> Result<Report, WriteError> {
    // Again, now that nobody else can write.
    let found = examine(tree, target, options)?;
    if found.is_unchanged() {
        return Ok(report(&found.comparison, Switch::None));
    }
    stage::stage(tree, workspace, &found, target.permissions()?, options)?;
    if options.fsync {
        workspace.folder().sync()?;
    }
    let Examination { old, comparison } = found;
    let switch = switch::switch(workspace, target, old.as_ref(), options)?;
    Ok(report(&comparison, switch))
}

fn report(comparison: &Comparison, switch: Switch) -> Report {
    let unchanged = comparison.count(Standing::Same);
    Report {
        unchanged,
        written: comparison.files.len() - unchanged,
        removed: comparison.obsolete.len(),
        foreign: comparison.foreign.iter().cloned().collect(),
        switch,
    }
}
