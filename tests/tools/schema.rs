//! The JSON Schema of cluster.toml: committed as `kubemint schema` prints it, with exactly the words that keys accept.

use std::path::Path;

use serde_json::Value;
use snapbox::{Assert, Data};
use toml::Table;

use super::{kubemint, stdout};

const FULL: &str = include_str!("../../src/config/tests/full.toml");

fn schema() -> Value {
    serde_json::from_str(&stdout(&kubemint(Path::new("."), &["schema"]))).unwrap()
}

/// `SNAPSHOTS=overwrite cargo test --test tools schema` writes it again.
#[test]
fn the_committed_schema_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/cluster.schema.json");
    let printed = stdout(&kubemint(Path::new("."), &["schema"]));
    let assert = Assert::new().action_env("SNAPSHOTS");
    assert.eq(Data::text(printed).raw(), Data::read_from(&path, None).raw());
}

/// Every key with a string, by its path, in which an array of tables is `NAME[]`; with the words if only those are accepted.
fn texts(schema: &Value, path: &[String], found: &mut Vec<(Vec<String>, Option<Vec<String>>)>) {
    for (key, property) in schema["properties"].as_object().into_iter().flatten() {
        let is_array = property["type"] == "array";
        let (name, table) =
            if is_array { (format!("{key}[]"), &property["items"]) } else { (key.clone(), property) };
        let path: Vec<String> = path.iter().cloned().chain([name]).collect();
        if property["type"] == "string" {
            let words = property["enum"].as_array();
            let words =
                words.map(|words| words.iter().map(|word| word.as_str().unwrap().to_owned()).collect());
            found.push((path, words));
        } else {
            texts(table, &path, found);
        }
    }
}

/// Whether cluster.toml with this word at `path` has a word there that is not one of the choices.
fn is_no_choice(path: &[String], word: &str) -> bool {
    let mut document: Table = FULL.parse().unwrap();
    let (key, tables) = path.split_last().unwrap();
    let mut table = &mut document;
    for name in tables {
        let key = name.trim_end_matches("[]");
        let empty = || {
            let table = toml::Value::from(Table::new());
            if name.ends_with("[]") { vec![table].into() } else { table }
        };
        table = match table.entry(key).or_insert_with(empty) {
            toml::Value::Array(all) => all[0].as_table_mut().unwrap(),
            entry => entry.as_table_mut().unwrap(),
        };
    }
    table.insert(key.clone(), word.into());
    let read =
        kubemint::config::read(&document.to_string(), &|_: &str| Err(std::io::ErrorKind::NotFound.into()));
    let codes = ["choice", "key-algorithm"];
    read.err()
        .into_iter()
        .flatten()
        .any(|error| codes.contains(&error.code) && error.message.contains(&format!("{word:?}")))
}

#[test]
fn the_schema_lists_exactly_the_words_that_are_accepted() {
    let mut found = Vec::new();
    texts(&schema(), &[], &mut found);
    assert!(found.iter().filter(|(_, words)| words.is_some()).count() > 10, "{found:?}");
    for (path, words) in found {
        let only_words = is_no_choice(&path, "no-such-word");
        assert_eq!(only_words, words.is_some(), "{path:?}");
        for word in words.into_iter().flatten() {
            assert!(!is_no_choice(&path, &word), "{path:?}: {word}");
        }
    }
}
