//! The user's own files on machines.

use serde::{Deserialize, Serialize};

use super::{Account, Component, NodeSelection, SourcePath};
use crate::diagnostic::Invalid;

/// `[[overlay]]`: a directory whose files are laid over the root of machines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    /// The directory.
    pub directory: SourcePath,
    /// The nodes whose machines get the files.
    pub nodes: NodeSelection,
    /// The components that read the files when they start.
    pub restarts: Vec<Component>,
    /// The files in it, sorted by path.
    pub files: Vec<OverlayFile>,
}

/// A file of an overlay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverlayFile {
    /// Its path from the directory, which is its path on the machine without the leading `/`.
    pub path: SourcePath,
    /// Its owner on the machine.
    pub owner: Account,
    /// Its group on the machine.
    pub group: Account,
    /// Its permissions on the machine.
    pub mode: FileMode,
    /// What its text is.
    #[serde(default, skip_serializing_if = "FileForm::is_text")]
    pub form: FileForm,
    /// Its text; not in the resolved cluster, since the tree has it.
    #[serde(skip)]
    pub text: String,
}

/// What the text of a user's file is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileForm {
    /// What the machine gets.
    #[default]
    Text,
    /// A template of it; its name ends in `.tera`, which the path on the machine does not have.
    Template,
}

impl FileForm {
    /// What the name of a template ends in.
    pub const TEMPLATE: &str = ".tera";

    /// Whether the machine gets the text as it is.
    #[must_use]
    pub const fn is_text(&self) -> bool {
        matches!(self, Self::Text)
    }
}

impl Overlay {
    /// The path of one of its files, relative to cluster.toml.
    #[must_use]
    pub fn source(&self, file: &OverlayFile) -> String {
        let end = if file.form.is_text() { "" } else { FileForm::TEMPLATE };
        format!("{}/{}{end}", self.directory, file.path)
    }

    /// The files that a component reads when it starts: all, if they restart it; otherwise the drop-ins of its unit.
    pub fn read_by(&self, component: Component) -> impl Iterator<Item = &OverlayFile> {
        let all = self.restarts.contains(&component);
        let drop_ins = format!("etc/systemd/system/{}.service.d/", component.name());
        self.files.iter().filter(move |file| all || file.path.as_str().starts_with(&drop_ins))
    }
}

/// The permissions of a user's file: readable by its owner, writable by nobody else, without special bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileMode(u16);

impl FileMode {
    /// 0644: everyone can read it.
    pub const FILE: Self = Self(0o644);
    /// 0755: everyone can read and execute it.
    pub const PROGRAM: Self = Self(0o755);

    /// Checks permission bits; `None` if a user's file cannot have them.
    #[must_use]
    pub const fn new(bits: u16) -> Option<Self> {
        if bits & !0o755 == 0 && bits & 0o400 != 0 { Some(Self(bits)) } else { None }
    }

    /// Parses four octal digits, such as `0600`.
    ///
    /// # Errors
    /// [`Invalid`] with code `file-mode`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let octal = text.len() == 4 && text.bytes().all(|digit| matches!(digit, b'0'..=b'7'));
        let bits = u16::from_str_radix(text, 8).ok().filter(|_| octal);
        bits.and_then(Self::new).ok_or_else(|| {
            Invalid::new(
                "file-mode",
                format!("{text:?} cannot be the mode of a file"),
                "four octal digits that let the owner read and nobody else write, such as \"0600\"",
            )
            .help("take \"0644\", \"0640\", \"0600\", \"0755\", \"0750\" or \"0700\"")
        })
    }

    /// The bits.
    #[must_use]
    pub const fn bits(self) -> u16 {
        self.0
    }
}

impl std::fmt::Display for FileMode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04o}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mode_lets_the_owner_read_and_nobody_else_write() {
        for good in ["0644", "0600", "0400", "0755", "0750", "0555"] {
            assert_eq!(FileMode::parse(good).unwrap().to_string(), good);
        }
        for bad in ["644", "0666", "0664", "4755", "1644", "0044", "0000", "0o644", "rw", "", "00644", "0648"]
        {
            assert!(FileMode::parse(bad).is_err(), "{bad}");
        }
    }
}
