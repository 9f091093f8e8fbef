//! Finds the seed in what a secret store writes around it.

use std::str;

use crate::derive::Seed;

/// The keys that may have the seed, in this order; `data` is what sops uses for a file without structure.
const NAMES: [&str; 2] = ["seed", "data"];

/// The seed in a file: the file itself without surrounding whitespace; or the value of `seed` in the output of `sops
/// -d`, which is YAML with plain, quoted and block scalars, JSON, INI, or `NAME=value`. Windows line endings and a
/// byte order mark are accepted.
///
/// Nothing is copied: the owner of the content erases it.
pub fn seed_of(content: &[u8]) -> &[u8] {
    // 32 bytes are a raw seed, whatever they look like.
    let Some(text) = str::from_utf8(content).ok().filter(|_| content.len() != Seed::LEN) else {
        return content;
    };
    let text = text.trim_start_matches('\u{feff}').trim();
    value(text).unwrap_or(text).as_bytes()
}

/// The value of the first of these keys that exists; `None` if it exists twice.
fn value(text: &str) -> Option<&str> {
    let entries: Vec<Entry<'_>> =
        if text.starts_with('{') { JsonEntries::new(text).collect() } else { entries_of_lines(text) };
    let of_name = |name: &&str| {
        let named: Vec<&Entry<'_>> =
            entries.iter().filter(|entry| entry.name.eq_ignore_ascii_case(name)).collect();
        (!named.is_empty()).then_some(named)
    };
    match NAMES.iter().find_map(of_name)?.as_slice() {
        [entry] => entry.value,
        _ => None,
    }
}

/// An entry with one of these keys, and its value if it can be used.
struct Entry<'t> {
    name: &'t str,
    value: Option<&'t str>,
}

/// The entries, in formats where each has lines of its own.
fn entries_of_lines(text: &str) -> Vec<Entry<'_>> {
    let lines = text.lines().enumerate().filter(|(_, line)| is_content(line));
    let found = lines.clone().filter_map(|(at, line)| {
        let (name, value) = entry(line)?;
        Some(Entry { name, value: value_at(lines.clone(), at, value) })
    });
    found.collect()
}

/// A value that begins on a line: the rest of the line, or the single line of a block below it.
fn value_at<'t>(
    mut lines: impl Iterator<Item = (usize, &'t str)>,
    at: usize,
    value: &'t str,
) -> Option<&'t str> {
    if !is_block(value) {
        return Some(unquoted(value));
    }
    let (_, block) = lines.find(|(line, _)| *line > at)?;
    let is_alone = lines.next().is_none_or(|(_, next)| !next.starts_with([' ', '\t']));
    (block.starts_with([' ', '\t']) && is_alone).then(|| block.trim())
}

/// Whether a line has content: it is not a comment, a header, or a bracket of the whole document.
fn is_content(line: &str) -> bool {
    let line = line.trim();
    let is_header = line.starts_with('[') && line.ends_with(']');
    !(line.is_empty()
        || line.starts_with(['#', ';'])
        || is_header
        || matches!(line, "---" | "..." | "{" | "}"))
}

/// The entries of a JSON object, with values that point into the text: nothing is copied.
///
/// serde_json can borrow values too (`RawValue`) and leaves no copy either. But its maps keep the last of two entries with the
/// same name, and a duplicate seed must be refused; a visitor that sees both would be as long as this.
struct JsonEntries<'t> {
    rest: &'t str,
}

impl<'t> JsonEntries<'t> {
    fn new(text: &'t str) -> Self {
        Self { rest: text.trim_start_matches('{') }
    }
}

impl<'t> Iterator for JsonEntries<'t> {
    type Item = Entry<'t>;

    fn next(&mut self) -> Option<Self::Item> {
        let text = self.rest.trim_start().strip_prefix('"')?;
        let (name, rest) = text.split_once('"')?;
        let rest = rest.trim_start().strip_prefix(':')?.trim_start();
        let end = end_of_json(rest)?;
        let (value, after) = rest.split_at_checked(end)?;
        self.rest = after.strip_prefix(',').unwrap_or("");
        Some(Entry { name, value: Some(unquoted(value)) })
    }
}

/// Where a JSON value ends: before a comma or a closing bracket around it.
fn end_of_json(text: &str) -> Option<usize> {
    let (mut depth, mut in_text, mut is_escaped) = (0_usize, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if in_text => is_escaped = true,
            '"' => in_text = !in_text,
            _ if in_text => {}
            '{' | '[' => depth += 1,
            '}' | ']' | ',' if depth == 0 => return Some(at),
            '}' | ']' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The key, one of those above, and the value of an entry at the top level.
fn entry(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let line = line.strip_prefix("export ").unwrap_or(line).trim_start_matches(['"', '\'']);
    let name = line.get(..4).filter(|name| NAMES.iter().any(|known| name.eq_ignore_ascii_case(known)))?;
    let rest = line.get(name.len()..)?.trim_start_matches(['"', '\'']).trim_start();
    rest.strip_prefix([':', '=']).map(|value| (name, value.trim()))
}

/// `|` or `>` in YAML, with modifiers.
fn is_block(value: &str) -> bool {
    let indicators = value.split(" #").next().unwrap_or_default().trim_end();
    let rest = indicators.strip_prefix(['|', '>']);
    rest.is_some_and(|rest| rest.bytes().all(|byte| matches!(byte, b'+' | b'-' | b'1'..=b'9')))
}

/// A scalar without its quotes, an escaped line ending in them, a comma or bracket after it, and a comment.
fn unquoted(value: &str) -> &str {
    for quote in ['"', '\''] {
        if let Some((inside, _)) = value.strip_prefix(quote).and_then(|rest| rest.split_once(quote)) {
            return inside.trim_end_matches("\\n").trim_end_matches("\\r").trim();
        }
    }
    value.split(" #").next().unwrap_or_default().trim_end_matches([',', '}']).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: &str = "b7d3f8a16c2e4905d1883ac05f7e62b94d0ce1f35a96287bc4f0de178a63925e";

    /// What `sops --decrypt` and editors make of a file with a seed.
    const FORMS: &[&str] = &[
        "SEED",
        "SEED\n",
        "SEED\r\n",
        "\u{feff}SEED\r\n\r\n",
        "\n SEED \n\n",
        "seed: SEED\n",
        "seed: \"SEED\"\n",
        "seed: 'SEED'\n",
        "seed: SEED # ours\n",
        "seed: |\n    SEED\n",
        "seed: |-\n  SEED",
        "seed: >-\r\n  SEED\r\n",
        "seed: |2\n  SEED\n\n",
        "seed: >+\n\tSEED\n",
        "---\nseed: SEED\n...\n",
        "# ours\nseed: |\n    SEED\nother: x\n",
        "other: x\nseed: SEED\n",
        "{\"seed\":\"SEED\"}",
        "{\n\t\"seed\": \"SEED\"\n}\n",
        "{\n\t\"seed\": \"SEED\\n\"\n}",
        "{\n\t\"a\": \"b\",\n\t\"seed\": \"SEED\",\n\t\"c\": \"d\"\n}",
        "{\"data\": \"SEED\\r\\n\"}",
        "{\"a\":\"b\",\"seed\":\"SEED\"}",
        "{\"a\":{\"seed\":\"x\"},\"b\":[\"seed\",\"}\"],\"c\":\"\\\"seed\\\":\",\"seed\":\"SEED\",\"d\":1}",
        "{\"data\":\"x\",\"seed\":\"SEED\"}\n",
        "{ \"seed\" : \"SEED\" , \"data\" : \"x\" }",
        "seed: SEED\ndata: x\n",
        "data: |\n  x\n  y\nseed: |\n  SEED\n",
        "data=x\nseed=SEED\n",
        "data: |\n    SEED\n",
        "seed=SEED\n",
        "SEED_=x\nSEED=SEED\n".split_at(8).1,
        "export SEED='SEED'\n",
        "[sops]\nseed = SEED\n",
        "\"seed\": SEED\n",
    ];

    #[test]
    fn everything_that_sops_writes_is_taken() {
        for form in FORMS {
            // The key in capitals is not a seed.
            let text = form.replace("SEED", SEED).replacen(&format!("{SEED}="), "SEED=", 1);
            assert_eq!(str::from_utf8(seed_of(text.as_bytes())).unwrap(), SEED, "{text:?}");
        }
    }

    #[test]
    fn what_is_not_plain_is_left_as_it_is() {
        for text in [
            "{\"seed\":\"a\",\"seed\":\"b\"}",
            "{\"seed\":\"a",
            "{\"other\":{\"seed\":\"a\"}}",
            "{\"seed\"}",
            "seed: a\nseed: b",
            "seed: |\n  a\n  b",
            "seedling: a",
            "seed",
            "nothing: here",
        ] {
            assert_eq!(seed_of(text.as_bytes()), text.as_bytes(), "{text:?}");
        }
        let raw = [b'\n'; 32];
        assert_eq!(seed_of(&raw), raw);
    }
}
