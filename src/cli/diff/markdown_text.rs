//! Values and sentences in Markdown. Only this module decides how names that somebody chose appear in a comment.
//!
//! Everything except plain words is in a code span, a `<code>` element or a fenced block. Nothing there is markup or
//! a link (CommonMark 6.1, 4.5), and neither GitHub nor GitLab looks there for people (`@name`), issues (`#1`) and
//! commits. Backslashes or entities would not prevent that, since they look at the rendered text.

use crate::cli::terminal::plain;

/// A longer value is cut after this many characters.
const LONGEST_VALUE: usize = 400;

/// The length of the shortest commit abbreviation that GitHub turns into a link.
const COMMIT: usize = 7;

/// A value as code.
pub(super) fn code(value: &str) -> String {
    let value = shortened(&plain(value));
    let fence = "`".repeat(longest_run(&value) + 1);
    let pad = if value.starts_with(['`', ' ']) || value.ends_with(['`', ' ']) || value.is_empty() {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{value}{pad}{fence}")
}

/// A value as code inside an HTML element.
pub(super) fn html_code(value: &str) -> String {
    format!("<code>{}</code>", html(&shortened(&plain(value))))
}

/// A text inside an HTML element, in a block that no blank line ends.
fn html(text: &str) -> String {
    text.chars().fold(String::new(), |mut safe, c| {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            c => safe.push(c),
        }
        safe
    })
}

/// A sentence of ours that contains values: plain words stay, text between backticks and all other words become code.
pub(super) fn prose(text: &str) -> String {
    let text = plain(text);
    let segments: Vec<&str> = text.split('`').collect();
    let mut safe = String::new();
    for (number, segment) in segments.iter().enumerate() {
        let is_closed = number + 1 < segments.len();
        if number % 2 == 0 || !is_closed {
            words(segment, &mut safe);
        } else if !segment.is_empty() {
            push_code(segment, &mut safe);
        }
    }
    safe
}

/// Two adjacent code spans would be read as one.
fn push_code(value: &str, safe: &mut String) {
    if safe.ends_with('`') {
        safe.push(' ');
    }
    safe.push_str(&code(value));
}

fn words(segment: &str, safe: &mut String) {
    for (number, word) in segment.split(' ').enumerate() {
        // Four spaces at the beginning would start a code block, and Markdown shows several spaces as one.
        if number > 0 && !safe.is_empty() && !safe.ends_with(' ') {
            safe.push(' ');
        }
        let core = word.trim_start_matches(['(', '"', '\'']);
        let before = word.strip_suffix(core).unwrap_or_default();
        let core = core.trim_end_matches(['.', ',', ';', ':', ')', '"', '?', '\'']);
        let after = word.get(before.len() + core.len()..).unwrap_or_default();
        safe.push_str(before);
        if is_plain(core, safe.is_empty()) {
            safe.push_str(core);
        } else {
            push_code(core, safe);
        }
        safe.push_str(after);
    }
}

/// A word or a number. A number at the beginning would start a list.
fn is_plain(word: &str, is_first: bool) -> bool {
    let is_number = word.bytes().all(|b| b.is_ascii_digit());
    let is_word =
        word.split(['-', '\'', '’']).all(|part| !part.is_empty() && part.chars().all(char::is_alphabetic));
    let is_commit = word.len() >= COMMIT && word.bytes().all(|b| b.is_ascii_hexdigit());
    word.is_empty() || word == "…" || ((is_word || is_number && !is_first) && !is_commit)
}

/// Lines of code in a list item, between fences that no line can close.
pub(super) fn block(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| plain(line)).collect();
    let longest = lines.iter().map(|line| longest_run(line)).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    let body: String = lines.iter().map(|line| format!("   {line}\n")).collect();
    format!("   {fence}sh\n{body}   {fence}\n")
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

fn shortened(value: &str) -> String {
    match value.char_indices().nth(LONGEST_VALUE) {
        None => value.to_owned(),
        Some((at, _)) => {
            let (shown, hidden) = value.split_at(at);
            format!("{shown}… ({} more characters)", hidden.chars().count())
        }
    }
}

#[cfg(test)]
mod tests;
