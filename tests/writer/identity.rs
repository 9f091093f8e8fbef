//! A tree of another cluster or seed is not replaced by mistake.

use std::fs;

use kubemint::{
    model::ClusterId,
    tree::lock::Identity,
    writer::{Options, WriteError, write},
};

use crate::trees::{files, files_of, identity, listing, refuse, render, tree, tree_of};

#[test]
fn another_cluster_or_seed_is_refused_until_it_is_said() {
    let base = tempfile::tempdir().unwrap();
    let out = base.path().join("out");
    render(&tree(&[("a", "1")], &[("k", "1")]), &out);
    let cluster = ClusterId::parse(&"c".repeat(32)).unwrap();
    let others = [
        ("cluster", Identity { cluster, ..identity() }),
        ("seed", Identity { seed: "d".repeat(32), ..identity() }),
        ("schema", Identity { schema: 2, ..identity() }),
    ];
    for (what, other) in others {
        let before = listing(base.path());
        let new = tree_of(&other, &[("a", "2")], &[("k", "2")]);
        let error = refuse(&new, &out);
        assert!(matches!(&error, WriteError::Identity { what: named, .. } if *named == what), "{error}");
        assert!(error.is_input());
        assert_eq!(listing(base.path()), before);

        let options = Options { replace_identity: true, ..Options::default() };
        write(&new, &out, options).unwrap();
        assert_eq!(files(&out), files_of(&new));
        write(&tree(&[("a", "1")], &[("k", "1")]), &out, options).unwrap();
    }
}

#[test]
fn a_lock_that_is_none_is_refused_with_its_line() {
    let base = tempfile::tempdir().unwrap();
    let out = base.path().join("out");
    let tree = tree(&[("a", "1")], &[]);
    render(&tree, &out);
    let lock = out.join("public/kubemint.lock");
    let text = fs::read_to_string(&lock).unwrap();
    fs::write(&lock, format!("<<<<<<< HEAD\n{text}")).unwrap();
    let error = refuse(&tree, &out);
    assert!(error.to_string().contains("kubemint.lock: line 1: a merge conflict"), "{error}");
    assert!(error.is_input());
}
