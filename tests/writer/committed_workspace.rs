//! A workspace that came with a commit, or was copied, is no interrupted run: nothing in it is acted upon.

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
    process::Command,
};

use kubemint::{
    tree::Tree,
    writer::{Changes, Options, WriteError, change_sealed, write},
};

use crate::{
    git::as_made_here,
    in_memory::in_memory,
    trees::{listing, render, tree},
};

/// What a commit has below `.out.kubemint`.
const COMMITTED: &[&[&str]] = &[
    &["journal", "tree/public/kubemint.lock"],
    &["tree/public/kubemint.lock"],
    &["tree/secret/k"],
    &["sealed/INDEX"],
    &["journal"],
    &["lock"],
    &[".gitignore"],
    &["made-here", "tree/public/kubemint.lock"],
    &["made-here", "lock", ".gitignore", "journal", "tree/public/kubemint.lock"],
];

fn old() -> Tree {
    tree(&[("a", "1")], &[("k", "very secret")])
}

/// Clones a repository that has these files, as Git does with this umask.
fn clone(files: &[&str], umask: &str) -> (tempfile::TempDir, PathBuf) {
    let base = in_memory();
    let origin = base.path().join("origin");
    for file in files {
        let path = origin.join(".out.kubemint").join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        // An empty lock would be no lock: this one lists what the tree has.
        let text =
            if file.ends_with("kubemint.lock") { old().lock().to_string() } else { "1 2\n".to_owned() };
        fs::write(path, text).unwrap();
    }
    let git = "git -c user.name=a -c user.email=a@b.c -c init.defaultBranch=main";
    let script = format!(
        "umask {umask}; cd origin && {git} init -q && {git} add -fA && {git} commit -qm x && {git} clone -q . ../clone"
    );
    assert!(Command::new("sh").args(["-c", &script]).current_dir(base.path()).status().unwrap().success());
    let clone = base.path().join("clone");
    (base, clone)
}

fn verbs(tree: &Tree, out: &Path) -> [Result<(), WriteError>; 2] {
    [
        write(tree, out, Options::default()).map(|_| ()),
        change_sealed(out, |_| Ok::<_, WriteError>(((), Changes::new()))),
    ]
}

#[test]
fn what_git_checked_out_is_refused_and_left_alone() {
    let new = tree(&[("a", "2")], &[("k", "more secret")]);
    for files in COMMITTED {
        for umask in ["022", "077", "000"] {
            let (_base, clone) = clone(files, umask);
            let workspace = clone.join(".out.kubemint");
            let aside = clone.join("aside");
            fs::rename(&workspace, &aside).unwrap();
            render(&old(), &clone.join("out"));
            fs::rename(&aside, &workspace).unwrap();
            let before = listing(&clone);
            for done in verbs(&new, &clone.join("out")) {
                assert!(matches!(done, Err(WriteError::Workspace(_))), "{files:?} {umask}: {done:?}");
            }
            assert_eq!(listing(&clone), before, "{files:?} {umask}");
        }
    }
}

#[test]
fn neither_the_right_inode_nor_the_right_permissions_suffice_alone() {
    let base = in_memory();
    let (out, workspace) = (base.path().join("out"), base.path().join(".out.kubemint"));
    render(&old(), &out);
    let make = || {
        let _ = fs::remove_dir_all(&workspace);
        fs::create_dir_all(workspace.join("tree/public")).unwrap();
        fs::write(workspace.join("tree/public/kubemint.lock"), old().lock().to_string()).unwrap();
        as_made_here(&workspace);
    };
    let refused = |what: &str| {
        let before = listing(base.path());
        for done in verbs(&old(), &out) {
            assert!(matches!(done, Err(WriteError::Workspace(_))), "{what}: {done:?}");
        }
        assert_eq!(listing(base.path()), before, "{what}");
    };
    make();
    fs::set_permissions(&workspace, PermissionsExt::from_mode(0o700)).unwrap();
    refused("no mark");
    make();
    let found = fs::metadata(&workspace).unwrap();
    for wrong in [
        format!("{} {}\n", found.dev(), found.ino() + 1),
        format!("{} {}\n", found.dev() + 1, found.ino()),
        String::new(),
    ] {
        fs::write(workspace.join("made-here"), &wrong).unwrap();
        let done = verbs(&old(), &out);
        assert!(done.iter().all(|done| matches!(done, Err(WriteError::Workspace(_)))), "{wrong}: {done:?}");
        assert!(workspace.join("tree/public/kubemint.lock").exists());
    }
    make();
    write(&old(), &out, Options::default()).expect("the real one is cleared up");
    assert!(!workspace.exists());
}
