//! What is wrong with a file, as plain data. Drawing it for people or for machines is the command line's task.

use std::ops::Range;

/// How bad a [`Fault`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing can be made of the file.
    Error,
    /// The file can be used; somebody should look all the same.
    Warning,
}

impl Severity {
    /// The word for it, the same for people and machines.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// Something that is wrong in a file, with its place, what was expected and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// A stable, kebab-case name of the rule that was broken.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What was found.
    pub message: String,
    /// The place to mend, then other places that take part.
    pub labels: Vec<Label>,
    /// What would be right; completes "expected …".
    pub expected: String,
    /// How to mend it, where that is not plain from `expected`.
    pub help: Option<String>,
}

impl Fault {
    /// An error at one place.
    #[must_use]
    pub fn error(
        code: &'static str,
        place: Label,
        message: impl Into<String>,
        expected: impl Into<String>,
    ) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            labels: vec![place],
            expected: expected.into(),
            help: None,
        }
    }

    /// The same with advice, where there is some.
    #[must_use]
    pub fn with_help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }

    /// Where it begins, in bytes: what faults are sorted by.
    #[must_use]
    pub fn start(&self) -> usize {
        self.labels.first().map_or(0, |label| label.span.start)
    }
}

/// A place in a text with a few words on its part in a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Bytes of the text; empty where something is missing.
    pub span: Range<usize>,
    /// The words; may be empty.
    pub text: String,
}

impl Label {
    /// A place with words.
    #[must_use]
    pub fn new(span: Range<usize>, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }
}
