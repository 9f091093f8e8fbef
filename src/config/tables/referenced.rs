//! Files that a cluster.toml names: they are part of the configuration.

use std::io::{self, ErrorKind};

use super::Item;
use crate::{
    content::{self, Kind as Content},
    diagnostic::Invalid,
};

/// Gives the content of a file that cluster.toml names by a path relative to its own directory.
///
/// The caller reads files; this module knows only text. A closure implements it.
pub trait ReferencedFiles {
    /// The text of the file.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn text(&self, path: &str) -> io::Result<String>;

    /// The text of a file of objects, which may be longer.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn objects(&self, path: &str) -> io::Result<String> {
        self.text(path)
    }

    /// The text of a file of an overlay.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn overlay(&self, path: &str) -> io::Result<String> {
        self.text(path)
    }

    /// The files below a directory, sorted by path, byte by byte; `None` if it is no directory.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn below(&self, _directory: &str) -> io::Result<Option<Vec<FileBelow>>> {
        Ok(None)
    }
}

/// A file below a directory that cluster.toml names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileBelow {
    /// Its path from the directory.
    pub path: String,
    /// What it is if it is no regular file, such as a link.
    pub special: Option<&'static str>,
    /// Whether its owner can execute it.
    pub is_executable: bool,
}

impl<F: Fn(&str) -> io::Result<String>> ReferencedFiles for F {
    fn text(&self, path: &str) -> io::Result<String> {
        self(path)
    }
}

/// Why a file cannot be read.
pub(super) fn unread(path: &str, error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::InvalidInput => format!("{path:?} is not read: {error}"),
        _ => format!("{path:?} cannot be read: {error}"),
    }
}

/// The kind of a file, for diagnostics about its path.
pub(super) struct Kind {
    /// The code of diagnostics about the path.
    pub(super) code: &'static str,
    /// What the path must be.
    pub(super) expected: &'static str,
    /// What the file should be; completes the message that it is not.
    pub(super) noun: &'static str,
    /// Whether it is YAML. Errors about other texts are shown as they are, so they must not quote the text.
    pub(super) is_yaml: bool,
}

impl Kind {
    /// The content of the file that the value names, parsed into another type. Its path must mean the same on
    /// every machine.
    pub(super) fn read<T>(
        &self,
        item: &Item<'_>,
        files: &dyn ReferencedFiles,
        parse: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        let path = item.text()?;
        let refuse = |message: String, help: &str| {
            item.refuse(Invalid::new(self.code, message, self.expected).help(help));
            None
        };
        if path.starts_with('/') {
            return refuse(format!("{path:?} is absolute"), "keep the file beside cluster.toml");
        }
        if path.split('/').any(|name| name == "..") {
            return refuse(
                format!("{path:?} leads upwards"),
                "keep the file beside cluster.toml or below it",
            );
        }
        match files.text(path) {
            Err(error) if error.kind() == ErrorKind::InvalidInput => {
                refuse(unread(path, &error), "keep a regular file beside cluster.toml or below it")
            }
            Err(error) => refuse(unread(path, &error), "check the path"),
            Ok(text) => item.accept(parse(&text).map_err(|invalid| Invalid {
                message: self.not_of_kind(path, &text, &invalid.message),
                ..invalid
            })),
        }
    }

    /// The error that the file has the wrong content. Its reason may quote the file, so it is shown only if that is a
    /// Kubernetes object or of a kind that contains no secrets.
    fn not_of_kind(&self, path: &str, text: &str, why: &str) -> String {
        match content::kind(text.as_bytes()) {
            Content::Yaml | Content::Json if self.is_yaml => {
                format!("{path:?} is no {}: it has no apiVersion and kind", self.noun)
            }
            Content::Text if self.is_yaml => format!("{path:?} is no {}: it is not YAML", self.noun),
            Content::KubernetesObject | Content::Text | Content::Yaml | Content::Json => {
                format!("{path:?} is no {}: {why}", self.noun)
            }
            other => format!("{path:?} is {}, which is no {}", other.in_words(), self.noun),
        }
    }
}
