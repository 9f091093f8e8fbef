//! The only YAML emitter.
//!
//! Kubernetes reads YAML with sigs.k8s.io/yaml, which reads some plain scalars by the rules of YAML 1.1: `yes`, `1_000`,
//! `1:30` and `2026-01-01` would not stay strings. The emitter quotes every string that either version of YAML would
//! read as another type, keeps long strings on one line, and writes texts of several lines as
//! literal blocks where Go reads those.

use serde::Serialize;
use zeroize::Zeroizing;

use super::secret_text::SecretText;

/// A value that cannot be written as YAML, such as a map whose keys are maps.
#[derive(Debug, thiserror::Error)]
#[error("this value cannot be written as YAML: {0}")]
pub struct YamlError(#[from] serde_saphyr::ser::Error);

/// One YAML document that ends in a newline.
///
/// Fields are in the order in which `value` serializes them; objects of k8s-openapi have a fixed order.
///
/// # Errors
/// [`YamlError`] if a part of `value` cannot be written as YAML.
pub fn to_yaml<T: Serialize>(value: &T) -> Result<String, YamlError> {
    let mut text = String::new();
    serde_saphyr::to_fmt_writer_with_options(&mut text, value, options(true))?;
    if tab_begins_a_block(&text) {
        text.clear();
        serde_saphyr::to_fmt_writer_with_options(&mut text, value, options(false))?;
    }
    Ok(text)
}

/// Like [`to_yaml`], for a value with secrets: no copy of the text is left in memory.
///
/// # Errors
/// As [`to_yaml`].
pub fn to_secret_yaml<T: Serialize>(value: &T) -> Result<Zeroizing<String>, YamlError> {
    let write = |blocks| -> Result<_, YamlError> {
        let mut text = SecretText::default();
        serde_saphyr::to_fmt_writer_with_options(&mut text, value, options(blocks))?;
        Ok(text.finish())
    };
    let text = write(true)?;
    if tab_begins_a_block(&text) { write(false) } else { Ok(text) }
}

/// YAML documents of any types in one file, separated by `---`.
#[derive(Debug, Default)]
pub struct Documents(String);

impl Documents {
    /// A file without documents.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a document.
    ///
    /// # Errors
    /// [`YamlError`] if a part of `value` cannot be written as YAML.
    pub fn push<T: Serialize>(&mut self, value: &T) -> Result<(), YamlError> {
        let document = to_yaml(value)?;
        if !self.0.is_empty() {
            self.0.push_str("---\n");
        }
        self.0.push_str(&document);
        Ok(())
    }

    /// The file's text.
    #[must_use]
    pub fn finish(self) -> String {
        self.0
    }
}

/// Never folded: a folded base64 text would be read with spaces. Texts of several lines are literal blocks, or quoted.
fn options(blocks: bool) -> serde_saphyr::SerializerOptions {
    serde_saphyr::ser_options! { folded_wrap_chars: usize::MAX, prefer_block_scalars: blocks }
}

/// Whether a literal block may begin with a tab: YAML 1.2 allows that, and Go's YAML reads the tab as indentation and
/// refuses the document.
fn tab_begins_a_block(text: &str) -> bool {
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let is_header =
            line.trim_end_matches(['+', '-']).trim_end_matches(|c: char| c.is_ascii_digit()).ends_with('|');
        let mut contents = lines.clone().map(|line| line.trim_start_matches(' '));
        if is_header && contents.find(|line| !line.is_empty()).is_some_and(|line| line.starts_with('\t')) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::render::read_yaml::{plain_scalars, read_yaml};

    /// Strings that a YAML 1.1 or 1.2 parser reads as another type if they are not quoted.
    const AMBIGUOUS: &[&str] = &[
        "",
        "yes",
        "Yes",
        "YES",
        "no",
        "No",
        "NO",
        "on",
        "On",
        "off",
        "OFF",
        "y",
        "Y",
        "n",
        "N",
        "true",
        "True",
        "FALSE",
        "null",
        "Null",
        "NULL",
        "~",
        "0",
        "-0",
        "+1",
        "010",
        "0o7",
        "0O7",
        "0x1F",
        "0b11",
        "1_000",
        "1e3",
        "1E3",
        "1.5",
        ".5",
        "5.",
        "1.",
        "685.230_15e+03",
        ".inf",
        "-.INF",
        ".nan",
        ".NaN",
        "1:30",
        "190:20:30",
        "190:20:30.15",
        "2026-01-01",
        "2026-01-01T00:00:00Z",
        "2001-12-14 21:59:43.10 -5",
        "<<",
        "=",
        "0777",
        "12e03",
        "-2E+05",
        "0.",
        "+.inf",
        "_1",
        "0x_1",
    ];

    /// Strings that would break the syntax or lose characters if they were not quoted.
    const SYNTACTIC: &[&str] = &[
        ":",
        "a:",
        "a: b",
        "a :b",
        ": a",
        "#",
        "a #b",
        "#a",
        "a#b",
        "-",
        "- a",
        "--- a",
        "---",
        "...",
        "?",
        "? a",
        "!",
        "!!str a",
        "&a",
        "*a",
        "[",
        "]",
        "{",
        "}",
        "[a]",
        "{a: b}",
        ",",
        "|",
        ">",
        "'",
        "\"",
        "'a'",
        "\"a\"",
        "%",
        "%YAML 1.2",
        "@a",
        "`a",
        " leading",
        "trailing ",
        " ",
        "\t",
        "a\tb",
        "\n",
        "a\nb",
        "a\n",
        "a\n\n",
        "\na",
        "  a\nb",
        "a\n  b\n",
        "a\r\nb",
        "\r",
        "a\u{0}b",
        "\u{7}",
        "\u{1b}[31m",
        "\u{7f}",
        "\u{85}",
        "\u{a0}",
        "\u{2028}",
        "\u{2029}",
        "\u{feff}",
        "\u{feff}a",
        "🦀",
        "ä",
        "\u{10ffff}",
        "\\",
        "a\\nb",
        "$",
        "${A}",
        "%h",
        "{{ x }}",
        "a, b",
        "a: |\n  b",
        "key: value\n# comment\n",
        "\t\n",
        "a \nb",
        " \n ",
        "a\n ",
        "\"a\" b",
        "a'b\"c",
        "a:b",
        "http://a:1",
    ];

    fn hostile() -> impl Iterator<Item = &'static str> {
        AMBIGUOUS.iter().chain(SYNTACTIC).copied()
    }

    #[test]
    fn hostile_strings_survive_as_values() {
        for text in hostile() {
            for value in [json!(text), json!({ "a": text, "b": 1 }), json!([text, [text], { "c": [text] }])] {
                let yaml = to_yaml(&value).unwrap();
                assert_eq!(read_yaml(&yaml), [value], "{text:?} as\n{yaml}");
            }
        }
    }

    #[test]
    fn hostile_strings_survive_as_keys() {
        for text in hostile() {
            for value in
                [json!({ text: "a" }), json!({ "a": { text: [text] } }), json!([{ text: { text: 1 } }])]
            {
                let yaml = to_yaml(&value).unwrap();
                assert_eq!(read_yaml(&yaml), [value], "{text:?} as\n{yaml}");
            }
        }
    }

    #[test]
    fn ambiguous_strings_are_quoted() {
        for text in AMBIGUOUS {
            let yaml = to_yaml(&json!({ "a": text, "b": { *text: "c" } })).unwrap();
            assert_eq!(plain_scalars(&yaml), ["a", "b", "c"], "{text:?} as\n{yaml}");
        }
    }

    #[test]
    fn all_hostile_strings_stand_in_one_map() {
        let all: BTreeMap<&str, &str> = hostile().map(|text| (text, text)).collect();
        assert_eq!(read_yaml(&to_yaml(&all).unwrap()), [serde_json::to_value(&all).unwrap()]);
    }

    #[test]
    fn a_long_string_stays_on_one_line() {
        let long = "QUJD".repeat(1000);
        assert_eq!(to_yaml(&json!({ "data": long })).unwrap(), format!("data: {long}\n"));
        let words = "word ".repeat(100);
        assert_eq!(to_yaml(&json!({ "data": words })).unwrap().lines().count(), 1);
    }

    #[test]
    fn a_text_of_several_lines_is_a_literal_block() {
        let yaml = to_yaml(&json!({ "a": [{ "pem": "-----BEGIN\nQUJD\n-----END\n" }] })).unwrap();
        assert_eq!(yaml, "a:\n- pem: |\n    -----BEGIN\n    QUJD\n    -----END\n");
    }

    /// Texts of one or more lines that begin, go on and end with every kind of white space.
    fn blocks() -> Vec<String> {
        let begins = ["", "\t", " ", "  \t", "\n", "\n\t", "\n ", "\n\n", " \n", "\t\n", "-", "# ", "---\n"];
        let middles = ["x", "x\ny", "x\n\ty", "x\n  y", "x\n\ny", "x \n\t\n y", "\t", "a: b\n\t- c"];
        let ends = ["", "\n", "\n\n", "\n ", "\n\t", "\n\t\n", " \n", "\t"];
        let ended = |begin: &str, middle: &str| ends.map(|end| format!("{begin}{middle}{end}"));
        begins.iter().flat_map(|begin| middles.iter().flat_map(move |middle| ended(begin, middle))).collect()
    }

    /// sigs.k8s.io/yaml reads every document as what was written: tests/conformance/yaml asks it.
    #[test]
    fn documents_are_those_that_go_reads() {
        const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance/yaml/documents.jsonl");
        let mut lines = String::new();
        for text in hostile().map(str::to_owned).chain(blocks()) {
            for value in [json!({ "a": text, "b": 1 }), json!([text, { "c": [text] }])] {
                let yaml = to_yaml(&value).unwrap();
                assert_eq!(read_yaml(&yaml).as_slice(), std::slice::from_ref(&value), "{text:?} as\n{yaml}");
                lines.push_str(&format!("{}\n", json!({ "value": value, "yaml": yaml })));
            }
        }
        if std::env::var_os("SNAPSHOTS").is_some_and(|how| how == "overwrite") {
            std::fs::write(FILE, &lines).unwrap();
        }
        assert!(
            std::fs::read_to_string(FILE).unwrap() == lines,
            "SNAPSHOTS=overwrite cargo test --lib yaml, then go test in tests/conformance/yaml"
        );
    }

    #[test]
    fn documents_of_several_types_are_separated() {
        let mut documents = Documents::new();
        documents.push(&json!({ "a": "---" })).unwrap();
        documents.push(&["b"]).unwrap();
        documents.push(&"c").unwrap();
        let text = documents.finish();
        assert_eq!(text, "a: \"---\"\n---\n- b\n---\nc\n");
        assert_eq!(read_yaml(&text), [json!({ "a": "---" }), json!(["b"]), json!("c")]);
    }

    #[test]
    fn empty_collections_and_numbers_keep_their_types() {
        let value =
            json!({ "a": {}, "b": [], "c": null, "d": true, "e": 0, "f": -1, "g": 0.2, "h": [{}, []] });
        assert_eq!(read_yaml(&to_yaml(&value).unwrap()), [value]);
    }

    proptest! {
        #[test]
        fn any_string_survives(text in "\\PC{0,20}|[ -~\n\t]{0,30}|.{0,10}", key in ".{0,10}") {
            let value: Value = json!({ key: [text, { "x": text }] });
            let yaml = to_yaml(&value).unwrap();
            prop_assert_eq!(read_yaml(&yaml), [value], "{}", yaml);
        }
    }
}
