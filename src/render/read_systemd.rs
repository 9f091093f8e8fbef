//! A parser for systemd's syntax, for tests: quoting, escapes, continued lines, specifiers and variables.
//!
//! It is written from systemd.syntax(7) and systemd.service(5), independently of the renderer.

use std::iter::Peekable;
use std::str::Chars;

use crate::tree::{Artifact, Content};

/// The text of a file.
pub(crate) fn text(artifact: &Artifact) -> &str {
    match &artifact.content {
        Content::File(bytes) => std::str::from_utf8(bytes).unwrap(),
        Content::Folder | Content::Withheld => panic!("{} is no file", artifact.path),
    }
}

/// The assignments of a unit in order, `(section, key, value)`, continued lines joined.
pub(crate) fn assignments(unit: &str) -> Vec<(String, String, String)> {
    let mut section = String::new();
    let mut found = Vec::new();
    let joined = unit.replace("\\\n", " ");
    for line in joined.lines().filter(|line| !line.is_empty() && !line.starts_with(['#', ';'])) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            name.clone_into(&mut section);
            continue;
        }
        let (key, value) = line.split_once('=').unwrap_or_else(|| panic!("no assignment: {line:?}"));
        found.push((section.clone(), key.to_owned(), value.trim().to_owned()));
    }
    found
}

/// The words of a value, without quotation marks and C escapes.
pub(crate) fn words(value: &str) -> Vec<String> {
    let mut rest = value.chars().peekable();
    let mut found = Vec::new();
    loop {
        while rest.next_if(char::is_ascii_whitespace).is_some() {}
        if rest.peek().is_none() {
            return found;
        }
        found.push(word(&mut rest));
    }
}

fn word(rest: &mut Peekable<Chars<'_>>) -> String {
    let mut text = String::new();
    let mut quote = None;
    while let Some(c) = rest.next() {
        match (quote, c) {
            (None, c) if c.is_ascii_whitespace() => break,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (_, '\\') => text.push(escape(rest)),
            (_, c) => text.push(c),
        }
    }
    assert_eq!(quote, None, "an open quotation mark");
    text
}

fn escape(rest: &mut Peekable<Chars<'_>>) -> char {
    let hexadecimal = |rest: &mut Peekable<Chars<'_>>, digits: usize| {
        let digits: String = rest.by_ref().take(digits).collect();
        char::from_u32(u32::from_str_radix(&digits, 16).unwrap()).unwrap()
    };
    match rest.next().expect("a backslash ends the line") {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        's' => ' ',
        'x' => hexadecimal(rest, 2),
        'u' => hexadecimal(rest, 4),
        c @ ('\\' | '"' | '\'') => c,
        other => panic!("unknown escape \\{other}"),
    }
}

/// A word with its specifiers expanded; only `%%` is allowed.
pub(crate) fn expand_specifiers(word: &str) -> String {
    expand(word, '%')
}

/// A command's word with its specifiers and variables expanded; only `%%` and `$$` are allowed.
pub(crate) fn expand_command(word: &str) -> String {
    expand(&expand_specifiers(word), '$')
}

fn expand(word: &str, mark: char) -> String {
    let mut rest = word.chars();
    let mut text = String::new();
    while let Some(c) = rest.next() {
        assert!(c != mark || rest.next() == Some(mark), "{mark} alone in {word:?}");
        text.push(c);
    }
    text
}
