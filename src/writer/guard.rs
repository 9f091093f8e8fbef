//! Checks before anything is written.

use super::{
    Options, WriteError,
    survey::survey,
    target::{Generation, Target},
};
use crate::tree::{
    Lock, Tree,
    compare::{self, Comparison, Facts, Known},
};

/// The contents of the target directory, compared with the tree.
#[derive(Debug)]
pub(super) struct Examination {
    /// The present tree, if there is one.
    pub(super) old: Option<Generation>,
    pub(super) comparison: Comparison,
}

impl Examination {
    /// Whether a render would change nothing.
    pub(super) fn is_unchanged(&self) -> bool {
        self.comparison.is_unchanged()
    }
}

/// Compares the tree with the present one, and rejects what must not be overwritten.
pub(super) fn examine(tree: &Tree, target: &Target, options: Options<'_>) -> Result<Examination, WriteError> {
    let found = measure(tree, target, options)?;
    if !found.comparison.in_the_way.is_empty() {
        let paths = found.comparison.in_the_way.iter().map(|path| target.path().join(path));
        return Err(WriteError::InTheWay(paths.collect()));
    }
    Ok(found)
}

/// Compares the tree with the present one, which must be of the same cluster and seed.
pub(super) fn measure(tree: &Tree, target: &Target, options: Options<'_>) -> Result<Examination, WriteError> {
    let old = Generation::in_target(target)?;
    let lock = old.as_ref().and_then(|old| old.lock.as_ref());
    if let Some(lock) = lock.filter(|_| !options.replace_identity) {
        same_identity(tree.lock(), lock, target)?;
    }
    let facts = match &old {
        Some(old) => survey(&old.folder, &Known::new(tree, lock))?,
        None => Facts::default(),
    };
    let comparison = compare::compare(tree, lock, &facts);
    Ok(Examination { old, comparison })
}

/// Refuses to replace the tree of another cluster, seed or schema.
fn same_identity(new: &Lock, old: &Lock, target: &Target) -> Result<(), WriteError> {
    let (asked, found) = (new.identity(), old.identity());
    let compared = [
        ("cluster", found.cluster.to_string(), asked.cluster.to_string()),
        ("seed", found.seed.clone(), asked.seed.clone()),
        ("schema", found.schema.to_string(), asked.schema.to_string()),
    ];
    match compared.into_iter().find(|(_, found, asked)| found != asked) {
        Some((what, found, asked)) => {
            let lock = Lock::place().path_in(target.path());
            Err(WriteError::Identity { lock, what, found, asked })
        }
        None => Ok(()),
    }
}
