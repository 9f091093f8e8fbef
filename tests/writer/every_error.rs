//! Each system call that writes fails once, one after another: `out` is the old tree or the new one, and the message names a path
//! and says so where it is the new one. Where the file system cannot exchange directories, the old tree stays whole until the
//! journal is there; from then on each file is whole, of either tree. The next run finishes what was begun.

use std::{
    env, fs,
    io::{Write, stderr},
    path::{Path, PathBuf},
    process::{Command, Output},
};

use kubemint::{
    tree::Tree,
    writer::{Options, write},
};

use crate::{
    in_memory::in_memory,
    trees::{beside, files, files_of, render, tree},
};

/// Tells a child where to write.
const FOLDER: &str = "KUBEMINT_TEST_ERROR_IN";

/// Tells a child to switch file by file.
const BY_FILE: &str = "KUBEMINT_TEST_ERROR_BY_FILE";

/// The calls that prepare the next tree, the one that exchanges it for the old one, and those that clear that away.
const CALLS: [&str; 7] =
    ["mkdirat", "write", "fchmod", "fchmodat,fchmodat2", "linkat", "renameat,renameat2", "unlinkat"];

/// The calls that prepare the next tree, and those that bring each file to its place and take the obsolete ones away.
const CALLS_BY_FILE: [&str; 7] =
    ["mkdirat", "write", "fchmod", "fchmodat,fchmodat2", "linkat", "renameat,renameat2", "unlinkat"];

/// What kubemint did not make: it is moved from the old tree to the new one.
const FOREIGN: &str = "public/a/foreign";

/// What the system may say to any of them, in turn.
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
    let options = Options { exchange: env::var_os(BY_FILE).is_none(), ..Options::default() };
    if let Err(error) = write(&trees()[1], &PathBuf::from(folder).join("out"), options) {
        stderr().write_all(error.to_string().as_bytes()).unwrap();
        std::process::exit(if error.is_input() { 2 } else { 3 });
    }
    std::process::exit(0);
}

/// Runs the child, whose `n`th call of a kind fails.
fn failing(call: &str, error: &str, n: usize, folder: &Path, exchange: bool) -> Output {
    let mut command = Command::new("strace");
    if !exchange {
        command.env(BY_FILE, "");
    }
    command
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
    assert!(fail_everywhere(true, &CALLS) > 25, "does strace inject?");
}

#[test]
fn no_failing_call_leaves_half_a_file_where_folders_cannot_be_exchanged() {
    assert!(fail_everywhere(false, &CALLS_BY_FILE) > 35, "does strace inject?");
}

/// Lets each call of each kind fail, and returns how often a run refused to go on.
fn fail_everywhere(exchange: bool, calls: &[&str]) -> usize {
    let trees = trees();
    let new = files_of(&trees[1]);
    let mut refused = 0;
    for (turn, call) in calls.iter().enumerate() {
        for n in 1..MANY {
            let error = ERRORS[(turn + n) % ERRORS.len()];
            let base = in_memory();
            let out = base.path().join("out");
            render(&trees[0], &out);
            fs::write(out.join(FOREIGN), "kept").unwrap();
            let output = failing(call, error, n, base.path(), exchange);
            let what = format!("{error} at {call} {n}: {}", String::from_utf8_lossy(&output.stderr));
            refused += usize::from(judge(&trees, base.path(), &output, exchange, &what));
            let done = output.status.success();
            render(&trees[1], &out);
            let mut found = files(&out);
            assert_eq!(found.remove(FOREIGN).as_deref(), Some("kept"), "{what}");
            assert_eq!((found, beside(&out)), (new.clone(), vec![]), "{what}");
            if done && n > 1 {
                break;
            }
        }
    }
    refused
}

/// Looks at what a run left and said; whether it refused to go on.
fn judge(trees: &[Tree; 2], base: &Path, output: &Output, exchange: bool, what: &str) -> bool {
    let [old, new] = trees.each_ref().map(files_of);
    let mut found = files(&base.join("out"));
    let waiting = base.join(".out.kubemint/tree").join(FOREIGN);
    let waits = waiting.exists();
    let foreign = found.remove(FOREIGN).or_else(|| fs::read_to_string(&waiting).ok());
    assert_eq!(foreign.as_deref(), Some("kept"), "{what}");
    let begun = !exchange && base.join(".out.kubemint/journal").exists();
    let whole = found.iter().all(|(name, text)| [&old, &new].iter().any(|tree| tree.get(name) == Some(text)));
    assert!(whole && (found == old || found == new || begun), "{what}: {:?}", found.keys());
    match output.status.code() {
        Some(0) => assert_eq!(found, new, "{what}"),
        Some(3) => {
            assert!(what.contains(base.to_str().unwrap()), "{what}");
            let told = ["may be a mixture", "is in its place"].map(|words| what.contains(words));
            let expected: &[[bool; 2]] = match (begun, found == new) {
                (true, false) => &[[true, false]],
                (true, true) => &[[true, false], [false, true]],
                (false, true) => &[[false, true]],
                (false, false) => &[[false, false]],
            };
            assert!(expected.contains(&told), "{what}");
            // The path that it names is there.
            let named = what.contains(&format!("cannot move {} to", waiting.display()));
            assert!(named == what.contains("cannot move") && (waits || !named), "{what}");
        }
        // The test program itself writes as well; where that failed, nothing was begun.
        other => assert!(other != Some(2) && found == old, "{what}"),
    }
    output.status.code() == Some(3)
}

/// What says that two directories cannot be exchanged there, and what says that something else is wrong.
#[test]
fn files_are_moved_one_by_one_only_where_that_can_help() {
    let trees = trees();
    let [old, new] = trees.each_ref().map(files_of);
    for (error, helps) in
        [("EINVAL", true), ("ENOSYS", true), ("EOPNOTSUPP", true), ("EXDEV", true), ("EBUSY", false)]
    {
        let base = in_memory();
        let out = base.path().join("out");
        render(&trees[0], &out);
        let output = failing("renameat2", error, 1, base.path(), true);
        let what = format!("{error}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(if helps { 0 } else { 3 }), "{what}");
        assert_eq!(files(&out), if helps { new.clone() } else { old.clone() }, "{what}");
        assert_eq!(beside(&out), [""; 0], "{what}");
        assert!(helps || what.contains("cannot rename"), "{what}");
    }
}
