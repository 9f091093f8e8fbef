//! What `--help` says: `tests/help/VERB.txt`, and `tests/help/kubemint.txt` of the program itself.
//!
//! `SNAPSHOTS=overwrite cargo test --test help` writes the texts anew. Read what changed.
#![allow(clippy::unwrap_used)]

use std::{fs, path::Path, process::Command};

use clap::CommandFactory;
use kubemint::cli::Cli;
use snapbox::{Assert, Data};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/help");

fn help(verb: Option<&str>) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kubemint"));
    command.args(verb).arg("--help").env_remove("COLUMNS");
    let output = command.output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{verb:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn verbs() -> Vec<String> {
    Cli::command().get_subcommands().map(|verb| verb.get_name().to_owned()).collect()
}

#[test]
fn every_verb_explains_itself() {
    let verbs = verbs();
    for verb in verbs.iter().map(|verb| Some(verb.as_str())).chain([None]) {
        let expected = Path::new(FOLDER).join(format!("{}.txt", verb.unwrap_or("kubemint")));
        Assert::new()
            .action_env("SNAPSHOTS")
            .eq(Data::text(help(verb)).raw(), Data::read_from(&expected, None).raw());
    }
    assert_eq!(fs::read_dir(FOLDER).unwrap().count(), verbs.len() + 1, "a text of no verb");
}

/// A second sentence in a doc comment's first paragraph is one that belongs to something else.
#[test]
fn the_list_has_a_sentence_a_verb() {
    for verb in Cli::command().get_subcommands() {
        let about = verb.get_about().unwrap().to_string();
        let capitals = about.split(' ').skip(1).filter(|word| word.starts_with(char::is_uppercase));
        assert!(
            capitals.clone().all(|word| ["Ignition", "JSON", "Schema"].contains(&word)),
            "{}: {about}",
            verb.get_name()
        );
    }
}
