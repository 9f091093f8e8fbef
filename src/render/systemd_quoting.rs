//! Text quoted for systemd's directives, with one type for the syntax of each kind of directive.
//!
//! The values of a template have only these types, so that no text from cluster.toml can break out of its place and no value
//! can be left unquoted by mistake. The rules are those of systemd.syntax(7), of "Command lines" in systemd.service(5) and of
//! "Specifiers" in systemd.unit(5); what these leave open was tried with systemd 252.

use std::fmt::Write;

use serde::Serialize;

use crate::tree::MachinePath;

/// A text that cannot be written into a directive.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unquotable {
    /// A NUL ends a string for systemd and for every program it starts.
    #[error("the argument {0:?} has a NUL character, which cannot be passed to a program; remove it")]
    Nul(String),
    /// There are no escapes in paths: a path is quoted with the kind of quotation mark that it does not contain.
    #[error("the path {0:?} has both kinds of quotation marks, which systemd cannot read; rename it")]
    BothQuotes(String),
}

/// A word that kubemint itself chose: a name, the digits of a number, a constant. Never text from cluster.toml.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(super) struct Word(pub(super) &'static str);

/// One argument of `ExecStart=` or `ExecStartPre=`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(super) struct ExecArgument(String);

impl ExecArgument {
    /// Quotes `text`, so that variables (`$`) and specifiers (`%`) in it are not expanded.
    ///
    /// # Errors
    /// [`Unquotable::Nul`]
    pub(super) fn new(text: &str) -> Result<Self, Unquotable> {
        if text.contains('\0') {
            return Err(Unquotable::Nul(text.to_owned()));
        }
        let escaped: String = text.chars().map(escape_in_command).collect();
        let bare = !text.is_empty() && text.chars().all(stands_bare_in_command);
        Ok(Self(if bare { escaped } else { format!("\"{escaped}\"") }))
    }

    /// The text as it stands in the unit.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// One assignment of `Environment=`, where `$` has no special meaning. Its value has no control characters but tabs and line feeds:
/// systemd ignores others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(super) struct Assignment(String);

impl Assignment {
    /// Quotes `NAME=VALUE`, so that specifiers (`%`) in the value are not expanded.
    #[must_use]
    pub(super) fn new(name: &str, value: &str) -> Self {
        let escape = |c| if c == '$' { "$".to_owned() } else { escape_in_command(c) };
        let escaped: String = value.chars().map(escape).collect();
        Self(format!("\"{name}={escaped}\""))
    }
}

/// Whether it needs no quotation marks. Everything else is quoted, even if it would not be necessary.
fn stands_bare_in_command(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_=.,:/+*@%$".contains(c)
}

fn escape_in_command(c: char) -> String {
    match c {
        '$' => "$$".to_owned(),
        '%' => "%%".to_owned(),
        '"' | '\\' => format!("\\{c}"),
        // CR, LF and NUL would end the line, so they are escaped.
        c if c.is_ascii_control() => format!("\\x{:02x}", u32::from(c)),
        c if c.is_control() => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    }
}

/// One path of `ReadWritePaths=`, in which a backslash has no special meaning. A [`MachinePath`] has no control characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(super) struct PathValue(String);

impl PathValue {
    /// Quotes `path`.
    ///
    /// # Errors
    /// [`Unquotable::BothQuotes`]
    pub(super) fn new(path: &MachinePath) -> Result<Self, Unquotable> {
        let text = path.as_str().replace('%', "%%");
        let bare = |c: char| c.is_ascii_alphanumeric() || "-_=.,:/+@%".contains(c);
        match (text.contains('"'), text.contains('\'')) {
            _ if text.chars().all(bare) => Ok(Self(text)),
            (false, _) => Ok(Self(format!("\"{text}\""))),
            (true, false) => Ok(Self(format!("'{text}'"))),
            (true, true) => Err(Unquotable::BothQuotes(path.to_string())),
        }
    }
}

/// The path in a line of tmpfiles.d(5), which matches only that path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(super) struct TmpfilesPath(String);

impl TmpfilesPath {
    /// Quotes the path of a line that does not take a glob, such as `d`.
    #[must_use]
    pub(super) fn literal(path: &MachinePath) -> Self {
        Self::quoted(path.as_str())
    }

    /// Quotes the path of a line that takes a glob, such as `z`: each special character becomes a set of one character.
    #[must_use]
    pub(super) fn glob(path: &MachinePath) -> Self {
        let mut text = String::new();
        for c in path.as_str().chars() {
            // Writing to a String cannot fail.
            let _ = if matches!(c, '*' | '?' | '[') { write!(text, "[{c}]") } else { write!(text, "{c}") };
        }
        Self::quoted(&text)
    }

    fn quoted(text: &str) -> Self {
        let escaped = text.replace('%', "%%").replace('"', "\\\"");
        let bare = |c: char| c.is_ascii_alphanumeric() || "-_=.,:/+@%".contains(c);
        Self(if escaped.chars().all(bare) { escaped } else { format!("\"{escaped}\"") })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::render::read_systemd::{expand_command, expand_specifiers, words};

    /// The argument that a program would get when systemd reads the line.
    fn read_back(argument: &ExecArgument) -> Vec<String> {
        words(&argument.0).into_iter().map(|word| expand_command(&word)).collect()
    }

    #[test]
    fn a_usual_flag_stands_as_it_is() {
        for flag in ["--v=2", "--controllers=*,bootstrapsigner", "--advertise-address=fd00::1"] {
            assert_eq!(ExecArgument::new(flag).unwrap().0, flag);
        }
    }

    /// Text with a meaning to systemd, to a shell or in a unit file.
    const HOSTILE: &[&str] = &[
        "",
        " ",
        "a b",
        "\"",
        "'",
        "\\",
        "\\n",
        "\n[Service]\nUser=root",
        "\r",
        "\t",
        "$HOME",
        "${HOME}",
        "$$",
        "$",
        "%h",
        "%%",
        "%",
        ";",
        "a ; /bin/true",
        "\\;",
        "#",
        "; comment",
        "-",
        "@",
        "!",
        "+",
        ":",
        "|",
        "\\x41",
        "trailing\\",
        "\u{7f}",
        "\u{85}",
        "\u{2028}",
        "é🦀",
        "a\\\nb",
        "a=\"b c\" d='e'",
        "*",
        "~",
    ];

    #[test]
    fn hostile_text_comes_back_as_one_argument() {
        for text in HOSTILE {
            let argument = ExecArgument::new(text).unwrap();
            assert!(!argument.0.contains(['\n', '\r']), "{argument:?}");
            assert_eq!(read_back(&argument), [*text], "{argument:?}");
        }
    }

    #[test]
    fn a_variable_comes_back_as_it_stands() {
        for value in HOSTILE.iter().filter(|value| !value.contains('\r')) {
            let assignment = Assignment::new("A", value).0;
            assert!(!assignment.contains('\n'), "{assignment:?}");
            let back: Vec<_> = words(&assignment).iter().map(|word| expand_specifiers(word)).collect();
            assert_eq!(back, [format!("A={value}")], "{assignment:?}");
        }
    }

    #[test]
    fn a_nul_is_refused() {
        assert_eq!(ExecArgument::new("a\0"), Err(Unquotable::Nul("a\0".to_owned())));
    }

    #[test]
    fn a_path_is_quoted_without_escapes() {
        let quoted = |text: &str| PathValue::new(&MachinePath::parse(text).unwrap()).map(|value| value.0);
        assert_eq!(quoted("/var/lib/etcd").unwrap(), "/var/lib/etcd");
        assert_eq!(quoted("/var/a b").unwrap(), "\"/var/a b\"");
        assert_eq!(quoted("/var/it's").unwrap(), "\"/var/it's\"");
        assert_eq!(quoted("/var/\"x\"").unwrap(), "'/var/\"x\"'");
        assert_eq!(quoted("/var/100%h").unwrap(), "/var/100%%h");
        assert!(quoted("/var/\"it's").is_err());
    }

    #[test]
    fn a_glob_names_one_path() {
        let path = MachinePath::parse("/etc/a*b?c[d]").unwrap();
        assert_eq!(TmpfilesPath::glob(&path).0, "\"/etc/a[*]b[?]c[[]d]\"");
        assert_eq!(TmpfilesPath::literal(&path).0, "\"/etc/a*b?c[d]\"");
    }

    proptest! {
        #[test]
        fn any_text_comes_back_as_one_argument(text in "[^\0]{0,20}|[ -~\n\t\r]{0,20}|[$%\\\\\"'{};\n x41]{0,20}") {
            let argument = ExecArgument::new(&text).unwrap();
            prop_assert_eq!(read_back(&argument), [text]);
        }

        #[test]
        fn any_path_comes_back_as_one_word(name in "[^\0/\\\\]{1,20}|[$%\"' ;*?\\[]{1,9}") {
            if let Some(path) = MachinePath::parse(&format!("/{name}")) {
                if let Ok(value) = PathValue::new(&path) {
                    let back: Vec<_> = words(&value.0).iter().map(|word| expand_specifiers(word)).collect();
                    prop_assert_eq!(back, [path.as_str()]);
                }
                let back: Vec<_> =
                    words(&TmpfilesPath::literal(&path).0).iter().map(|word| expand_specifiers(word)).collect();
                prop_assert_eq!(back, [path.as_str()]);
            }
        }
    }
}
