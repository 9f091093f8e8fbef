//! What is collected while the file is read.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
};

use super::Shape;
use crate::diagnostic::{Diagnostic, Label};

/// The largest number of diagnostics that are kept: a file of 2 MiB could have a million.
const KEPT: usize = 10_000;

/// The intended key in place of an unknown one.
#[derive(Default)]
pub(super) struct Meant {
    /// A key of the same table.
    pub(super) own: Option<&'static str>,
    /// How to say it.
    pub(super) help: String,
}

/// The diagnostics found so far, and which values were replaced by stand-ins so that the others could still be checked.
#[derive(Debug, Default)]
pub(super) struct Log {
    diagnostics: RefCell<Vec<Diagnostic>>,
    /// How many diagnostics there were beyond [`KEPT`].
    more: Cell<usize>,
    invalid: RefCell<BTreeSet<String>>,
    /// Interprets unknown keys.
    advise: Option<fn(&'static Shape, &str) -> Meant>,
}

impl Log {
    /// An empty log.
    pub(super) fn new(advise: fn(&'static Shape, &str) -> Meant) -> Self {
        Self { advise: Some(advise), ..Self::default() }
    }

    /// Sets how unknown keys are interpreted.
    pub(super) fn meant(&self, shape: &'static Shape, key: &str) -> Meant {
        self.advise.map(|advise| advise(shape, key)).unwrap_or_default()
    }

    /// Adds a diagnostic.
    pub(super) fn add(&self, diagnostic: Diagnostic) {
        let mut diagnostics = self.diagnostics.borrow_mut();
        if diagnostics.len() < KEPT {
            diagnostics.push(diagnostic);
        } else {
            self.more.set(self.more.get() + 1);
        }
    }

    /// Marks the value at `path` as a stand-in, which no rule checks.
    pub(super) fn mark_invalid(&self, path: &str) {
        self.invalid.borrow_mut().insert(path.to_owned());
    }

    /// Whether the value at `path` is a stand-in, or part of one.
    pub(super) fn is_invalid(&self, path: &str) -> bool {
        let invalid = self.invalid.borrow();
        let ends = path.match_indices(['.', '[']).map(|(end, _)| end).chain([path.len()]);
        ends.filter_map(|end| path.get(..end)).any(|whole| invalid.contains(whole))
    }

    /// Whether the value at `path` is or has a stand-in.
    pub(super) fn has_invalid(&self, path: &str) -> bool {
        let below = |separator: &str| {
            let first = format!("{path}{separator}");
            let invalid = self.invalid.borrow();
            invalid.range(first.clone()..).next().is_some_and(|part| part.starts_with(&first))
        };
        self.is_invalid(path) || below(".") || below("[")
    }

    /// The diagnostics, in the order in which they were found.
    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        let mut diagnostics = self.diagnostics.into_inner();
        if self.more.get() > 0 {
            // At the end of the text.
            let place = Label::new(usize::MAX..usize::MAX, "");
            let message = format!("{} more errors are not listed", self.more.get());
            diagnostics.push(Diagnostic::error(
                "too-many-errors",
                place,
                message,
                "a file with fewer of them",
            ));
        }
        diagnostics
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_stand_in_is_one_too_and_its_neighbour_is_not() {
        let log = Log::default();
        log.mark_invalid("worker[1]");
        assert!(log.is_invalid("worker[1]"));
        assert!(log.is_invalid("worker[1].address[0]"));
        assert!(!log.is_invalid("worker[10].address"));
        assert!(!log.is_invalid("worker"));
        assert!(log.has_invalid("worker"));
        assert!(!log.has_invalid("work"));
    }
}
