//! Diagnostics for people, with the lines that they refer to, and for machines, as JSON.

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};

use super::{terminal::plain, text_positions::TextPositions};
use crate::{
    content::{mask, mask_message},
    diagnostic::{Diagnostic, Invalid, Label, Severity},
};

/// The number of diagnostics that are shown in full.
const DRAWN: usize = 100;

/// The longest line, in bytes, that is shown. Nobody finds anything in a longer one.
const LONG_LINE: usize = 4096;

/// Formats each diagnostic with the lines of `text` that it refers to, separated by empty lines.
///
/// `file_name` is the name of the file to show. With `colour`, the result contains ANSI escapes. What looks like a
/// secret is masked, in lines as well as in messages.
#[must_use]
pub fn draw(file_name: &str, text: &str, diagnostics: &[Diagnostic], colour: bool) -> String {
    let text = &hide_private_keys(without_c1(&mask(text)), diagnostics);
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let positions = TextPositions::of(text);
    let picture = |diagnostic| renderer.render(&[group(file_name, text, &positions, diagnostic)]) + "\n";
    let mut pictures: Vec<String> = diagnostics.iter().take(DRAWN).map(picture).collect();
    if let Some(more) = diagnostics.len().checked_sub(DRAWN).filter(|more| *more > 0) {
        pictures.push(format!("{more} more are not shown; --format json has all of them\n"));
    }
    pictures.join("\n")
}

/// The text with a dot in place of each control character from U+0080 to U+009F, which the renderer does not replace
/// and some terminals obey. A dot has as many bytes, so that positions stay the same.
fn without_c1(text: &str) -> String {
    text.replace(|c| ('\u{80}'..='\u{9f}').contains(&c), "\u{b7}")
}

/// Masks what diagnostics call a private key, whatever it looks like.
fn hide_private_keys(mut text: String, diagnostics: &[Diagnostic]) -> String {
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.code == Invalid::PRIVATE_KEY) {
        for label in &diagnostic.labels {
            let span = within(&text, label);
            let hide = |key: &str| key.split('\n').map(|line| "*".repeat(line.len())).collect::<Vec<_>>();
            if let Some(hidden) = text.get(span.clone()).map(hide) {
                text.replace_range(span, &hidden.join("\n"));
            }
        }
    }
    text
}

/// The most characters of a message that are shown; it may repeat a value of any length.
const LONG_WORDS: usize = 1000;

/// The help of a diagnostic whose value looks like a secret: it may quote a part of the value in another form. In the
/// lines, the value is already masked.
fn beside_secret(text: &str, diagnostic: &Diagnostic, help: &str) -> String {
    let is_secret = |label: &Label| {
        let value = text.get(within(text, label)).unwrap_or_default();
        value.contains("****") || mask_message(value) != value
    };
    match (help.find(['"', '`']), help.rfind(['"', '`'])) {
        (Some(first), Some(last)) if diagnostic.labels.iter().any(is_secret) => {
            let (before, after) = (help.get(..=first), help.get(last..));
            format!("{}****{}", before.unwrap_or_default(), after.unwrap_or_default())
        }
        _ => help.to_owned(),
    }
}

/// A message, safe for a terminal.
fn shown(words: &str) -> String {
    let words = mask_message(words);
    match words.char_indices().nth(LONG_WORDS) {
        Some((end, _)) => plain(words.get(..end).unwrap_or_default()) + "…",
        None => plain(&words),
    }
}

fn group<'a>(
    file_name: &'a str,
    text: &'a str,
    positions: &TextPositions<'a>,
    diagnostic: &'a Diagnostic,
) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(shown(&diagnostic.message)).id(diagnostic.code);
    let group = if let Some((lines, begin, number)) = lines(text, positions, diagnostic) {
        title.element(snippet(file_name, lines, begin, number, diagnostic))
    } else {
        let (line, column) = positions.line_and_column(diagnostic.start());
        title.element(Origin::path(file_name).line(line).char_column(column))
    };
    let group = group.element(Level::NOTE.with_name(Some("expected")).message(shown(&diagnostic.expected)));
    match diagnostic.help.as_deref().map(|help| beside_secret(text, diagnostic, help)) {
        Some(help) => group.element(Level::HELP.message(shown(&help))),
        None => group,
    }
}

/// The lines that a diagnostic refers to, their start and the first line's number; `None` if they are too long to
/// show.
fn lines<'a>(
    text: &str,
    positions: &TextPositions<'a>,
    diagnostic: &Diagnostic,
) -> Option<(&'a str, usize, usize)> {
    let spans = || diagnostic.labels.iter().map(|label| within(text, label));
    let (start, end) = (spans().map(|span| span.start).min()?, spans().map(|span| span.end).max()?);
    let lines = positions.lines_of(start, end);
    let is_short = |line: &str| line.len() <= LONG_LINE;
    lines.0.split('\n').all(is_short).then_some(lines)
}

fn snippet<'a>(
    file_name: &'a str,
    lines: &'a str,
    begin: usize,
    number: usize,
    diagnostic: &'a Diagnostic,
) -> Snippet<'a, Annotation<'a>> {
    let kinds = std::iter::once(AnnotationKind::Primary).chain(std::iter::repeat(AnnotationKind::Context));
    let annotations = diagnostic.labels.iter().zip(kinds).map(|(label, kind)| {
        let words = (!label.text.is_empty()).then(|| shown(&label.text));
        let moved = label.place.start.saturating_sub(begin)..label.place.end.saturating_sub(begin);
        kind.span(within(lines, &Label::new(moved, ""))).label(words)
    });
    Snippet::source(lines).line_start(number).path(file_name).annotations(annotations)
}

/// The range of a label, limited to the text.
fn within(text: &str, label: &Label) -> std::ops::Range<usize> {
    let start = label.place.start.min(text.len());
    start..label.place.end.clamp(start, text.len())
}

/// The diagnostics as a JSON array; documented in docs/json.md.
///
/// Lines and columns count from 1, columns in characters; an end column is exclusive.
#[must_use]
pub fn as_json(file_name: &str, text: &str, diagnostics: &[Diagnostic]) -> Value {
    each_as_json(file_name, text, diagnostics).into()
}

/// Each diagnostic as JSON.
pub(super) fn each_as_json(file_name: &str, text: &str, diagnostics: &[Diagnostic]) -> Vec<Value> {
    let positions = TextPositions::of(text);
    diagnostics.iter().map(|diagnostic| diagnostic_as_json(file_name, text, &positions, diagnostic)).collect()
}

fn diagnostic_as_json(
    file_name: &str,
    text: &str,
    positions: &TextPositions<'_>,
    diagnostic: &Diagnostic,
) -> Value {
    let (line, column) = positions.line_and_column(diagnostic.start());
    json!({
        "file": file_name,
        "line": line,
        "column": column,
        "severity": diagnostic.severity.as_str(),
        "code": diagnostic.code,
        "message": mask_message(&diagnostic.message),
        "expected": mask_message(&diagnostic.expected),
        "help": diagnostic.help.as_deref().map(|help| mask_message(&beside_secret(text, diagnostic, help)).into_owned()),
        "labels": diagnostic.labels.iter().map(|label| label_as_json(text, positions, label)).collect::<Value>(),
    })
}

/// A diagnostic without a place in a file, in the same form.
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

fn label_as_json(text: &str, positions: &TextPositions<'_>, label: &Label) -> Value {
    let span = within(text, label);
    let ((line, column), (end_line, end_column)) =
        (positions.line_and_column(span.start), positions.line_and_column(span.end));
    json!({
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "text": mask_message(&label.text),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_and_the_json_agree_on_the_place() {
        let text = "# ä\nname = \"ß\" # x\n";
        let start = text.find("\"ß\"").unwrap();
        let place = Label::new(start..start + 4, "here");
        let diagnostic = Diagnostic::error("name", place, "found", "a name").help("fix it".to_owned());
        let drawn = draw("c.toml", text, std::slice::from_ref(&diagnostic), false);
        assert!(drawn.contains("--> c.toml:2:8\n"), "{drawn}");
        let json = as_json("c.toml", text, &[diagnostic]);
        assert_eq!((&json[0]["line"], &json[0]["column"]), (&json!(2), &json!(8)));
        assert_eq!(json[0]["labels"][0]["end_column"], json!(11));
    }

    #[test]
    fn no_control_character_of_the_text_is_drawn() {
        let controls = (0..=0x9f_u8).map(char::from).filter(|c| c.is_control() && *c != '\n');
        let text: String = controls.chain(['x']).collect();
        let diagnostic =
            Diagnostic::error("name", Label::new(text.len() - 1..text.len(), "here"), "found", "a name");
        let drawn = draw("c.toml", &text, std::slice::from_ref(&diagnostic), false);
        assert!(!drawn.chars().any(|c| c.is_control() && c != '\n'), "{drawn:?}");
        assert!(drawn.contains("^ here"), "{drawn:?}");
    }

    #[test]
    fn colour_comes_only_when_asked_for() {
        let diagnostic = Diagnostic::error("name", Label::new(0..1, ""), "found", "a name");
        let drawn = |colour| draw("c.toml", "x", std::slice::from_ref(&diagnostic), colour);
        assert!(!drawn(false).contains('\u{1b}'));
        assert!(drawn(true).contains('\u{1b}'));
    }
}
