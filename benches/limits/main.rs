//! The figures that kubemint promises, held to their limits: `cargo bench`.
//!
//! What is measured is the program as it is released, whole processes from their start to their end, with the tree on
//! a file system in memory. A limit is held by the median of the runs, without any tolerance: a figure above it ends
//! the run with code 1. Time on the clock is only worth something on a machine that has nothing else to do; processor
//! time, ratios and memory hardly depend on that. `cargo bench -- ha keys` measures these parts alone.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod examples;
mod fleet;
mod floors;
mod keys;
mod kubemint;
mod measure;
mod snapshot;
mod table;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use floors::Floor;
use table::Table;

/// A part of the benchmark.
type Part = fn(&mut Table, &Path);

const PARTS: [(&str, Part); 4] = [
    ("ha", examples::ecdsa),
    ("controller-manager-ha", examples::rsa),
    ("keys", |table, _| keys::measure(table)),
    ("fleet", fleet::measure),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if Floor::does_what_is_asked(&arguments) {
        return ExitCode::SUCCESS;
    }
    let scratch = scratch();
    let mut table = Table::default();
    for (name, part) in PARTS {
        if arguments.is_empty() || arguments.iter().any(|argument| argument == name) {
            part(&mut table, scratch.path());
        }
    }
    for missed in table.missed() {
        eprintln!("missed: {missed}");
    }
    if table.missed().is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A folder in memory, where there is one; it is removed at the end.
fn scratch() -> tempfile::TempDir {
    let memory = PathBuf::from("/dev/shm");
    let parent = if memory.is_dir() { memory } else { std::env::temp_dir() };
    println!("trees lie in {}; {}", parent.display(), load());
    tempfile::tempdir_in(parent).expect("a folder for the trees")
}

/// How busy the machine is (proc(5)): other work makes every time on the clock longer.
fn load() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!("load of the last minute: {}", load.split(' ').next().unwrap_or_default())
}
