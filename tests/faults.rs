//! Wrong cluster.toml files and the picture of what is wrong with each: `tests/faults/NAME.toml` and `NAME.txt`.
//!
//! `SNAPSHOTS=overwrite cargo test --test faults` writes the pictures anew. Read what changed.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "beside/mod.rs"]
mod beside;

use std::{
    fs,
    path::{Path, PathBuf},
};

use beside::Beside;
use kubemint::{cli::diagnostics, config, diagnostic::Diagnostic};
use snapbox::{Assert, Data};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/faults");

/// The files of the directory that end so, in order.
fn files(extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|found| found == extension)).collect();
    files.sort();
    files
}

fn faults_of(path: &Path) -> (String, Vec<Diagnostic>) {
    let text = fs::read_to_string(path).unwrap();
    match config::read(&text, &Beside(FOLDER.into())) {
        Ok(_) => panic!("{} has no fault", path.display()),
        Err(faults) => (text, faults),
    }
}

#[test]
fn each_wrong_file_has_its_picture() {
    let mut different = Vec::new();
    for path in files("toml") {
        let (text, faults) = faults_of(&path);
        let picture = diagnostics::draw("cluster.toml", &text, &faults, false);
        let obeyed = picture.chars().find(|c| c.is_control() && *c != '\n');
        assert_eq!(obeyed, None, "{}: a terminal would obey it", path.display());
        let expected = Data::read_from(&path.with_extension("txt"), None).raw();
        let assert = Assert::new().action_env("SNAPSHOTS");
        if let Err(error) = assert.try_eq(Some(&path.display()), Data::text(picture).raw(), expected) {
            different.push(error.to_string());
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

#[test]
fn no_picture_without_its_file() {
    assert!(files("toml").len() > 50);
    for path in files("txt") {
        assert!(path.with_extension("toml").exists(), "{} belongs to nothing", path.display());
    }
}

#[test]
fn every_fault_says_where_what_was_expected_and_how_to_mend_it() {
    for path in files("toml") {
        let (text, faults) = faults_of(&path);
        assert!(faults.is_sorted_by_key(Diagnostic::start), "{}: not in the file's order", path.display());
        for fault in faults {
            let place = &fault.labels.first().unwrap().place;
            assert!(text.get(place.clone()).is_some(), "{}: {fault:?} is nowhere", path.display());
            assert!(!fault.message.is_empty() && !fault.expected.is_empty(), "{}: {fault:?}", path.display());
            assert!(fault.help.is_some(), "{}: {fault:?} says not how to fix it", path.display());
        }
    }
}

#[test]
fn json_has_the_documented_shape() {
    let path = Path::new(FOLDER).join("leaf-outlives-ca.toml");
    let (text, faults) = faults_of(&path);
    let json = diagnostics::as_json("cluster.toml", &text, &faults);
    let json = serde_json::to_string_pretty(&json).unwrap() + "\n";
    let shape = Data::read_from(&path.with_extension("json"), None).raw();
    Assert::new().action_env("SNAPSHOTS").eq(Data::text(json).raw(), shape);
}
