//! The published test keys, and running the program.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// A test key in `folder`, with the mode that a clone of this repository has not.
pub(crate) fn private(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, fs::read(keys().join(name)).unwrap()).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    path
}

/// The public half of a test key.
pub(crate) fn public(name: &str) -> String {
    fs::read_to_string(keys().join(format!("{name}.pub"))).unwrap().trim_end().to_owned()
}

fn keys() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/seal/keys")
}

/// Runs the program in `folder`.
pub(crate) fn kubemint(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kubemint")).current_dir(folder).args(arguments).output().unwrap()
}

/// The exit code and what was said, nothing having been written to standard output.
pub(crate) fn said(output: &Output) -> (i32, String) {
    assert!(output.stdout.is_empty());
    (output.status.code().unwrap(), String::from_utf8(output.stderr.clone()).unwrap())
}
