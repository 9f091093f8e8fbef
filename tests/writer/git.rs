//! `git add -A` stages nothing secret: beside a tree, and beside what a killed or a failed run leaves.

use std::{fs, path::Path, process::Command};

use kubemint::{
    tree::Tree,
    writer::{Changes, Options, WriteError, change_sealed, write},
};

use crate::{
    mounts::Mount,
    trees::{beside, files, files_of, render, tree},
};

/// Runs real git in a directory, with no configuration but the repository's.
fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "safe.directory=*", "-c", "core.excludesFile="])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Everything that `git add -A` stages, as one text: names and contents.
fn staged(folder: &Path) -> String {
    git(folder, &["add", "-A"]);
    let names = git(folder, &["ls-files"]);
    let contents = names.lines().map(|name| fs::read_to_string(folder.join(name)).unwrap());
    names.clone() + &contents.collect::<String>()
}

#[test]
fn a_tree_and_what_a_kill_leaves_beside_it_stage_no_secret() {
    let base = tempfile::tempdir().unwrap();
    git(base.path(), &["init", "-q"]);
    let out = base.path().join("out");
    let tree_of = |text: &str| {
        tree(&[("a", text)], &[(".gitignore", "*\n"), ("k", "very secret"), ("f/l", "very secret")])
    };
    render(&tree_of("1"), &out);
    let names = staged(base.path());
    assert!(names.contains("out/public/a") && names.contains("out/public/kubemint.lock"), "{names}");
    assert!(!names.contains("very secret") && !names.contains("out/secret"), "{names}");

    // What a run leaves that cannot end: something else is where a file was set aside to.
    let workspace = base.path().join(".out.kubemint");
    fs::create_dir_all(workspace.join("tree/secret")).unwrap();
    fs::write(workspace.join("tree/secret/left"), "very secret").unwrap();
    std::os::unix::fs::symlink("/nowhere", out.join("secret/left")).unwrap();
    as_made_here(&workspace);
    for run in [render_again, seal] {
        // As a run leaves it that was killed before it had written to it.
        fs::write(workspace.join(".gitignore"), "").unwrap();
        let error = run(&tree_of("2"), &out).unwrap_err();
        assert!(error.to_string().contains("which exists"), "{error}");
        assert_eq!(fs::read_to_string(workspace.join("tree/secret/left")).unwrap(), "very secret");
        let names = staged(base.path());
        assert!(!names.contains("very secret") && !names.contains("kubemint/tree"), "{names}");
    }
}

/// Marks a workspace as kubemint marks its own.
pub fn as_made_here(workspace: &Path) {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let found = fs::metadata(workspace).unwrap();
    fs::write(workspace.join("made-here"), format!("{} {}\n", found.dev(), found.ino())).unwrap();
    fs::set_permissions(workspace, PermissionsExt::from_mode(0o1700)).unwrap();
}

fn render_again(tree: &Tree, out: &Path) -> Result<(), WriteError> {
    write(tree, out, Options::default()).map(|_| ())
}

const SUMS: &str = "nodes/a/SHA256SUMS";

/// What `seal` does, where there is nothing to encrypt.
fn seal(_: &Tree, out: &Path) -> Result<(), WriteError> {
    change_sealed(out, |_| Ok(((), Changes::new())))
}

#[test]
fn secrets_that_cannot_be_cleared_away_stay_hidden() {
    let base = tempfile::tempdir().unwrap();
    git(base.path(), &["init", "-q"]);
    let out = base.path().join("out");
    let tree_of = |text: &str| {
        // A tree with these files is opened to be sealed, so they are such as kubemint makes.
        tree(
            &[("certificates.txt", text)],
            &[(".gitignore", "*\n"), ("cluster/kustomization.yaml", "very secret"), (SUMS, text)],
        )
    };
    render(&tree_of("1"), &out);
    // It comes before the secrets, and cannot be moved to the new tree.
    let foreign = out.join("secret/a");
    fs::create_dir(&foreign).unwrap();
    fs::write(foreign.join("mine"), "kept").unwrap();
    let mut mount = Mount::of_itself(&foreign);
    let left = base.path().join(".out.kubemint/tree");
    for run in [render_again, seal] {
        run(&tree_of("2"), &out).unwrap_err();
        mount.at = left.join("secret/a");
        assert_eq!(files(&out), files_of(&tree_of("2")));
        assert_eq!(
            fs::read_to_string(left.join("secret/cluster/kustomization.yaml")).unwrap(),
            "very secret"
        );
        assert_eq!(fs::read_to_string(left.join("secret/.gitignore")).unwrap(), "*\n");
        let names = staged(base.path());
        assert!(!names.contains("very secret") && !names.contains("kubemint/tree"), "{names}");
    }
    drop(mount);
    seal(&tree_of("2"), &out).unwrap();
    assert_eq!(fs::read_to_string(foreign.join("mine")).unwrap(), "kept");
    assert_eq!(beside(&out), [".git"]);
}
