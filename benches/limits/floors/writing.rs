//! The files and folders of a tree, written as plainly as can be.
//!
//! No staging, no permissions, no exchange: what is left is what the kernel asks for a tree of this many files.

use std::path::{Path, PathBuf};

use crate::measure::thread_time;

/// Writes the tree beside itself, prints what that cost, and removes it again.
pub(super) fn work(tree: &Path) {
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
