//! Why a single value cannot be what it should be.

/// A value was refused by its type.
///
/// `expected` completes the sentence "expected …"; `help` says how to mend the value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Invalid {
    /// A stable, kebab-case name of the rule, for machines and for the documentation.
    pub code: &'static str,
    /// What is wrong with the value that was found.
    pub message: String,
    /// What a valid value looks like; completes "expected …".
    pub expected: &'static str,
    /// How to mend it, where that is not plain from `expected`.
    pub help: Option<String>,
}

impl Invalid {
    /// The code of a private key in place of a public one: what stands there must not be shown.
    pub const PRIVATE_KEY: &str = "private-key";

    /// A refusal without further advice.
    #[must_use]
    pub fn new(code: &'static str, message: impl Into<String>, expected: &'static str) -> Self {
        Self { code, message: message.into(), expected, help: None }
    }

    /// The same refusal with advice on how to mend the value.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
