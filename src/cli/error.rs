//! Why a command stopped.

use std::{error::Error, path::PathBuf};

use serde_json::Value;

use super::{
    Exit, Outcome, diagnostics,
    terminal::{json_document, plain_lines},
};
use crate::{
    content::mask_arguments, diagnostic::Severity, git::GitError, input::Unreadable, writer::WriteError,
};

/// The error that ended a run, with everything to report.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// cluster.toml has errors; the text is formatted for people, or JSON.
    #[error("{0}")]
    Diagnostics(String),
    /// A warning is denied; the text has all warnings, or is JSON.
    #[error("{0}")]
    Denied(String),
    /// The input or an argument is wrong.
    #[error("error: {message}\n  help: {help}\n")]
    Input {
        /// What is wrong.
        message: String,
        /// How to fix it.
        help: String,
    },
    /// Several inputs are wrong, each with advice.
    #[error("{}", refused(.0))]
    Refused(Vec<(String, String)>),
    /// A file could not be read.
    #[error("error: cannot read {}: {source}\n", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: std::io::Error,
    },
    /// The system failed in another way.
    #[error("error: {message}\n{}", advice(*.help))]
    System {
        /// What failed.
        message: String,
        /// What to do about it, if that is known.
        help: Option<&'static str>,
    },
}

fn advice(help: Option<&str>) -> String {
    help.map_or_else(String::new, |help| format!("  help: {help}\n"))
}

/// Every message. Advice that consecutive messages share follows once.
fn refused(all: &[(String, String)]) -> String {
    let alike = all.chunk_by(|(_, help), (_, next)| help == next);
    let reported = alike.map(|alike| {
        let messages: String = alike.iter().map(|(message, _)| format!("error: {message}\n")).collect();
        let help = alike.last().map_or("", |(_, help)| help);
        messages + &advice(Some(help))
    });
    reported.collect()
}

impl CliError {
    /// A wrong input, with advice.
    #[must_use]
    pub fn input(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Input { message: message.into(), help: help.into() }
    }

    /// A failure of the system without advice.
    #[must_use]
    pub fn system(message: impl Into<String>) -> Self {
        Self::System { message: message.into(), help: None }
    }

    /// An error that knows whether the input is wrong, and how to fix it.
    fn judged(is_input: bool, error: &dyn Error, help: &'static str) -> Self {
        let message = error.to_string();
        if is_input { Self::input(message, help) } else { Self::System { message, help: Some(help) } }
    }

    /// The exit code. A file that does not exist is a wrong argument; one that cannot be read is a failure of the
    /// system.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            Self::Denied(_) => Exit::Found,
            Self::Diagnostics(_) | Self::Refused(_) | Self::Input { .. } => Exit::Input,
            Self::Read { source, .. } if is_input(source) => Exit::Input,
            Self::Read { .. } | Self::System { .. } => Exit::System,
        }
    }
}

/// Whether the file is wrong rather than the system: it does not exist, or must not be read.
fn is_input(source: &std::io::Error) -> bool {
    let refused = source.get_ref().and_then(|inner| inner.downcast_ref::<Unreadable>()).is_some();
    refused || source.kind() == std::io::ErrorKind::NotFound
}

impl CliError {
    /// The outcome of the run; with `json`, every error has the form of a diagnostic.
    #[must_use]
    pub fn outcome(&self, json: bool) -> Outcome {
        let one = |message: &str, help: Option<&str>| vec![(message.to_owned(), help.map(str::to_owned))];
        let errors = match self {
            // Diagnostics and warnings are already formatted.
            Self::Diagnostics(text) | Self::Denied(text) => {
                return Outcome::failed(self.exit(), text.clone());
            }
            _ if !json => {
                return Outcome::failed(self.exit(), plain_lines(&mask_arguments(&self.to_string())));
            }
            Self::Input { message, help } => one(message, Some(help)),
            Self::Refused(all) => {
                all.iter().map(|(message, help)| (message.clone(), Some(help.clone()))).collect()
            }
            Self::Read { path, source } => one(&format!("cannot read {}: {source}", path.display()), None),
            Self::System { message, help } => one(message, *help),
        };
        let code = if self.exit() == Exit::Input { "input" } else { "system" };
        let one = |(message, help): &(String, Option<String>)| {
            let help = help.as_deref().map(mask_arguments);
            diagnostics::without_place(code, Severity::Error, &mask_arguments(message), help.as_deref())
        };
        let errors: Value = errors.iter().map(one).collect();
        Outcome::failed(self.exit(), json_document(&errors))
    }
}

impl From<WriteError> for CliError {
    fn from(error: WriteError) -> Self {
        Self::judged(error.is_input(), &error, error.help())
    }
}

impl From<GitError> for CliError {
    fn from(error: GitError) -> Self {
        Self::judged(error.is_input(), &error, error.help())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_of_the_system_has_advice_too() {
        let error = CliError::from(GitError::Start(std::io::ErrorKind::NotFound.into()));
        assert_eq!(error.exit(), Exit::System);
        assert_eq!(
            error.to_string(),
            "error: cannot run git: entity not found\n  help: --against needs git\n"
        );
        let json = error.outcome(true).stderr;
        assert!(json.contains("\"help\": \"--against needs git\""), "{json}");
        assert_eq!(CliError::system("a").to_string(), "error: a\n");
    }

    #[test]
    fn advice_that_neighbours_share_is_given_once() {
        let all = [("a", "x"), ("b", "x"), ("c", "y"), ("d", "x")];
        let all = all.map(|(message, help)| (message.to_owned(), help.to_owned())).to_vec();
        assert_eq!(
            CliError::Refused(all).to_string(),
            "error: a\nerror: b\n  help: x\nerror: c\n  help: y\nerror: d\n  help: x\n"
        );
    }
}
