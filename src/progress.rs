//! The progress of long work: counters that the work advances and the command line displays. They use no clock and
//! change no result.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// A task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Keys are derived.
    Keys,
    /// Certificates are signed.
    Certificates,
    /// Committed certificates are verified.
    Verification,
    /// The files of each node are rendered.
    Nodes,
    /// The tree on disk is read.
    Reading,
    /// Files are written.
    Writing,
    /// Secrets are encrypted.
    Encryption,
}

impl Task {
    const ALL: [Self; 7] = [
        Self::Keys,
        Self::Certificates,
        Self::Verification,
        Self::Nodes,
        Self::Reading,
        Self::Writing,
        Self::Encryption,
    ];
}

/// What a run is doing, and how much of it is done. One thread begins tasks; any thread can advance them.
#[derive(Debug, Default)]
pub struct Progress {
    /// The number of the task, counted from 1; 0 before the first.
    task: AtomicUsize,
    done: AtomicU64,
    total: AtomicU64,
}

/// The state of [`Progress`] at one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// A task.
    pub task: Task,
    /// How many of `total` are done.
    pub done: u64,
    /// How many there are; `None` if unknown.
    pub total: Option<u64>,
}

impl Progress {
    /// Begins a task of `total` steps; 0 if their number is unknown.
    pub fn begin(&self, task: Task, total: usize) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(u64::try_from(total).unwrap_or_default(), Ordering::Relaxed);
        let number = Task::ALL.iter().position(|known| *known == task).map_or(0, |at| at + 1);
        self.task.store(number, Ordering::Relaxed);
    }

    /// One more step is done.
    pub fn advance(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// The current state; `None` before the first task.
    #[must_use]
    pub fn moment(&self) -> Option<Moment> {
        let number = self.task.load(Ordering::Relaxed).checked_sub(1)?;
        let total = self.total.load(Ordering::Relaxed);
        Some(Moment {
            task: *Task::ALL.get(number)?,
            done: self.done.load(Ordering::Relaxed),
            total: (total > 0).then_some(total),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_task_is_seen_as_it_was_begun_and_counts_from_nothing() {
        let progress = Progress::default();
        assert_eq!(progress.moment(), None);
        for task in Task::ALL {
            progress.begin(task, 2);
            progress.advance();
            assert_eq!(progress.moment(), Some(Moment { task, done: 1, total: Some(2) }));
        }
        progress.begin(Task::Reading, 0);
        assert_eq!(progress.moment(), Some(Moment { task: Task::Reading, done: 0, total: None }));
    }
}
