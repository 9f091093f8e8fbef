//! Keys made for one run of the tests, and running the program.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::LazyLock,
};

/// Each key: its file, and what `ssh-keygen` makes it of.
const MADE: &[(&str, &[&str])] = &[
    ("ecdsa", &["-t", "ecdsa", "-N", ""]),
    ("ed25519", &["-t", "ed25519", "-N", ""]),
    ("ed25519-with-passphrase", &["-t", "ed25519", "-N", "a passphrase"]),
    ("rsa", &["-t", "rsa", "-b", "2048", "-N", ""]),
];

/// A key that lay in the repository would be a published secret.
static KEYS: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    for (name, how) in MADE {
        let made = Command::new("ssh-keygen")
            .args(["-q", "-C", "test", "-f"])
            .arg(folder.path().join(name))
            .args(*how)
            .status();
        assert!(made.expect("these tests need ssh-keygen: install openssh-client").success());
    }
    folder
});

/// A copy of a key in `folder`, its owner's alone.
pub(crate) fn private(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, fs::read(keys().join(name)).unwrap()).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    path
}

/// The public output of a key.
pub(crate) fn public(name: &str) -> String {
    fs::read_to_string(keys().join(format!("{name}.pub"))).unwrap().trim_end().to_owned()
}

fn keys() -> PathBuf {
    KEYS.path().to_owned()
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
