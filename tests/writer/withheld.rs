//! A tree made without the seed: its public output is written, and the secret output that is there stays as it is.

use std::{fs, os::unix::fs::symlink};

use kubemint::{
    model::Users,
    tree::{Artifact, Origin, RelPath, Tree, TreeBuilder, sums},
    writer::{Options, Switch, write},
};
use zeroize::Zeroizing;

use crate::trees::{files, identity, listing, refuse, render, tree};

/// A tree with rows for these secret files and no bytes of them.
fn public_output(public: &[(&str, &str)], secret: &[&str]) -> Tree {
    let path = |name: &str| RelPath::parse(name).unwrap();
    let mut builder = TreeBuilder::public_output();
    builder.extend(public.iter().map(|(name, text)| Artifact::public(path(name), *text))).unwrap();
    let none = None::<Zeroizing<Vec<u8>>>;
    builder
        .extend(
            secret
                .iter()
                .chain([&sums::NAME])
                .map(|name| Artifact::secret(path(name), none.clone(), Origin::Rendered)),
        )
        .unwrap();
    builder.finish(identity(), Users::default()).unwrap()
}

#[test]
fn the_secret_output_stays_whatever_changes_and_however_it_is_switched() {
    for exchange in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        render(&tree(&[("a", "1"), ("gone", "1")], &[("k/key", "secret"), ("l/old", "secret")]), &out);
        fs::write(out.join("secret/k/mine"), "foreign").unwrap();
        let before = listing(&out.join("secret"));
        let new = public_output(&[("a", "2"), ("b", "2")], &["k/key", "new"]);
        let report = write(&new, &out, Options { exchange, ..Options::default() }).unwrap();
        let expected = if exchange { Switch::Exchanged } else { Switch::FileByFile };
        assert_eq!((report.switch, report.removed), (expected, 1));
        let found = listing(&out.join("secret"));
        for (name, entry) in before.iter().filter(|(_, entry)| entry.bytes.is_some()) {
            let found = &found[name];
            assert_eq!((&found.bytes, found.permissions), (&entry.bytes, entry.permissions), "{name}");
            assert_eq!(found.inode, entry.inode, "{name}");
        }
        let public = files(&out.join("public"));
        assert_eq!((public["a"].as_str(), public["b"].as_str()), ("2", "2"));
        assert!(!public.contains_key("gone"));
        assert_eq!(public["kubemint.lock"], new.lock().to_string());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "the workspace is gone");
    }
}

#[test]
fn an_open_or_missing_secret_output_is_nobodys_business_here() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    render(&tree(&[("a", "1")], &[("k", "secret")]), &out);
    fs::remove_dir_all(out.join("secret")).unwrap();
    let same = public_output(&[("a", "1")], &["k"]);
    assert_eq!(render(&same, &out).switch, Switch::None);
    assert!(!out.join("secret").exists());
    let fresh = folder.path().join("fresh");
    assert_eq!(render(&same, &fresh).switch, Switch::Placed);
    assert_eq!(fs::read_dir(&fresh).unwrap().count(), 1);
}

#[test]
fn the_seeds_render_after_it_finds_its_secrets_and_writes_those_that_changed() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    render(&tree(&[("a", "1")], &[("k", "one"), ("l", "two")]), &out);
    render(&public_output(&[("a", "2")], &["k", "l"]), &out);
    let report = render(&tree(&[("a", "2")], &[("k", "one"), ("l", "three")]), &out);
    assert_eq!((report.written, report.unchanged), (2, 3));
    assert_eq!(files(&out.join("secret"))["l"], "three");
}

#[test]
fn a_link_where_a_secret_was_is_refused_and_not_removed() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    render(&tree(&[("a", "1")], &[("k", "secret")]), &out);
    fs::remove_file(out.join("secret/k")).unwrap();
    symlink("/nowhere", out.join("secret/k")).unwrap();
    assert!(refuse(&public_output(&[("a", "2")], &["k"]), &out).to_string().contains("secret/k"));
    assert!(out.join("secret/k").is_symlink());
}
