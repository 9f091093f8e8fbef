//! The floor of writing: the files and folders of a tree, written as plainly as can be, in a process of its own.
//!
//! No staging, no permissions, no exchange: what is left is what the kernel asks for a tree of this many files.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::floor::thread_time;

/// The argument that makes this program write.
pub(crate) const ARGUMENT: &str = "--write-like";

/// Runs this program to write a tree like that in `tree`, and returns its processor time in milliseconds.
pub(crate) fn cost(tree: &Path) -> f64 {
    let program = std::env::current_exe().expect("the path of this program");
    let mut command = Command::new(program);
    let ran = command.arg(ARGUMENT).arg(tree).stderr(Stdio::inherit()).output().expect("the writing");
    String::from_utf8_lossy(&ran.stdout).trim().parse().expect("the writing's time")
}

/// Writes the tree beside itself, prints what that cost, and removes it again.
pub(crate) fn work(tree: &Path) {
    let entries = walkdir::WalkDir::new(tree).into_iter().map(|entry| entry.expect("an entry"));
    let copy = tree.with_extension("written");
    let planned: Vec<(PathBuf, Option<Vec<u8>>)> = entries
        .map(|entry| {
            let place = copy.join(entry.path().strip_prefix(tree).expect("a path in the tree"));
            let bytes = entry.file_type().is_file().then(|| std::fs::read(entry.path()).expect("a file"));
            (place, bytes)
        })
        .collect();

    let start = thread_time();
    for (place, bytes) in &planned {
        match bytes {
            Some(bytes) => std::fs::write(place, bytes).expect("a file written"),
            None => std::fs::create_dir(place).expect("a folder made"),
        }
    }
    println!("{}", thread_time() - start);
    std::fs::remove_dir_all(copy).expect("the copy removed");
}
