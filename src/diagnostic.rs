//! What is wrong with an input, as plain data: created where the problem is found, and rendered for people or
//! machines by `cli`.
//!
//! The type of a place depends on what is known there: none where a type rejects a value ([`Invalid`]), the path of a
//! value where a rule between values is violated ([`Violation`]), and finally a range of bytes in the text
//! ([`Diagnostic`] alone).

use std::{borrow::Cow, fmt, ops::Range};

/// The severity of a [`Diagnostic`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The input cannot be used.
    Error,
    /// The input can be used, but should be checked.
    Warning,
}

impl Severity {
    /// Its name, for people and machines.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A problem, with its places, what was expected and how to fix it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic<Place = Range<usize>> {
    /// A stable name of the violated rule in kebab case, for machines and the documentation.
    pub code: &'static str,
    /// The severity.
    pub severity: Severity,
    /// What was found.
    pub message: String,
    /// The place to change, then other places that are involved.
    pub labels: Vec<Label<Place>>,
    /// What would be valid; completes "expected …".
    pub expected: Cow<'static, str>,
    /// How to fix it, if that is not obvious from `expected`.
    pub help: Option<String>,
}

/// A place, with a few words on its part in the problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label<Place = Range<usize>> {
    /// A range of bytes in a text (empty if something is missing), or the path of a value.
    pub place: Place,
    /// The words; may be empty.
    pub text: String,
}

/// A value that its type rejects. Whoever parsed it knows its position.
pub type Invalid = Diagnostic<Nowhere>;

/// Values of a cluster.toml that are valid by themselves but contradict each other.
pub type Violation = Diagnostic<ValuePath>;

/// No place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nowhere {}

/// A value by its path in the document, such as `control_plane[0].address`. Whoever knows the text converts it to a
/// position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValuePath {
    /// The value.
    Value(String),
    /// Its key.
    Key(String),
    /// A value that the rule relies on and that is not shown: if it, or a part of it, is invalid, the diagnostic is
    /// meaningless.
    Assumed(&'static str),
}

impl<Place> Diagnostic<Place> {
    fn of(
        code: &'static str,
        labels: Vec<Label<Place>>,
        message: impl Into<String>,
        expected: impl Into<Cow<'static, str>>,
    ) -> Self {
        let (message, expected) = (message.into(), expected.into());
        Self { code, severity: Severity::Error, message, labels, expected, help: None }
    }

    /// The same with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl Invalid {
    /// The code for a private key in place of a public one, which must not be shown.
    pub const PRIVATE_KEY: &str = "private-key";

    /// A rejection without advice.
    #[must_use]
    pub fn new(
        code: &'static str,
        message: impl Into<String>,
        expected: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::of(code, Vec::new(), message, expected)
    }

    /// The same at a position in a text.
    #[must_use]
    pub fn at(self, span: Range<usize>) -> Diagnostic {
        let Self { code, severity, message, labels: _, expected, help } = self;
        Diagnostic { code, severity, message, labels: vec![Label::new(span, "")], expected, help }
    }
}

impl Violation {
    /// A violation at one value.
    #[must_use]
    pub fn new(
        code: &'static str,
        at: impl Into<String>,
        message: impl Into<String>,
        expected: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::of(code, vec![Label::new(ValuePath::Value(at.into()), "")], message, expected)
    }

    /// The same at the value's key.
    #[must_use]
    pub fn at_key(mut self) -> Self {
        if let Some(Label { place, .. }) = self.labels.first_mut() {
            *place = ValuePath::Key(place.path().to_owned());
        }
        self
    }

    /// The same with another value that is involved.
    #[must_use]
    pub fn also(mut self, path: impl Into<String>, part: impl Into<String>) -> Self {
        self.labels.push(Label::new(ValuePath::Value(path.into()), part));
        self
    }

    /// The same, to be dropped unless these values are valid.
    #[must_use]
    pub fn given(mut self, paths: &[&'static str]) -> Self {
        self.labels.extend(paths.iter().map(|path| Label::new(ValuePath::Assumed(path), "")));
        self
    }

    /// The same in a text, without values that have no position. The message begins with the path of the value to
    /// change.
    #[must_use]
    pub fn in_text(self, span: impl Fn(&ValuePath) -> Option<Range<usize>>) -> Diagnostic {
        let Self { code, severity, message, labels, expected, help } = self;
        let path = labels.first().map(|label| label.place.path()).unwrap_or_default();
        let message = format!("{path}: {message}");
        let label = |label: Label<ValuePath>| Some(Label::new(span(&label.place)?, label.text));
        Diagnostic {
            code,
            severity,
            message,
            labels: labels.into_iter().filter_map(label).collect(),
            expected,
            help,
        }
    }
}

impl ValuePath {
    /// The path, of either kind.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Value(path) | Self::Key(path) => path,
            Self::Assumed(path) => path,
        }
    }
}

impl Diagnostic {
    /// An error at one place.
    #[must_use]
    pub fn error(
        code: &'static str,
        place: Label,
        message: impl Into<String>,
        expected: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::of(code, vec![place], message, expected)
    }

    /// Where it begins, in bytes; diagnostics are sorted by it.
    #[must_use]
    pub fn start(&self) -> usize {
        self.labels.first().map_or(0, |label| label.place.start)
    }
}

impl<Place> Label<Place> {
    /// A place with a few words.
    #[must_use]
    pub fn new(place: Place, text: impl Into<String>) -> Self {
        Self { place, text: text.into() }
    }
}

impl<Place> fmt::Display for Diagnostic<Place> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl<Place: fmt::Debug> std::error::Error for Diagnostic<Place> {}

/// `A, B and C`, with the word before the last; nothing where there is none.
#[must_use]
pub fn enumerated<T: AsRef<str>>(words: &[T], before_last: &str) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} {before_last} {last}", others.join(", ")),
        None => String::new(),
    }
}

/// The path of a value in a document: `parent.key`, with the key in quotes if TOML needs them.
#[must_use]
pub fn key_path(parent: &str, key: &str) -> String {
    let bare = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let key = if !key.is_empty() && key.bytes().all(bare) { key.to_owned() } else { format!("{key:?}") };
    if parent.is_empty() { key } else { format!("{parent}.{key}") }
}
