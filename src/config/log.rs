//! What is collected while a file is read.

use std::cell::RefCell;

use crate::fault::Fault;

/// The faults found so far, and which values were replaced by stand-ins so that the others could still be checked.
#[derive(Debug, Default)]
pub(super) struct Log {
    faults: RefCell<Vec<Fault>>,
    spoilt: RefCell<Vec<String>>,
}

impl Log {
    /// Adds a fault.
    pub(super) fn add(&self, fault: Fault) {
        self.faults.borrow_mut().push(fault);
    }

    /// Says that the value at `path` is a stand-in: no rule may judge it.
    pub(super) fn spoil(&self, path: &str) {
        self.spoilt.borrow_mut().push(path.to_owned());
    }

    /// Whether the value at `path` is a stand-in, or part of one.
    pub(super) fn is_spoilt(&self, path: &str) -> bool {
        self.spoilt.borrow().iter().any(|whole| is_part(path, whole))
    }

    /// Whether the value at `path` is or has a stand-in.
    pub(super) fn has_spoilt(&self, path: &str) -> bool {
        self.is_spoilt(path) || self.spoilt.borrow().iter().any(|part| is_part(part, path))
    }

    /// The faults, in the order in which they were found.
    pub(super) fn into_faults(self) -> Vec<Fault> {
        self.faults.into_inner()
    }
}

/// Whether `part` is `whole`, or below it.
fn is_part(part: &str, whole: &str) -> bool {
    let rest = part.strip_prefix(whole);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || rest.starts_with('['))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_stand_in_is_one_too_and_its_neighbour_is_not() {
        let log = Log::default();
        log.spoil("worker[1]");
        assert!(log.is_spoilt("worker[1]"));
        assert!(log.is_spoilt("worker[1].address[0]"));
        assert!(!log.is_spoilt("worker[10].address"));
        assert!(!log.is_spoilt("worker"));
        assert!(log.has_spoilt("worker"));
        assert!(!log.has_spoilt("work"));
    }
}
