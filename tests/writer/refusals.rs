//! Places where no tree is written.

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::Path,
};

use kubemint::writer::WriteError;

use crate::trees::{listing, refuse, render, tree};

#[test]
fn an_out_that_cannot_be_exchanged_is_refused() {
    let base = tempfile::tempdir().unwrap();
    let at = |name: &str| base.path().join(name);
    fs::write(at("file"), "").unwrap();
    fs::create_dir_all(at("full/x")).unwrap();
    symlink(at("full"), at("link")).unwrap();
    symlink(at("nowhere"), at("dangling")).unwrap();
    let before = listing(base.path());
    let tree = tree(&[("a", "1")], &[]);
    let refused = |path: &Path| {
        let error = refuse(&tree, path);
        assert!(error.is_input(), "{error}");
        error
    };
    assert!(matches!(refused(&at("file")), WriteError::NotAFolder(_)));
    assert!(matches!(refused(&at("full")), WriteError::NotOurs(_)));
    assert!(matches!(refused(&at("link")), WriteError::Symlink(_)));
    assert!(matches!(refused(&at("dangling")), WriteError::Symlink(_)));
    assert!(matches!(refused(Path::new(".")), WriteError::NoName(_)));
    assert!(matches!(refused(Path::new("/")), WriteError::NoName(_)));
    assert!(matches!(refused(Path::new("/dev/null")), WriteError::NotAFolder(_)));
    assert!(matches!(refused(Path::new("/proc")), WriteError::MountPoint(_)));
    assert_eq!(listing(base.path()), before);
}

#[test]
fn a_workspace_that_is_not_ours_is_refused() {
    let base = tempfile::tempdir().unwrap();
    let (out, workspace) = (base.path().join("out"), base.path().join(".out.kubemint"));
    let tree = tree(&[("a", "1")], &[("k", "1")]);
    fs::write(&workspace, "").unwrap();
    assert!(matches!(refuse(&tree, &out), WriteError::Workspace(_)));
    fs::remove_file(&workspace).unwrap();
    symlink("/tmp", &workspace).unwrap();
    assert!(matches!(refuse(&tree, &out), WriteError::Workspace(_)));
    fs::remove_file(&workspace).unwrap();
    fs::create_dir(&workspace).unwrap();
    fs::set_permissions(&workspace, fs::Permissions::from_mode(0o755)).unwrap();
    assert!(matches!(refuse(&tree, &out), WriteError::Open(_)));
    fs::set_permissions(&workspace, fs::Permissions::from_mode(0o700)).unwrap();
    if rustix::process::geteuid().is_root() {
        std::os::unix::fs::chown(&workspace, Some(1000), None).unwrap();
        assert!(matches!(refuse(&tree, &out), WriteError::Workspace(_)));
        std::os::unix::fs::chown(&workspace, Some(0), None).unwrap();
    }
    render(&tree, &out);
    assert!(!workspace.exists());
}
