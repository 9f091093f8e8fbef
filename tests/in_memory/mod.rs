//! Where tests write trees by the dozen.

/// A directory in memory where the machine has one: nothing of it is kept, and a slow disk would take most of the time.
pub(crate) fn in_memory() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}
