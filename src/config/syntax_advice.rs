//! The intended TOML of an invalid line: text without quotes, quotes of a word processor, YAML's colon and the like.

use std::ops::Range;

use crate::content::mask;

/// A line with an error in it.
pub(super) struct Place<'t> {
    /// The line.
    line: &'t str,
    /// Its offset in the text.
    start: usize,
    /// The text at the error.
    rest: &'t str,
}

/// A better message than the parser's.
pub(super) struct Explained {
    pub(super) message: String,
    pub(super) expected: String,
    pub(super) help: String,
    /// A better position than the parser's.
    pub(super) span: Option<Range<usize>>,
}

impl<'t> Place<'t> {
    /// The line in which the error begins.
    pub(super) fn of(text: &'t str, span: Range<usize>) -> Self {
        let at = span.start.min(text.len());
        let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
        let line = text.get(start..).unwrap_or_default().split('\n').next().unwrap_or_default();
        let rest = text.get(at..start + line.len()).unwrap_or_default();
        Self { line, start, rest }
    }

    /// Key and value of the line, without a comment.
    fn entry(&self) -> Option<(&'t str, &'t str)> {
        let (key, value) = self.line.split_once('=')?;
        let value = value.split(" #").next().unwrap_or_default().trim();
        Some((key.trim(), value))
    }
}

/// The intended TOML, if the line shows it.
pub(super) fn explain(message: &str, place: &Place<'_>) -> Option<Explained> {
    carriage_returns(message)
        .or_else(|| conflict(place))
        .or_else(|| duplicate(message, place))
        .or_else(|| template(place))
        .or_else(|| foreign_character(place))
        .or_else(|| colon(place))
        .or_else(|| trailing(message, place))
        .or_else(|| not_a_value(message, place))
        .or_else(|| plain(message))
}

fn explained(message: impl Into<String>, expected: &str, help: impl Into<String>) -> Explained {
    Explained { message: message.into(), expected: expected.to_owned(), help: help.into(), span: None }
}

/// Lines that end with a carriage return.
fn carriage_returns(message: &str) -> Option<Explained> {
    message.starts_with("carriage return must be followed by newline").then(|| {
        let help = "convert the line ends, such as with `tr '\\r' '\\n'`";
        explained("a carriage return stands where the line ends", "lines that end with LF or CR LF", help)
    })
}

/// The conflict markers of Git.
fn conflict(place: &Place<'_>) -> Option<Explained> {
    let is_mark =
        ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| place.line.starts_with(mark));
    is_mark.then(|| {
        explained(
            "this line marks a conflict of a merge",
            "a key, a header or a comment",
            "finish the merge first",
        )
    })
}

/// A variable of a shell or a template.
fn template(place: &Place<'_>) -> Option<Explained> {
    let (_, value) = place.entry()?;
    let is_variable = value.starts_with('$') || value.starts_with("{{") || value.starts_with("<%");
    let help = "write the value itself: kubemint does not read the environment or expand templates";
    is_variable.then(|| explained("this is a variable, and variables are not expanded", "a value", help))
}

fn duplicate(message: &str, place: &Place<'_>) -> Option<Explained> {
    (message == "duplicate key").then(|| {
        let header = place.line.trim();
        if header.starts_with('[') {
            let help = "put its keys below the first header; where there may be several, each header has two brackets";
            explained(format!("duplicate table {header}"), "each table once", help)
        } else {
            explained("duplicate key", "each key once in a table", "keep one of the two")
        }
    })
}

/// Characters that look like those of TOML, and their replacements.
const FOREIGN: &[(char, &str)] = &[
    ('“', "\""),
    ('”', "\""),
    ('„', "\""),
    ('«', "\""),
    ('»', "\""),
    ('＂', "\""),
    ('「', "\""),
    ('」', "\""),
    ('‘', "'"),
    ('’', "'"),
    ('＇', "'"),
    ('＝', "="),
    ('，', ","),
    ('、', ","),
    ('：', "="),
    ('；', ""),
    ('［', "["),
    ('］', "]"),
    ('【', "["),
    ('】', "]"),
    ('｛', "{"),
    ('｝', "}"),
    ('＃', "#"),
    ('\u{a0}', " "),
    ('\u{3000}', " "),
    ('\u{200b}', ""),
    ('\u{feff}', ""),
    ('–', "-"),
    ('—', "-"),
];

/// A character of a word processor or an input method, outside of quotes.
fn foreign_character(place: &Place<'_>) -> Option<Explained> {
    let mut quote = None;
    let found = place.line.char_indices().find_map(|(at, c)| {
        match (quote, c) {
            (None, '#') => return Some(None),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, _) => return FOREIGN.iter().find(|(foreign, _)| *foreign == c).map(|row| Some((at, row))),
            _ => {}
        }
        None
    });
    let (at, (c, ascii)) = found.flatten()?;
    let shown = if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}') {
        String::new()
    } else {
        format!("{c} ")
    };
    let help = match *ascii {
        "" => "take it out".to_owned(),
        " " => "write a plain space".to_owned(),
        ascii => format!("write {ascii} in its place: TOML's own signs are ASCII"),
    };
    let start = place.start + at;
    Some(Explained {
        message: format!("{shown}(U+{:04X}) is not a TOML character", u32::from(*c)),
        expected: "quotes, brackets and equals signs in ASCII".to_owned(),
        help,
        span: Some(start..start + c.len_utf8()),
    })
}

/// `key: value`, as YAML has it.
fn colon(place: &Place<'_>) -> Option<Explained> {
    let (key, value) = place.line.split_once(':')?;
    let is_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | ' ' | '\t');
    let is_open = key.matches('"').count() % 2 == 1;
    if key.trim().is_empty() || is_open || !key.chars().all(is_key) || value.contains('=') {
        return None;
    }
    let (key, value) = (key.trim(), value.trim());
    let (key, is_element) = key.strip_prefix("- ").map_or((key, false), |key| (key.trim(), true));
    let help = match value {
        _ if is_element => {
            "TOML has a header for each table of a list: [[worker]], and its keys below it".to_owned()
        }
        "" => format!("TOML has a header for a table: [{key}]"),
        _ if is_shown(place) => format!("write {key} = {}", as_value(value)),
        _ => "write an equals sign between key and value".to_owned(),
    };
    Some(explained("there is a colon between key and value", "`=`", help))
}

/// Text after a complete value.
fn trailing(message: &str, place: &Place<'_>) -> Option<Explained> {
    let rest = place.rest.trim_start();
    let after = message.starts_with("unexpected key or value");
    let help = match () {
        () if after && rest.starts_with("//") => "begin a comment with #",
        () if after && rest.starts_with([';', ',']) => "leave it out: a line ends without a sign",
        () if after => "write each key on its own line, and text in one pair of quotes",
        () => return None,
    };
    Some(explained(
        "unexpected text after the value",
        "the end of the line, or a comment that begins with #",
        help,
    ))
}

/// The beginnings of the parser's messages about values.
const ABOUT_VALUES: [&str; 6] = [
    "string values must be quoted",
    "invalid float",
    "invalid integer",
    "invalid boolean",
    "invalid datetime",
    "missing opening quote",
];

/// A value that TOML does not have: a word of another language, a date in another form, or text without quotes.
fn not_a_value(message: &str, place: &Place<'_>) -> Option<Explained> {
    let (key, value) =
        place.entry().filter(|_| ABOUT_VALUES.iter().any(|start| message.starts_with(start)))?;
    foreign_word(key, value).or_else(|| date(key, value)).or_else(|| Some(without_quotes(key, value, place)))
}

/// YAML's words for true, false and nothing.
fn foreign_word(key: &str, value: &str) -> Option<Explained> {
    let meant = match value.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "enabled" => "true",
        "false" | "no" | "off" | "disabled" => "false",
        "null" | "nil" | "none" | "~" => {
            let help = "leave the key out for its default";
            return Some(explained("TOML has no empty value", "a value", help));
        }
        _ => return None,
    };
    let message = format!("{value} is not a TOML boolean");
    Some(explained(message, "true or false", format!("write {key} = {meant}")))
}

/// A date in another order or without a time.
fn date(key: &str, value: &str) -> Option<Explained> {
    let mut parts = value.split(['-', '/', '.', 'T', ' ', ':']);
    let is_date = (key.ends_with("not_before") || key.ends_with("expiry"))
        && parts.all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let help = "write year, month, day, time and offset, as in 2026-11-23T00:00:00Z";
    is_date.then(|| explained("this is not a TOML date", "a date and time with an offset", help))
}

/// Text that lacks one or both of its quotes.
fn without_quotes(key: &str, value: &str, place: &Place<'_>) -> Explained {
    let several = value.split_once(' ').is_some_and(|(first, _)| toml::de::DeValue::parse(first).is_ok());
    let quoted = several || value.starts_with(['"', '\'']) || value.contains('"');
    let help = if quoted || value.is_empty() || value.starts_with(['[', '{']) || !is_shown(place) {
        "put text in double quotes".to_owned()
    } else {
        format!("write {key} = \"{}\"", value.trim_end_matches(['"', '\'']))
    };
    let expected = "text in double quotes, a number, true or false, or a date";
    explained("this text has no quotes", expected, help)
}

/// Errors with a good message of the parser: its beginning, what was expected, and how to fix it.
const NAMED_BY_PARSER: &[(&str, &str, &str)] = &[
    (
        "key with no value",
        "an equals sign and a value",
        "write key = value on one line; a comment begins with #",
    ),
    ("missing value", "a value", "write a value after the equals sign, or leave the key out for its default"),
    (
        "invalid basic string",
        "a double quote at the text's end",
        "end the text, on its line, with a double quote",
    ),
    (
        "invalid literal string",
        "a single quote at the text's end",
        "end the text, on its line, with a single quote",
    ),
    ("invalid date", "a date and time with an offset", "write a date as 2026-11-23T00:00:00Z"),
    ("unclosed array table", "`]]`", "close the header with as many brackets as it begins with"),
    (
        "missing escaped value",
        "an escape that TOML has",
        "write \\\\ for a backslash, or put the text in single quotes",
    ),
    ("unclosed array", "`]`", "close the array with ]"),
    ("unclosed inline table", "`}`", "close the table with }"),
    ("unclosed table", "`]`", "close the header with as many brackets as it begins with"),
    ("missing comma between", "`,`", "write a comma between two elements"),
    (
        "invalid unquoted key",
        "a key of letters, digits, _ and -",
        "put a key with other characters in double quotes",
    ),
];

/// An error with a good message of the parser, completed.
fn plain(message: &str) -> Option<Explained> {
    let row = NAMED_BY_PARSER.iter().find(|(start, ..)| message.starts_with(start))?;
    let found = message.split(", expected ").next().unwrap_or(message);
    Some(explained(found, row.1, row.2))
}

/// Whether a message may quote the line: it contains nothing that looks like a secret.
fn is_shown(place: &Place<'_>) -> bool {
    place.line.chars().count() <= 120 && mask(place.line) == place.line
}

/// A value as TOML writes it.
fn as_value(value: &str) -> String {
    let is_toml = toml::de::DeValue::parse(value).is_ok();
    if is_toml { value.to_owned() } else { format!("\"{}\"", value.trim_matches(['"', '\''])) }
}

#[cfg(test)]
mod tests {
    use crate::config::read;

    fn said(line: &str) -> String {
        let diagnostics =
            read(&format!("schema = 1\n{line}\n"), &|_: &str| Err(std::io::ErrorKind::NotFound.into()))
                .unwrap_err();
        assert_eq!(
            diagnostics.iter().filter(|diagnostic| diagnostic.code == "toml").count(),
            1,
            "{line}: {diagnostics:?}"
        );
        format!("{} | {}", diagnostics[0].message, diagnostics[0].help.clone().unwrap_or_default())
    }

    #[test]
    fn an_invalid_line_gets_a_correction() {
        for (line, expected) in [
            ("endpoint = 192.168.56.105:6443", "write endpoint = \"192.168.56.105:6443\""),
            ("name = kubernetes # ours", "write name = \"kubernetes\""),
            ("version = 1.37.2", "write version = \"1.37.2\""),
            ("name: kubernetes", "write name = \"kubernetes\""),
            ("port: 6443", "write port = 6443"),
            ("discovery = True", "write discovery = true"),
            ("discovery = no", "write discovery = false"),
            ("name = “kubernetes”", "write \" in its place"),
            ("name ＝ \"kubernetes\"", "write = in its place"),
            ("name = \"kubernetes\";", "a line ends without a sign"),
            ("name = \"kubernetes\" // ours", "begin a comment with #"),
            ("not_before = 23/11/2026", "2026-11-23T00:00:00Z"),
            ("x = null", "leave the key out"),
            ("schema = 1", "keep one of the two"),
            ("<<<<<<< HEAD", "finish the merge"),
            ("name = ${NAME}", "does not read the environment"),
            ("name = \"C:\\kube\"", "for a backslash"),
            ("[[worker]", "as many brackets"),
            ("name = \"kubernetes", "end the text"),
        ] {
            assert!(said(line).contains(expected), "{line}: {}", said(line));
        }
    }

    #[test]
    fn a_secret_without_quotes_is_not_repeated() {
        for line in ["token = hunter2", "password: hunter2", "x = b7d3f8a16c2e4905d1883ac05f7e62b9 4d0c"] {
            assert!(!said(line).contains("hunter2") && !said(line).contains("b7d3f8a1"), "{}", said(line));
        }
    }
}
