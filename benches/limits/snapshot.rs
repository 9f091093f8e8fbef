//! What lies in a folder, down to the times that any touch changes.

use std::{collections::BTreeMap, os::unix::fs::MetadataExt, path::Path, path::PathBuf};

/// Inode, and the seconds and nanoseconds of the last change of the content and of the inode.
type Marks = (u64, (i64, i64), (i64, i64));

/// Every file and folder with its marks.
#[derive(Debug)]
pub(crate) struct Snapshot(BTreeMap<PathBuf, Marks>);

impl Snapshot {
    pub(crate) fn of(folder: &Path) -> Self {
        let entries = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("an entry"));
        let marks = entries.map(|entry| {
            let found = entry.metadata().expect("what stands there");
            let times = ((found.mtime(), found.mtime_nsec()), (found.ctime(), found.ctime_nsec()));
            (entry.into_path(), (found.ino(), times.0, times.1))
        });
        Self(marks.collect())
    }

    /// How many files and folders are not as they were.
    #[expect(clippy::cast_precision_loss, reason = "a tree has fewer than 2^52 files")]
    pub(crate) fn touched(&self, after: &Self) -> f64 {
        let changed = self.0.iter().filter(|(path, marks)| after.0.get(*path) != Some(*marks)).count();
        let new = after.0.keys().filter(|path| !self.0.contains_key(*path)).count();
        (changed + new) as f64
    }
}
