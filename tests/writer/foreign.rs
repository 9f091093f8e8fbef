//! What kubemint did not make stays as it is, or the render refuses.

use std::{fs, os::unix::fs::symlink, path::PathBuf};

use kubemint::writer::WriteError;

use crate::trees::{beside, files, files_of, listing, refuse, render, tree};

#[test]
fn foreign_files_keep_their_content_and_inode_and_are_reported() {
    let base = tempfile::tempdir().unwrap();
    let out = base.path().join("out");
    render(&tree(&[("a/b", "1"), ("gone/c", "1")], &[("k", "1")]), &out);
    fs::create_dir_all(out.join(".git/objects")).unwrap();
    fs::create_dir_all(out.join("public/a/folder/inner")).unwrap();
    for name in
        [".git/objects/x", "README", "public/a/patch", "public/gone/d", "public/a/folder/inner/f", "secret/s"]
    {
        fs::write(out.join(name), name).unwrap();
    }
    symlink("README", out.join("public/a/link")).unwrap();
    symlink("/nowhere", out.join("dangling")).unwrap();
    let before = listing(&out);

    let new = tree(&[("a/b", "2")], &[("k", "2")]);
    let report = render(&new, &out);
    let after = listing(&out);
    let foreign = [
        ".git",
        "README",
        "dangling",
        "public/a/folder",
        "public/a/link",
        "public/a/patch",
        "public/gone/d",
        "secret/s",
    ];
    assert_eq!(report.foreign, foreign.map(PathBuf::from));
    for name in foreign.into_iter().chain([".git/objects/x", "public/a/folder/inner/f"]) {
        assert_eq!(after[name], before[name], "{name}");
    }
    assert_eq!(fs::read_link(out.join("dangling")).unwrap(), PathBuf::from("/nowhere"));
    for (name, text) in files_of(&new) {
        assert_eq!(fs::read_to_string(out.join(&name)).unwrap(), text, "{name}");
    }
    assert!(!out.join("public/gone/c").exists());
    assert_eq!(beside(&out), [""; 0]);
}

#[test]
fn a_foreign_file_in_the_way_is_refused() {
    let base = tempfile::tempdir().unwrap();
    let out = base.path().join("out");
    render(&tree(&[("a", "1")], &[("k", "1")]), &out);
    fs::write(out.join("public/new"), "mine").unwrap();
    fs::write(out.join("public/folder"), "mine").unwrap();
    fs::create_dir(out.join("secret/file")).unwrap();
    let before = listing(base.path());
    let new = tree(&[("a", "2"), ("new", "1"), ("folder/x", "1")], &[("file", "1")]);
    let error = refuse(&new, &out);
    let WriteError::InTheWay(paths) = &error else { panic!("{error}") };
    let expected = ["public/folder", "public/new", "secret/file"].map(|name| out.join(name));
    assert_eq!(*paths, expected);
    assert!(error.to_string().ends_with("secret/file, but the tree needs those paths"), "{error}");
    assert!(error.is_input());
    assert_eq!(listing(base.path()), before);
}

#[test]
fn a_file_of_another_branch_with_the_same_bytes_is_taken_over() {
    let base = tempfile::tempdir().unwrap();
    let out = base.path().join("out");
    let (without, with) = (tree(&[("a", "1")], &[]), tree(&[("a", "1")], &[("nodes/k", "key")]));
    render(&with, &out);
    // What `git switch` does: the public output changes, the ignored secret output does not.
    fs::write(out.join("public/kubemint.lock"), &files_of(&without)["public/kubemint.lock"]).unwrap();
    assert_eq!(render(&without, &out).foreign, [PathBuf::from("secret")]);
    let inode = listing(&out)["secret/nodes/k"].inode;
    render(&with, &out);
    assert_eq!(files(&out), files_of(&with));
    assert_eq!(listing(&out)["secret/nodes/k"].inode, inode);
    assert_eq!(beside(&out), [""; 0]);
}

#[test]
fn symlinks_in_the_tree_are_never_followed() {
    let base = tempfile::tempdir().unwrap();
    let (out, elsewhere) = (base.path().join("out"), base.path().join("elsewhere"));
    let first = tree(&[("a/b", "1"), ("a/c", "1")], &[("k", "1"), ("f/l", "1")]);
    render(&first, &out);
    fs::create_dir(&elsewhere).unwrap();
    for name in ["b", "c", "k", "l"] {
        fs::write(elsewhere.join(name), "precious").unwrap();
    }
    let before = listing(&elsewhere);

    // A file of ours became a link: it is replaced, or removed, itself.
    for name in ["public/a/b", "public/a/c", "secret/k"] {
        fs::remove_file(out.join(name)).unwrap();
        symlink(elsewhere.join(name.rsplit('/').next().unwrap()), out.join(name)).unwrap();
    }
    let second = tree(&[("a/b", "2")], &[("k", "2"), ("f/l", "1")]);
    render(&second, &out);
    assert_eq!(files(&out), files_of(&second));
    assert_eq!(listing(&elsewhere), before);

    // A directory became a link: somebody else's doing, and in the way.
    fs::rename(out.join("secret/f"), base.path().join("kept")).unwrap();
    symlink(&elsewhere, out.join("secret/f")).unwrap();
    assert!(matches!(refuse(&second, &out), WriteError::InTheWay(_)));
    fs::remove_file(out.join("secret/f")).unwrap();
    fs::rename(out.join("public"), base.path().join("public")).unwrap();
    symlink(base.path().join("public"), out.join("public")).unwrap();
    assert!(matches!(refuse(&second, &out), WriteError::NotOurs(_)));
    assert_eq!(listing(&elsewhere), before);
}
