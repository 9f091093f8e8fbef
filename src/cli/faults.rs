//! Faults for people, as pictures of the lines they are in, and for machines, as JSON.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::{Value, json};

use super::terminal::plain;
use crate::{
    content::{mask, mask_message},
    fault::{Fault, Label, Severity},
    model::Invalid,
};

/// Draws each fault with the lines of `text` that it is in, an empty line between two.
///
/// `file_name` is what the picture calls the file. With `colour`, ANSI escapes are in the text. What looks like a secret is
/// masked, in the lines as in the words.
#[must_use]
pub fn draw(file_name: &str, text: &str, faults: &[Fault], colour: bool) -> String {
    let text = &hide_private_keys(mask(text).into_owned(), faults);
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let picture = |fault| renderer.render(&[group(file_name, text, fault)]) + "\n";
    faults.iter().map(picture).collect::<Vec<_>>().join("\n")
}

/// Hides what faults say is a private key, whatever it looks like.
fn hide_private_keys(mut text: String, faults: &[Fault]) -> String {
    for fault in faults.iter().filter(|fault| fault.code == Invalid::PRIVATE_KEY) {
        for label in &fault.labels {
            let span = within(&text, label);
            let hide = |key: &str| key.split('\n').map(|line| "*".repeat(line.len())).collect::<Vec<_>>();
            if let Some(hidden) = text.get(span.clone()).map(hide) {
                text.replace_range(span, &hidden.join("\n"));
            }
        }
    }
    text
}

/// Words of a fault as a terminal may show them.
fn shown(words: &str) -> String {
    plain(&mask_message(words))
}

fn group<'a>(file_name: &'a str, text: &'a str, fault: &'a Fault) -> Group<'a> {
    let level = match fault.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let kinds = std::iter::once(AnnotationKind::Primary).chain(std::iter::repeat(AnnotationKind::Context));
    let annotations = fault.labels.iter().zip(kinds).map(|(label, kind)| {
        let words = (!label.text.is_empty()).then(|| shown(&label.text));
        kind.span(within(text, label)).label(words)
    });
    let snippet = Snippet::source(text).path(file_name).annotations(annotations);
    let expected = Level::NOTE.with_name(Some("expected")).message(shown(&fault.expected));
    let group = level.primary_title(shown(&fault.message)).id(fault.code).element(snippet).element(expected);
    match &fault.help {
        Some(help) => group.element(Level::HELP.message(shown(help))),
        None => group,
    }
}

/// The span of a label, cut to the text.
fn within(text: &str, label: &Label) -> std::ops::Range<usize> {
    let start = label.span.start.min(text.len());
    start..label.span.end.clamp(start, text.len())
}

/// The faults as a JSON array; docs/json.md has its shape.
///
/// Lines and columns count from 1, columns in characters; an end is the first column that is no longer part.
#[must_use]
pub fn as_json(file_name: &str, text: &str, faults: &[Fault]) -> Value {
    faults.iter().map(|fault| fault_as_json(file_name, text, fault)).collect()
}

/// One of them.
pub(super) fn fault_as_json(file_name: &str, text: &str, fault: &Fault) -> Value {
    let (line, column) = line_and_column(text, fault.start());
    json!({
        "file": file_name,
        "line": line,
        "column": column,
        "severity": fault.severity.as_str(),
        "code": fault.code,
        "message": mask_message(&fault.message),
        "expected": mask_message(&fault.expected),
        "help": fault.help.as_deref().map(mask_message),
        "labels": fault.labels.iter().map(|label| label_as_json(text, label)).collect::<Value>(),
    })
}

/// What is at no place of a file, in the same form.
pub(super) fn without_place(code: &str, severity: Severity, message: &str, help: Option<&str>) -> Value {
    json!({
        "file": null,
        "line": null,
        "column": null,
        "severity": severity.as_str(),
        "code": code,
        "message": message,
        "expected": null,
        "help": help,
        "labels": [],
    })
}

fn label_as_json(text: &str, label: &Label) -> Value {
    let span = within(text, label);
    let ((line, column), (end_line, end_column)) =
        (line_and_column(text, span.start), line_and_column(text, span.end));
    json!({
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "text": mask_message(&label.text),
    })
}

/// Line and column of a byte, both from 1, the column in characters.
fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_characters_from_one() {
        assert_eq!(line_and_column("", 0), (1, 1));
        assert_eq!(line_and_column("ä = 1\nbö = 2\n", 10), (2, 3));
        assert_eq!(line_and_column("a\n", 2), (2, 1));
        assert_eq!(line_and_column("a", 9), (1, 2));
    }

    #[test]
    fn the_picture_and_the_json_agree_on_the_place() {
        let text = "# ä\nname = \"ß\" # x\n";
        let start = text.find("\"ß\"").unwrap();
        let place = Label::new(start..start + 4, "here");
        let fault = Fault::error("name", place, "found", "a name").with_help(Some("mend it".to_owned()));
        let drawn = draw("c.toml", text, std::slice::from_ref(&fault), false);
        assert!(drawn.contains("--> c.toml:2:8\n"), "{drawn}");
        let json = as_json("c.toml", text, &[fault]);
        assert_eq!((&json[0]["line"], &json[0]["column"]), (&json!(2), &json!(8)));
        assert_eq!(json[0]["labels"][0]["end_column"], json!(11));
    }

    #[test]
    fn colour_comes_only_when_asked_for() {
        let fault = Fault::error("name", Label::new(0..1, ""), "found", "a name");
        let drawn = |colour| draw("c.toml", "x", std::slice::from_ref(&fault), colour);
        assert!(!drawn(false).contains('\u{1b}'));
        assert!(drawn(true).contains('\u{1b}'));
    }
}
