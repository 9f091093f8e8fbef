//! Killed at each system call that changes the file system, one after another: no moment is left out.

use std::{
    env, fs,
    os::unix::process::ExitStatusExt,
    path::{Path, PathBuf},
    process::Command,
};

use kubemint::{
    tree::Tree,
    writer::{Options, write},
};

use crate::{
    in_memory::in_memory,
    trees::{beside, files, files_of, render, tree},
};

/// Tells a child what to do: the directory, and how to switch.
const FOLDER: &str = "KUBEMINT_TEST_ONE_RUN_IN";
const EXCHANGE: &str = "KUBEMINT_TEST_ONE_EXCHANGE";

/// The calls that make, change, move and remove. `openat` makes files too, but is killed at as `write`.
const CALLS: [&str; 8] =
    ["mkdirat", "write", "fchmod", "fchmodat,fchmodat2", "linkat", "renameat,renameat2", "unlinkat", "flock"];

/// More calls of one kind than a run makes.
const MANY: usize = 200;

fn trees() -> [Tree; 2] {
    [
        tree(&[("a/stays", "1"), ("a/changes", "1"), ("b/goes", "1")], &[("c/changes", "1"), ("goes", "1")]),
        tree(
            &[("a/stays", "1"), ("a/changes", "2"), ("d/comes", "2")],
            &[("c/changes", "2"), ("c/comes", "2")],
        ),
    ]
}

/// Not a test of its own: what the children of the test below run.
#[test]
fn child() {
    let Some(folder) = env::var_os(FOLDER) else { return };
    let options = Options { exchange: env::var_os(EXCHANGE).is_some(), ..Options::default() };
    write(&trees()[1], &PathBuf::from(folder).join("out"), options).unwrap();
}

/// Runs the child until its `n`th call of a kind; `false` where it makes fewer.
fn killed_at(call: &str, n: usize, folder: &Path, exchange: bool) -> bool {
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}")])
        .args(["-e", &format!("inject={call}:signal=KILL:when={n}")])
        .arg(env::current_exe().unwrap())
        .args(["--exact", "every_call::child"])
        .env(FOLDER, folder);
    if exchange {
        command.env(EXCHANGE, "");
    }
    let output = command.output().unwrap();
    // strace ends as its tracee did.
    output.status.signal() == Some(9) || output.status.code() == Some(128 + 9)
}

#[test]
fn no_call_leaves_half_a_tree() {
    let trees = trees();
    let [old, new] = trees.each_ref().map(files_of);
    let mut kills = 0;
    for exchange in [true, false] {
        for call in CALLS {
            for n in 1..MANY {
                let base = in_memory();
                let out = base.path().join("out");
                render(&trees[0], &out);
                fs::write(out.join("public/b/foreign"), "kept").unwrap();
                let killed = killed_at(call, n, base.path(), exchange);

                let what = format!("{call} {n}, exchange {exchange}");
                let mut found = files(&out);
                let waiting = base.path().join(".out.kubemint/tree/public/b/foreign");
                let foreign = found.remove("public/b/foreign").or_else(|| fs::read_to_string(waiting).ok());
                assert_eq!(foreign.as_deref(), Some("kept"), "{what}");
                let journal = base.path().join(".out.kubemint/journal").exists();
                assert!(found == old || found == new || (journal && !exchange), "{what}: {:?}", found.keys());
                if base.path().join(".out.kubemint/tree").exists() {
                    let ignore = fs::read_to_string(base.path().join(".out.kubemint/.gitignore"));
                    assert_eq!(ignore.unwrap(), "*\n", "{what}");
                }

                render(&trees[1], &out);
                let mut found = files(&out);
                assert_eq!(found.remove("public/b/foreign").as_deref(), Some("kept"), "{what}");
                assert_eq!(found, new, "{what}");
                assert_eq!(beside(&out), [""; 0], "{what}");
                if !killed {
                    break;
                }
                kills += 1;
            }
        }
    }
    assert!(kills > 60, "{kills}: does strace inject?");
}
