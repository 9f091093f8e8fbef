//! A row in the lock takes no file away that is not what the row says: a lock is committed, and anybody's change may be in it.

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

use kubemint::writer::{Options, write};
use rustix::fs::{CWD, FileType, Mode, mknodat};

use crate::trees::{render, tree};

/// Where a file of somebody's is, and what puts it there.
type Mine = (&'static str, fn(&Path));

/// Files of somebody's.
const MINE: &[Mine] = &[
    ("public/NOTES.md", |at| fs::write(at, "precious").unwrap()),
    ("public/b/notes", |at| fs::write(at, "precious").unwrap()),
    ("secret/backup/etcd.db", |at| fs::write(at, "precious").unwrap()),
    ("secret/c/key", |at| fs::write(at, "precious").unwrap()),
    ("secret/c/link", |at| symlink("/etc/passwd", at).unwrap()),
    ("public/link", |at| symlink("b", at).unwrap()),
    ("public/pipe", |at| mknodat(CWD, at, FileType::Fifo, Mode::RUSR, 0).unwrap()),
    ("secret/folder", |at| fs::create_dir_all(at.join("inner")).unwrap()),
    ("public/large", |at| fs::File::create(at).unwrap().set_len(1 << 40).unwrap()),
];

/// A lock that lists all of them, too, as kubemint lists its own.
fn add_rows(out: &Path) {
    let lock = out.join("public/kubemint.lock");
    let text = fs::read_to_string(&lock).unwrap();
    let is_row = |line: &&str| line.starts_with("public ") || line.starts_with("secret ");
    let mut rows: Vec<String> = text.lines().filter(is_row).map(str::to_owned).collect();
    for (name, _) in MINE {
        let (half, path) = name.split_once('/').unwrap();
        let digest = format!("sha256:{} ", "ab".repeat(32));
        let digest = if half == "public" { digest.as_str() } else { "" };
        rows.push(format!("{half} {path} root:root 0600 {digest}rendered"));
    }
    rows.sort_by_key(|row| row.split(' ').take(2).map(str::to_owned).collect::<Vec<_>>());
    let head: Vec<&str> = text.lines().filter(|line| !is_row(line)).collect();
    fs::write(lock, head.join("\n") + "\n" + &rows.join("\n") + "\n").unwrap();
}

fn is_there(out: &Path, name: &str) -> bool {
    fs::symlink_metadata(out.join(name)).is_ok()
}

#[test]
fn a_row_that_somebody_added_takes_no_file_away() {
    let old = tree(&[("a", "1"), ("b/goes", "1")], &[("c/goes", "1")]);
    let new = tree(&[("a", "2")], &[("d", "1")]);
    for exchange in [true, false] {
        for (next, goes) in [(&new, true), (&old, false)] {
            let base = tempfile::tempdir().unwrap();
            let out = base.path().join("out");
            render(&old, &out);
            for (name, make) in MINE {
                fs::create_dir_all(out.join(name).parent().unwrap()).unwrap();
                make(&out.join(name));
            }
            add_rows(&out);
            let report = write(next, &out, Options { exchange, ..Options::default() }).unwrap();
            for (name, _) in MINE {
                assert!(is_there(&out, name), "{name} is gone, exchange {exchange}");
                assert!(report.foreign.contains(&PathBuf::from(name)), "nothing is said of {name}");
            }
            let gone = !is_there(&out, "public/b/goes") && !is_there(&out, "secret/c/goes");
            assert_eq!(gone, goes, "what kubemint made goes");
            assert_eq!(fs::read_to_string(out.join("secret/c/key")).unwrap(), "precious");
            assert_eq!(fs::read_dir(base.path()).unwrap().count(), 1, "the workspace is gone");
        }
    }
}

#[test]
fn what_was_changed_where_a_file_goes_stays() {
    let old = tree(&[("goes", "1")], &[("goes", "1"), ("too", "1")]);
    let new = tree(&[("a", "2")], &[("d", "1")]);
    for exchange in [true, false] {
        let base = tempfile::tempdir().unwrap();
        let out = base.path().join("out");
        render(&old, &out);
        fs::write(out.join("public/goes"), "mine now").unwrap();
        fs::write(out.join("secret/goes"), "mine now").unwrap();
        let report = write(&new, &out, Options { exchange, ..Options::default() }).unwrap();
        assert_eq!(report.foreign, ["public/goes", "secret/goes"].map(PathBuf::from));
        for half in ["public", "secret"] {
            assert_eq!(fs::read_to_string(out.join(half).join("goes")).unwrap(), "mine now");
        }
        assert!(!is_there(&out, "secret/too"));
    }
}
