//! Options for writing a tree.

use crate::progress::Progress;

/// Options for writing a tree.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// Whether the tree of another cluster or seed may be replaced.
    pub replace_identity: bool,
    /// Whether to sync the tree to disk.
    pub fsync: bool,
    /// Whether the old and the new tree are exchanged in one step if the file system can. `false` does what is done
    /// if it cannot.
    pub exchange: bool,
    /// Advanced for each staged file.
    pub progress: Option<&'a Progress>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self { replace_identity: false, fsync: false, exchange: true, progress: None }
    }
}
