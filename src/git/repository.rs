//! The repository that was meant: the one whose work tree holds a path.
//!
//! Git is not left to look for it. It takes a directory that has HEAD, `objects` and `refs` for a bare repository, and
//! anybody's commit can have such files; what a commit can never have is an entry called `.git` (Git refuses to check one
//! out, verify_path in read-cache.c). So the innermost directory with a `.git` is the work tree's root.

use std::path::{Path, PathBuf};

use super::GitError;

/// A work tree and a path in it.
#[derive(Debug)]
pub(super) struct Location {
    /// The work tree's root.
    pub(super) root: PathBuf,
    /// The way from there to the path, a name each.
    pub(super) names: Vec<String>,
}

impl Location {
    /// Finds the work tree that holds `path`, of which the last folders may be missing.
    pub(super) fn of(path: &Path) -> Result<Self, GitError> {
        let absolute = std::path::absolute(path).map_err(GitError::Start)?;
        let there = absolute.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("/"));
        let missing = absolute.strip_prefix(there).unwrap_or(Path::new(""));
        // Links are resolved: what counts is where the tree lies.
        let resolved = there.canonicalize().map_err(GitError::Start)?;
        let is_root = |folder: &&Path| folder.join(".git").symlink_metadata().is_ok();
        let none = || GitError::NoRepository(path.to_owned());
        let root = resolved.ancestors().find(is_root).ok_or_else(none)?.to_owned();
        let inner = resolved.strip_prefix(&root).unwrap_or(Path::new(""));
        let names = inner.iter().chain(missing.iter());
        let names = names.map(|name| name.to_str().map(str::to_owned)).collect::<Option<_>>();
        Ok(Self { root, names: names.ok_or_else(|| GitError::Path(path.to_owned()))? })
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_innermost_work_tree_is_meant_and_nothing_that_looks_bare() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::create_dir_all(root.join("a/.git")).unwrap();
        for bare in ["a", "a/b", "a/b/c"] {
            fs::create_dir_all(root.join(bare).join("objects")).unwrap();
            fs::create_dir_all(root.join(bare).join("refs")).unwrap();
            fs::write(root.join(bare).join("HEAD"), "ref: refs/heads/main\n").unwrap();
        }
        std::os::unix::fs::symlink(root.join("a/b"), root.join("link")).unwrap();
        for (path, names) in [
            ("a/b/c/out", vec!["b", "c", "out"]),
            ("a", vec![]),
            ("a/x/y", vec!["x", "y"]),
            ("link/c", vec!["b", "c"]),
        ] {
            let location = Location::of(&root.join(path)).unwrap();
            assert_eq!(
                (location.root, location.names),
                (root.join("a"), names.into_iter().map(str::to_owned).collect())
            );
        }
        // A linked work tree and a submodule have a file.
        fs::write(root.join("a/b/.git"), "gitdir: /elsewhere\n").unwrap();
        assert_eq!(Location::of(&root.join("a/b/c")).unwrap().root, root.join("a/b"));
    }
}
