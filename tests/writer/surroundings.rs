//! What the writer asks of the system: modes from the first byte, whatever the umask, and errors that name the file.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use kubemint::writer::{Options, WriteError, write};

use crate::{
    mounts::Mount,
    trees::{beside, files, files_of, listing, refuse, render, tree},
};

/// Tells a child where to write.
const FOLDER: &str = "KUBEMINT_TEST_WRITE_TO";

/// Not a test of its own: what the children of the tests below run.
#[test]
fn child() {
    let Some(folder) = env::var_os(FOLDER) else { return };
    let out = PathBuf::from(folder).join("out");
    for text in ["1", "2"] {
        render(&tree(&[("a/b", text)], &[("c/k", text), ("l", "same")]), &out);
    }
}

/// Runs the child through a shell.
fn run(script: &str, folder: &Path) -> String {
    let output = Command::new("sh")
        .args(["-ec", script, "sh"])
        .arg(env::current_exe().unwrap())
        .args(["--exact", "surroundings::child"])
        .env(FOLDER, folder)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stderr)
}

#[test]
fn modes_do_not_depend_on_the_umask() {
    for umask in ["000", "022", "077", "777"] {
        let base = tempfile::tempdir().unwrap();
        run(&format!("umask {umask}; exec \"$@\""), base.path());
        for (name, entry) in listing(&base.path().join("out")) {
            let expected = match (name.starts_with("secret"), entry.bytes.is_some()) {
                (false, false) => 0o755,
                (false, true) => 0o644,
                (true, false) => 0o700,
                (true, true) => 0o600,
            };
            assert_eq!(entry.permissions, expected, "{name}, umask {umask}");
        }
    }
}

#[test]
fn secrets_are_closed_from_the_first_byte() {
    let base = tempfile::tempdir().unwrap();
    let trace = base.path().join("trace");
    let calls = "openat,renameat,renameat2,mkdir,mkdirat,creat,open,chmod,fchmod,fchmodat,umask";
    let script =
        format!("umask 000; exec strace -f -s 200 -y -e trace={calls} -o {} \"$@\"", trace.display());
    run(&script, base.path());
    let trace = fs::read_to_string(&trace).unwrap();
    let made = trace.lines().filter(|line| line.contains(base.path().to_str().unwrap()));
    let made: Vec<&str> = made.filter(|line| line.contains("O_CREAT") || line.contains("mkdir")).collect();
    assert!(made.len() > 15, "{trace}");
    for line in made {
        let closed = if line.contains("mkdir") { ", 0700)" } else { ", 0600)" };
        assert!(line.contains(closed), "{line}");
    }
    // The workspace hides itself from Git before anything else is in it.
    let first = |call: &str, name: &str| {
        trace.lines().position(|line| line.contains(call) && line.contains(&format!("\"{name}\"")))
    };
    assert!(first("rename", ".gitignore").unwrap() < first("O_CREAT", "kubemint.lock").unwrap());
    assert!(first("O_CREAT", "kubemint.lock").unwrap() < first("O_CREAT", "k").unwrap());
    // Nothing secret is opened to others later.
    let opened = trace.lines().filter(|line| line.contains("chmod") && line.contains("/secret"));
    assert!(opened.clone().count() > 3);
    opened.for_each(|line| assert!(line.contains("0600)") || line.contains("0700)"), "{line}"));
}

/// A directory with a small file system in memory.
fn small_disk(options: &str) -> (Mount, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (Mount::tmpfs(options, folder.path()), folder)
}

#[test]
fn a_full_disk_leaves_the_old_tree_whole() {
    let (_mount, disk) = small_disk("size=64k");
    let out = disk.path().join("out");
    let old = tree(&[("a", "1")], &[("k", "1")]);
    render(&old, &out);
    let before = listing(disk.path());
    let error = refuse(&tree(&[("a", "1"), ("big", &"x".repeat(100_000))], &[("k", "2")]), &out);
    assert!(!error.is_input());
    assert!(
        error.to_string().contains("public/big") && error.to_string().contains("No space left"),
        "{error}"
    );
    assert_eq!(listing(disk.path()), before);
    assert_eq!(files(&out), files_of(&old));
    assert_eq!(beside(&out), [""; 0]);
}

#[test]
fn no_room_for_names_leaves_the_old_tree_whole() {
    let (_mount, disk) = small_disk("nr_inodes=24");
    let out = disk.path().join("out");
    let old = tree(&[("a", "1")], &[("k", "1")]);
    render(&old, &out);
    let names: Vec<String> = (0..20).map(|n| format!("f/{n}")).collect();
    let files_in: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1")).collect();
    let error = refuse(&tree(&files_in, &[]), &out);
    assert!(!error.is_input() && error.to_string().contains("No space left"), "{error}");
    assert_eq!(files(&out), files_of(&old));
    assert_eq!(beside(&out), [""; 0]);
}

#[test]
fn a_mount_point_in_the_tree_is_refused() {
    let (_mount, disk) = small_disk("size=1m");
    let tree = tree(&[("a", "1")], &[("k", "1")]);
    let error = refuse(&tree, disk.path());
    assert!(matches!(error, WriteError::MountPoint(_)), "{error}");

    let base = tempfile::tempdir().unwrap();
    let out = base.path().join("out");
    render(&tree, &out);
    let mounted = Mount::of_itself(&out.join("secret"));
    let error = write(&tree, &out, Options { replace_identity: true, ..Options::default() }).unwrap_err();
    drop(mounted);
    assert!(matches!(error, WriteError::MountPoint(_)), "{error}");
}
