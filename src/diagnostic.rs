//! What is wrong with an input, as plain data: said where it is found, and rendered for people or machines at the edge.
//!
//! A place is whatever the finder knows: nothing where a type refuses a value ([`Invalid`]), the path of a value where a rule
//! between values does not hold ([`Violation`]), bytes of the text at last ([`Diagnostic`] alone).

use std::{borrow::Cow, fmt, ops::Range};

/// How bad a [`Diagnostic`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing can be made of the input.
    Error,
    /// The input can be used; somebody should look all the same.
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

/// Something that is wrong, with its places, what was expected and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic<Place = Range<usize>> {
    /// A stable, kebab-case name of the rule that was broken, for machines and for the documentation.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What was found.
    pub message: String,
    /// The place to mend, then other places that take part.
    pub labels: Vec<Label<Place>>,
    /// What would be right; completes "expected …".
    pub expected: Cow<'static, str>,
    /// How to mend it, where that is not plain from `expected`.
    pub help: Option<String>,
}

/// A place with a few words on its part in a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label<Place = Range<usize>> {
    /// Where: bytes of a text (empty where something is missing), or a value's path.
    pub place: Place,
    /// The words; may be empty.
    pub text: String,
}

/// A value that its type refuses. Who parsed it knows where it stands.
pub type Invalid = Diagnostic<Nowhere>;

/// Values of a cluster.toml, each valid by itself, that cannot stand together.
pub type Violation = Diagnostic<ValuePath>;

/// No place at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nowhere {}

/// A value by its path in the document, such as `control_plane[0].address`; who knows the text turns it into a position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValuePath {
    /// The value.
    Value(String),
    /// Its key.
    Key(String),
    /// A value that the rule took for right and that is not worth showing: where it, or a part of it, is wrong, the diagnostic means
    /// nothing.
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
    /// The code of a private key in place of a public one: what stands there must not be shown.
    pub const PRIVATE_KEY: &str = "private-key";

    /// A refusal without advice.
    #[must_use]
    pub fn new(
        code: &'static str,
        message: impl Into<String>,
        expected: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::of(code, Vec::new(), message, expected)
    }

    /// The same at a place of a text.
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

    /// The same with another value that takes part.
    #[must_use]
    pub fn also(mut self, path: impl Into<String>, part: impl Into<String>) -> Self {
        self.labels.push(Label::new(ValuePath::Value(path.into()), part));
        self
    }

    /// The same where it means nothing unless these values are right.
    #[must_use]
    pub fn given(mut self, paths: &[&'static str]) -> Self {
        self.labels.extend(paths.iter().map(|path| Label::new(ValuePath::Assumed(path), "")));
        self
    }

    /// The same in a text, without the values that have no position; the message begins with the path of the value to change.
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
    /// The path, of whatever it is.
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

    /// Where it begins, in bytes: what diagnostics are sorted by.
    #[must_use]
    pub fn start(&self) -> usize {
        self.labels.first().map_or(0, |label| label.place.start)
    }
}

impl<Place> Label<Place> {
    /// A place with words.
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

/// The path of a value in a document: `parent.key`, the key in quotes where TOML asks for them.
#[must_use]
pub fn key_path(parent: &str, key: &str) -> String {
    let bare = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let key = if !key.is_empty() && key.bytes().all(bare) { key.to_owned() } else { format!("{key:?}") };
    if parent.is_empty() { key } else { format!("{parent}.{key}") }
}
