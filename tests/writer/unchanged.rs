//! What is written, and what is left alone.

use std::fs;

use kubemint::writer::{Options, Switch, write};

use crate::trees::{beside, files, files_of, listing, render, tree};

#[test]
fn a_tree_is_written_whole_with_its_modes() {
    let base = tempfile::tempdir().unwrap();
    let out = base.path().join("new/out");
    let tree = tree(&[("a/b/c", "1"), ("a-b", "2")], &[("a/k", "3"), (".gitignore", "*\n")]);
    let report = render(&tree, &out);
    assert_eq!(files(&out), files_of(&tree));
    assert_eq!((report.written, report.unchanged, report.removed), (6, 0, 0));
    assert_eq!(report.switch, Switch::Placed);
    for (name, entry) in listing(&out) {
        let expected = match (name.starts_with("secret"), entry.bytes.is_some()) {
            (false, false) => 0o755,
            (false, true) => 0o644,
            (true, false) => 0o700,
            (true, true) => 0o600,
        };
        assert_eq!(entry.permissions, expected, "{name}");
    }
    assert_eq!(beside(&out), [""; 0]);
}

#[test]
fn a_large_tree_whose_halves_are_written_at_once_is_whole() {
    let base = tempfile::tempdir().unwrap();
    let out = base.path().join("out");
    let large = |changed: &str| {
        let names: Vec<String> = (0..700).map(|n| format!("nodes/{}/file-{n}", n % 100)).collect();
        let text = |name: &str| if name.ends_with('7') { changed.to_owned() } else { name.to_owned() };
        let texts: Vec<String> = names.iter().map(|name| text(name)).collect();
        let half: Vec<_> =
            names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_str())).collect();
        tree(&half, &half)
    };
    let (old, new) = (large("old"), large("new"));
    assert_eq!(render(&old, &out).written, 1402);
    assert_eq!(files(&out), files_of(&old));
    // A seventh file of ten in each half, the sums and the lock.
    assert_eq!((render(&new, &out).written, render(&new, &out).switch), (142, Switch::None));
    assert_eq!(files(&out), files_of(&new));
    assert_eq!(beside(&out), [""; 0]);
}

#[test]
fn a_render_that_changes_nothing_touches_nothing() {
    let base = tempfile::tempdir().unwrap();
    let out = base.path().join("out");
    let tree = tree(&[("a/b", "1")], &[("k", "3")]);
    render(&tree, &out);
    let before = listing(base.path());
    let around = fs::metadata(base.path()).unwrap().modified().unwrap();
    let report = render(&tree, &out);
    assert_eq!((report.written, report.unchanged, report.switch), (0, 4, Switch::None));
    assert_eq!(listing(base.path()), before);
    assert_eq!(fs::metadata(base.path()).unwrap().modified().unwrap(), around);
}

#[test]
fn an_unchanged_file_keeps_its_inode_and_time() {
    let base = tempfile::tempdir().unwrap();
    let out = base.path().join("out");
    render(&tree(&[("a/b", "1"), ("a/c", "2"), ("d/e", "3")], &[("k", "3"), ("l", "4")]), &out);
    let before = listing(&out);
    let report = render(&tree(&[("a/b", "1"), ("a/c", "changed")], &[("k", "3"), ("l", "changed")]), &out);
    let after = listing(&out);
    assert_eq!((report.written, report.unchanged, report.removed), (4, 2, 1));
    assert_eq!(report.switch, Switch::Exchanged);
    for name in ["public/a/b", "secret/k"] {
        assert_eq!(after[name], before[name], "{name}");
    }
    for name in ["public/a/c", "secret/l"] {
        assert_ne!(after[name].inode, before[name].inode, "{name}");
    }
    assert!(!after.contains_key("public/d"));
    assert_eq!(beside(&out), [""; 0]);
}

#[test]
fn a_lost_or_opened_file_is_mended() {
    use std::os::unix::fs::PermissionsExt;
    let base = tempfile::tempdir().unwrap();
    let out = base.path().join("out");
    let tree = tree(&[("a", "1"), ("b", "1")], &[("f/k", "3"), ("f/l", "4")]);
    render(&tree, &out);
    let mode = |name: &str, bits| {
        fs::set_permissions(out.join(name), fs::Permissions::from_mode(bits)).unwrap();
    };
    fs::remove_file(out.join("public/a")).unwrap();
    mode("public/b", 0o775);
    mode("secret/f/k", 0o640);
    assert_eq!(render(&tree, &out).written, 3);
    mode("public/b", 0o775);
    mode("secret/f", 0o755);
    let by_file = Options { exchange: false, ..Options::default() };
    assert_eq!(write(&tree, &out, by_file).unwrap().written, 1);
    assert_eq!(listing(&out)["public/b"].permissions, 0o644);
    assert_eq!(listing(&out)["secret/f"].permissions, 0o700);
    mode("secret/f", 0o750);
    assert_eq!(render(&tree, &out).switch, Switch::Exchanged);
    let after = listing(&out);
    assert_eq!((after["public/b"].permissions, after["secret/f/k"].permissions), (0o644, 0o600));
    assert_eq!(after["secret/f"].permissions, 0o700);
    assert_eq!(files(&out), files_of(&tree));
}

#[test]
fn an_empty_folder_and_its_permissions_are_taken_over() {
    use std::os::unix::fs::PermissionsExt;
    let base = tempfile::tempdir().unwrap();
    let out = base.path().join("out");
    fs::create_dir(&out).unwrap();
    fs::set_permissions(&out, fs::Permissions::from_mode(0o710)).unwrap();
    for text in ["1", "2"] {
        let tree = tree(&[("a", text)], &[]);
        render(&tree, &out);
        assert_eq!(files(&out), files_of(&tree));
        assert_eq!(fs::metadata(&out).unwrap().permissions().mode() & 0o7777, 0o710);
    }
}

#[test]
fn a_file_may_become_a_folder_and_a_folder_a_file() {
    let base = tempfile::tempdir().unwrap();
    let out = base.path().join("out");
    for names in [["a", "b/c"], ["a/x", "b"], ["a", "b/c"]] {
        let tree = tree(&names.map(|name| (name, "1")), &[]);
        render(&tree, &out);
        assert_eq!(files(&out), files_of(&tree));
    }
}
