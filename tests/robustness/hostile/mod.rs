//! Hostile files: each command with each file that it reads, exchanged for what no such file should be.
//!
//! Each run must end by itself, with a message that names the file, in bounded time and memory.

mod measure;
mod repository;
mod shape;
mod table;

use std::{fs, path::Path};

use measure::{Run, measured};
use repository::Repository;
use shape::{CONTENTS, KINDS, Shape};
use table::{READS, Read};

/// What processor time and memory a run may take: 5 s and 200 MB are promised for a release. A program built for debugging
/// needs up to ten times that time, so it may take twice as long. Time on the clock is not held to them: other tests run at
/// the same time. What takes a minute hangs.
const SECONDS: f64 = if cfg!(debug_assertions) { 10.0 } else { 5.0 };
const MEGABYTES: u64 = 200;

/// What is wrong with a run, if anything.
fn wrong(read: &Read, run: &Run) -> Option<String> {
    let name = Path::new(read.file).file_name().unwrap().to_str().unwrap();
    let said = format!("{}{}", run.stdout, run.stderr);
    if run.seconds > SECONDS || run.megabytes > MEGABYTES {
        return Some(format!("{:.1} s, {} MB", run.seconds, run.megabytes));
    }
    let is_refused = matches!(run.code, Some(2 | 3));
    if !is_refused && !run.code.is_some_and(|code| read.may_end_with.contains(&code)) {
        return Some(format!("exit code {:?}: {said:.300}", run.code));
    }
    if run.stderr.contains("panicked")
        || is_refused && (!run.stderr.contains(name) || run.stderr.trim().is_empty())
    {
        return Some(format!("does not name {name}: {said:.300}"));
    }
    None
}

/// Runs each command that reads the file of `read`, with `shape` in its place.
fn try_shape(repository: &Repository, read: &Read, shape: &Shape, wrong_runs: &mut Vec<String>) -> usize {
    let path = repository.at(read.file);
    let kept = repository.at("kept");
    let _ = fs::remove_file(&kept);
    fs::rename(&path, &kept).unwrap();
    let mut runs = 0;
    if let Some(_made) = shape.make(&path, &kept) {
        // The one that reads it first, and for the kinds of files, which one module tells apart, no other.
        for command in read.commands.iter().take(shape.commands) {
            let run = measured(repository.path(), command);
            runs += 1;
            if let Some(what) = wrong(read, &run) {
                wrong_runs.push(format!("{} = {}: kubemint {command}: {what}", read.file, shape.name));
            }
            // A render may have exchanged the file.
            if fs::symlink_metadata(&path).is_err() {
                break;
            }
        }
    }
    repository.restore(read.file, &kept);
    runs
}

fn all(shapes: &[Shape]) {
    let (mut wrong, mut runs) = (Vec::new(), 0);
    let repository = Repository::new();
    for read in READS {
        for shape in shapes {
            runs += try_shape(&repository, read, shape, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{} of {runs} runs:\n{}", wrong.len(), wrong.join("\n"));
    assert!(runs > 80, "only {runs} runs");
}

#[test]
fn what_is_no_regular_file_is_refused_whoever_reads_it() {
    all(KINDS);
}

#[test]
fn no_content_of_a_file_takes_long_or_much() {
    all(CONTENTS);
}
