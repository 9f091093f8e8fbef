//! The user's own Kubernetes objects.

use serde::{Deserialize, Serialize};

use super::SourcePath;

/// `[[object]]`: a file of objects, or a directory of such files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnObjects {
    /// The file or directory.
    pub source: SourcePath,
    /// When they are applied.
    pub apply: ApplyTime,
    /// The files in it, sorted by path.
    pub files: Vec<ObjectFile>,
}

/// When objects are applied.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ApplyTime {
    /// With kubemint's own objects: before any node has registered, or before anything restarts.
    #[default]
    BeforeNodes,
    /// Once every node has registered and is labelled.
    AfterNodes,
}

/// A file with objects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectFile {
    /// Its path.
    pub path: SourcePath,
    /// Its objects, in the order of the file.
    pub objects: Vec<OwnObject>,
}

/// An object that an API server can accept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnObject {
    /// Its `apiVersion`.
    pub api_version: String,
    /// Its `kind`.
    pub kind: String,
    /// Its namespace, if the file names one.
    pub namespace: Option<String>,
    /// Its name.
    pub name: String,
    /// The line of the file at which it begins; not in the resolved cluster, where it would change with every line above it.
    #[serde(skip)]
    pub line: usize,
    /// Its text as in the file; not in the resolved cluster, since the tree has it.
    #[serde(skip)]
    pub text: String,
}

impl OwnObject {
    /// Its API group; empty for the core group.
    #[must_use]
    pub fn group(&self) -> &str {
        self.api_version.split_once('/').map_or("", |(group, _)| group)
    }

    /// `Kind namespace/name`, or `Kind name`.
    #[must_use]
    pub fn title(&self) -> String {
        match &self.namespace {
            Some(namespace) => format!("{} {namespace}/{}", self.kind, self.name),
            None => format!("{} {}", self.kind, self.name),
        }
    }
}
