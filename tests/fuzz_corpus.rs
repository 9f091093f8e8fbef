//! What the fuzzer has found worth keeping, and every example of the tests, through the fuzz targets: no panic, and no
//! input that takes long.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../fuzz/targets/mod.rs"]
mod targets;

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// A target's name and function.
type Target = (&'static str, fn(&[u8]));

const TARGETS: &[Target] = &[
    ("authentication", targets::authentication),
    ("cluster", targets::cluster),
    ("committed", targets::committed),
    ("difference", targets::difference),
    ("identity", targets::identity),
    ("index", targets::index),
    ("lock", targets::lock),
    ("policy", targets::policy),
    ("seed", targets::seed),
];

fn inputs(target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut inputs: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    inputs.sort();
    inputs
}

#[test]
fn no_kept_input_panics_or_takes_long() {
    for (name, run) in TARGETS {
        let inputs = inputs(name);
        assert!(!inputs.is_empty(), "no corpus for {name}");
        for input in inputs {
            let data = fs::read(&input).unwrap();
            let begin = Instant::now();
            run(&data);
            // Five seconds are promised for a release build; this one is not optimised and shares the machine.
            assert!(begin.elapsed() < Duration::from_secs(20), "{} takes long", input.display());
        }
    }
}

#[test]
fn every_target_is_run_here_and_by_the_fuzzer() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    files.sort();
    assert_eq!(files, TARGETS.iter().map(|(name, _)| *name).collect::<Vec<_>>());
}
