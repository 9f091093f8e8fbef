//! How a tree is written.

use crate::progress::Progress;

/// How a tree is written.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// Whether a tree of another cluster or seed may be replaced.
    pub replace_identity: bool,
    /// Whether the tree must be on the disk before the run ends.
    pub fsync: bool,
    /// Whether the old and the new tree are exchanged in one step, where the file system can. `false` does what is
    /// done where it cannot.
    pub exchange: bool,
    /// Advanced by each file that is staged.
    pub progress: Option<&'a Progress>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self { replace_identity: false, fsync: false, exchange: true, progress: None }
    }
}
