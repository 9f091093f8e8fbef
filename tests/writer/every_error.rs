//! Each system call that writes fails once, one after another: the old tree stays whole, and the message names a path.

use std::{
    env,
    io::{Write, stderr},
    path::{Path, PathBuf},
    process::{Command, Output},
};

use kubemint::{
    tree::Tree,
    writer::{Options, write},
};

use crate::trees::{beside, files, files_of, render, tree};

/// Tells a child where to write.
const FOLDER: &str = "KUBEMINT_TEST_ERROR_IN";

/// The calls that prepare the next tree, and the one that exchanges it for the old one.
const CALLS: [&str; 6] = ["mkdirat", "write", "fchmod", "fchmodat,fchmodat2", "linkat", "renameat2"];

/// What the system may say to any of them.
const ERRORS: [&str; 3] = ["EIO", "EACCES", "ENOSPC"];

/// More calls of one kind than a run makes.
const MANY: usize = 100;

fn trees() -> [Tree; 2] {
    [
        tree(&[("a/stays", "1"), ("a/changes", "1")], &[("c/changes", "1"), ("goes", "1")]),
        tree(&[("a/stays", "1"), ("a/changes", "2"), ("d/comes", "2")], &[("c/changes", "2")]),
    ]
}

/// Not a test of its own: what the children of the test below run. It ends as `kubemint render` would, and at once: the
/// calls by which the test program reports are not the writer's.
#[test]
fn child() {
    let Some(folder) = env::var_os(FOLDER) else { return };
    if let Err(error) = write(&trees()[1], &PathBuf::from(folder).join("out"), Options::default()) {
        stderr().write_all(error.to_string().as_bytes()).unwrap();
        std::process::exit(if error.is_input() { 2 } else { 3 });
    }
    std::process::exit(0);
}

/// Runs the child, whose `n`th call of a kind fails.
fn failing(call: &str, error: &str, n: usize, folder: &Path) -> Output {
    Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}")])
        .args(["-e", &format!("inject={call}:error={error}:when={n}")])
        .arg(env::current_exe().unwrap())
        .args(["--exact", "every_error::child", "--nocapture"])
        .env(FOLDER, folder)
        .output()
        .unwrap()
}

#[test]
fn no_failing_call_leaves_half_a_tree() {
    let trees = trees();
    let [old, new] = trees.each_ref().map(files_of);
    let mut refused = 0;
    for error in ERRORS {
        for call in CALLS {
            for n in 1..MANY {
                let base = tempfile::tempdir().unwrap();
                let out = base.path().join("out");
                render(&trees[0], &out);
                let output = failing(call, error, n, base.path());
                let said = String::from_utf8_lossy(&output.stderr).into_owned();
                let what = format!("{error} at {call} {n}: {said}");
                let found = files(&out);
                // The test program itself writes as well; where that failed, nothing was begun.
                assert!(
                    found == old || (found == new && output.status.success()),
                    "{what}: {:?}",
                    found.keys()
                );
                if output.status.code() == Some(3) {
                    assert!(said.contains(base.path().to_str().unwrap()), "{what}");
                    assert_eq!(found, old, "{what}");
                    refused += 1;
                }
                assert_ne!(output.status.code(), Some(2), "{what}");
                render(&trees[1], &out);
                assert_eq!((files(&out), beside(&out)), (new.clone(), vec![]), "{what}");
                if output.status.success() && found == new && n > 1 {
                    break;
                }
            }
        }
    }
    assert!(refused > 40, "{refused}: does strace inject?");
}
