//! Finds the repository that was meant: the one whose work tree contains a path.
//!
//! Git is not asked to find it. Git treats a directory with HEAD, `objects` and `refs` as a bare repository, and
//! anybody can commit such files. But no commit can contain an entry called `.git` (Git refuses to check one out,
//! verify_path in read-cache.c). So the innermost directory with a `.git` is the root of the work tree.

use std::path::{Path, PathBuf};

use super::GitError;

/// A work tree and a path in it.
#[derive(Debug)]
pub(super) struct Location {
    /// The work tree's root.
    pub(super) root: PathBuf,
    /// The names on the path from there.
    pub(super) names: Vec<String>,
    /// Each work tree around that one: its root, and the path from there to the inner root.
    pub(super) around: Vec<(PathBuf, Vec<String>)>,
}

impl Location {
    /// Finds the work tree that contains `path`, of which the last directories may not exist.
    pub(super) fn of(path: &Path) -> Result<Self, GitError> {
        let absolute = std::path::absolute(path).map_err(GitError::Start)?;
        refuse_links(&absolute)?;
        let there = absolute.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("/"));
        let missing = absolute.strip_prefix(there).unwrap_or(Path::new(""));
        // Links outside of work trees are resolved: what counts is where the tree is.
        let resolved = there.canonicalize().map_err(GitError::Start)?;
        let wrong = || GitError::Path(path.to_owned());
        let mut roots = resolved.ancestors().filter(|folder| is_root(folder));
        let root = roots.next().ok_or_else(|| GitError::NoRepository(path.to_owned()))?;
        let inner = resolved.strip_prefix(root).unwrap_or(Path::new(""));
        let names = names_of(&inner.join(missing)).ok_or_else(wrong)?;
        let way = |outer: &Path| {
            let names = names_of(root.strip_prefix(outer).unwrap_or(Path::new("")));
            names.map(|names| (outer.to_owned(), names))
        };
        let around = roots.map(way).collect::<Option<_>>().ok_or_else(wrong)?;
        Ok(Self { root: root.to_owned(), names, around })
    }
}

fn is_root(folder: &Path) -> bool {
    folder.join(".git").symlink_metadata().is_ok()
}

fn names_of(path: &Path) -> Option<Vec<String>> {
    path.iter().map(|name| name.to_str().map(str::to_owned)).collect()
}

/// Rejects a path through a symbolic link inside a work tree: whoever can commit the link chooses which tree is read,
/// and a commit from before the link would seem to have no tree.
fn refuse_links(absolute: &Path) -> Result<(), GitError> {
    let mut path = PathBuf::new();
    for name in absolute.components() {
        path.push(name);
        if !path.is_symlink() {
            continue;
        }
        let parent = path.parent().unwrap_or(Path::new("/")).canonicalize().map_err(GitError::Start)?;
        if parent.ancestors().any(is_root) {
            return Err(GitError::Link(path));
        }
    }
    Ok(())
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
            ("link/../x", vec!["x"]),
        ] {
            let location = Location::of(&root.join(path)).unwrap();
            assert_eq!(
                (location.root, location.names),
                (root.join("a"), names.into_iter().map(str::to_owned).collect())
            );
        }
        // Linked work trees and submodules have a file called `.git`.
        fs::write(root.join("a/b/.git"), "gitdir: /elsewhere\n").unwrap();
        let inner = Location::of(&root.join("a/b/c")).unwrap();
        assert_eq!(
            (inner.root, inner.around),
            (root.join("a/b"), vec![(root.join("a"), vec!["b".to_owned()])])
        );
        // A commit can contain a symbolic link.
        std::os::unix::fs::symlink("b", root.join("a/link")).unwrap();
        for path in ["a/link", "a/link/c", "a/link/x/y", "link/../link"] {
            let of = Location::of(&root.join(path));
            assert!(matches!(of, Err(GitError::Link(_))), "{path}: {of:?}");
        }
    }
}
