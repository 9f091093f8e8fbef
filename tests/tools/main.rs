//! What other tools are given: completions for shells, manual pages, image lists for mirrors, diagnostics for CI.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod completions;
mod explain;
mod hooks;
mod images;
mod manual;
mod schema;
mod validate;

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

fn kubemint(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kubemint")).args(arguments).current_dir(folder).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Each example and golden cluster.toml.
fn clusters() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let below = |folder: &str| {
        let entries = std::fs::read_dir(root.join(folder)).unwrap();
        entries.map(|entry| entry.unwrap().path().join("cluster.toml")).filter(|path| path.is_file())
    };
    let mut all: Vec<PathBuf> = below("examples").chain(below("tests/golden")).collect();
    all.sort_unstable();
    assert!(all.len() > 5, "{all:?}");
    all
}
