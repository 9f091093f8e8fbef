//! A rule between values that does not hold.

/// Two or more values of a cluster.toml, each valid by itself, that cannot stand together.
///
/// Values are named by their path in the document, such as `control_plane[0].address`; who knows the text turns a path into a position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// A stable, kebab-case name of the rule.
    pub code: &'static str,
    /// The value to change.
    pub at: String,
    /// Whether the value's key is wrong rather than the value.
    pub at_key: bool,
    /// What is wrong.
    pub message: String,
    /// What the rule asks; completes "expected …".
    pub expected: String,
    /// Other values that take part, each with a few words on its part.
    pub also: Vec<(String, String)>,
    /// Values that the rule took for right and that are not worth showing: a wrong one, or one with a wrong part,
    /// makes the violation mean nothing.
    pub given: Vec<&'static str>,
    /// How to mend it.
    pub help: Option<String>,
}

impl Violation {
    /// A violation at one value.
    #[must_use]
    pub fn new(
        code: &'static str,
        at: impl Into<String>,
        message: impl Into<String>,
        expected: impl Into<String>,
    ) -> Self {
        Self {
            code,
            at: at.into(),
            at_key: false,
            message: message.into(),
            expected: expected.into(),
            also: Vec::new(),
            given: Vec::new(),
            help: None,
        }
    }

    /// The same at the value's key.
    #[must_use]
    pub fn at_key(mut self) -> Self {
        self.at_key = true;
        self
    }

    /// The same with another value that takes part.
    #[must_use]
    pub fn also(mut self, path: impl Into<String>, part: impl Into<String>) -> Self {
        self.also.push((path.into(), part.into()));
        self
    }

    /// The same with values that must be right.
    #[must_use]
    pub fn given(mut self, paths: &[&'static str]) -> Self {
        self.given.extend(paths);
        self
    }

    /// The same with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The path of a value in a document: `parent.key`, the key in quotes where TOML asks for them.
#[must_use]
pub fn key_path(parent: &str, key: &str) -> String {
    let bare = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let key = if !key.is_empty() && key.bytes().all(bare) { key.to_owned() } else { format!("{key:?}") };
    if parent.is_empty() { key } else { format!("{parent}.{key}") }
}
