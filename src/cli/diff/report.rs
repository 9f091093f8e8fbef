//! The report of `diff`, computed once and then written as text, Markdown or JSON.

use std::path::Path;

use super::{
    notes::notes,
    tasks::{Task, tasks},
    warnings::warnings,
};
use crate::difference::Difference;

/// A difference, with diagnostics and tasks.
pub(super) struct Report<'a> {
    /// The tree that a render writes.
    pub(super) out: &'a Path,
    /// The revision to compare with; `None` for the tree on disk.
    pub(super) against: Option<&'a str>,
    /// Whether there was no tree before.
    pub(super) is_first: bool,
    /// Whether only the public output of the tree is on disk.
    pub(super) secret_output_absent: bool,
    /// What changes.
    pub(super) difference: &'a Difference,
    /// Warnings, then notes.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What to do after the render, in this order.
    pub(super) tasks: Vec<Task>,
}

/// Something to know before the rollout begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Diagnostic {
    /// Its level.
    pub(super) level: Level,
    /// A sentence; commands in it are between backticks.
    pub(super) message: String,
}

/// The level of a [`Diagnostic`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// The rollout is unsafe as it is; with the warning's code.
    Warning(&'static str),
    /// Good to know before the rollout.
    Note,
}

impl Level {
    /// Its name.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Warning(_) => "warning",
            Self::Note => "note",
        }
    }

    /// A warning's code.
    pub(super) const fn code(self) -> Option<&'static str> {
        match self {
            Self::Warning(code) => Some(code),
            Self::Note => None,
        }
    }
}

/// The note if the secret output is not available.
const SECRET_OUTPUT_ABSENT: &str = "the secret output is not here; it was compared only by its lock";

/// The two trees of a [`Report`].
#[derive(Clone, Copy)]
pub(super) struct Sides<'a> {
    pub(super) out: &'a Path,
    pub(super) against: Option<&'a str>,
    pub(super) is_first: bool,
    pub(super) secret_output_absent: bool,
}

impl<'a> Report<'a> {
    pub(super) fn new(sides: Sides<'a>, difference: &'a Difference) -> Self {
        let Sides { out, against, is_first, secret_output_absent } = sides;
        let rollout = &difference.rollout;
        let note = |message: String| Diagnostic { level: Level::Note, message };
        let warnings = warnings(rollout)
            .into_iter()
            .map(|warning| Diagnostic { level: Level::Warning(warning.code), message: warning.message });
        let absent = secret_output_absent.then(|| note(SECRET_OUTPUT_ABSENT.to_owned()));
        let notes = notes(rollout).into_iter().map(note);
        let tasks = if rollout.is_empty() { Vec::new() } else { tasks(rollout, out, is_first) };
        Self {
            out,
            against,
            is_first,
            secret_output_absent,
            difference,
            diagnostics: warnings.chain(absent).chain(notes).collect(),
            tasks,
        }
    }

    /// The codes of its warnings.
    pub(super) fn codes(&self) -> impl Iterator<Item = &'static str> {
        self.diagnostics.iter().filter_map(|diagnostic| diagnostic.level.code())
    }

    /// Consecutive tasks with the same title.
    pub(super) fn stages(&self) -> impl Iterator<Item = (&str, &[Task])> {
        let stages = self.tasks.chunk_by(|one, other| one.title == other.title);
        stages.map(|stage| (stage.first().map_or("", |task| task.title.as_str()), stage))
    }
}
