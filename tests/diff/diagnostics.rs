//! The warnings and notes of a report, read back from each of its formats.

use serde_json::Value;

/// A warning with its code, or a note without one. The words are without spaces and backticks: a sentence in Markdown has
/// its names between some.
pub type Diagnostic = (Option<String>, String);

fn diagnostic(code: Option<&str>, message: &str) -> Diagnostic {
    let letters = message.chars().filter(|c| !" `".contains(*c)).collect();
    (code.map(str::to_owned), letters)
}

/// Those of a JSON report; `warnings` and `notes` have the same.
pub fn of_json(report: &Value) -> Vec<Diagnostic> {
    let all = report["diagnostics"].as_array().unwrap();
    let messages = |severity: &str| -> Value {
        all.iter().filter(|one| one["severity"] == severity).map(|one| one["message"].clone()).collect()
    };
    assert_eq!(report["warnings"], messages("warning"));
    assert_eq!(report["notes"], messages("note"));
    assert!(all.iter().all(|one| one["code"].is_string() == (one["severity"] == "warning")));
    all.iter().map(|one| diagnostic(one["code"].as_str(), one["message"].as_str().unwrap())).collect()
}

/// Those of a text report: they begin a line.
pub fn of_text(text: &str) -> Vec<Diagnostic> {
    let of_line = |line: &str| {
        let warning = line.strip_prefix("warning[").and_then(|rest| rest.split_once("]: "));
        let warning = warning.map(|(code, message)| diagnostic(Some(code), message));
        warning.or_else(|| line.strip_prefix("note: ").map(|message| diagnostic(None, message)))
    };
    text.lines().filter_map(of_line).collect()
}

/// Those of a comment: each is a quotation.
pub fn of_markdown(text: &str) -> Vec<Diagnostic> {
    let of_line = |line: &str| {
        let warning = line.strip_prefix("> **Warning** `").and_then(|rest| rest.split_once("` "));
        let warning = warning.map(|(code, message)| diagnostic(Some(code), message));
        warning.or_else(|| line.strip_prefix("> **Note** ").map(|message| diagnostic(None, message)))
    };
    text.lines().filter_map(of_line).collect()
}
