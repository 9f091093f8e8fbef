//! A seed that age encrypted: the same tree, and a plain refusal where it cannot be opened.

use std::{fs, path::Path};

use crate::{
    cluster::SEED,
    keys::{kubemint, private, public, said},
};

/// A cluster of one node, with seed.age for two recipients beside it.
fn cluster() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/one-node/cluster.toml");
    fs::copy(config, folder.path().join("cluster.toml")).unwrap();
    encrypt(folder.path(), SEED.as_bytes());
    folder
}

fn encrypt(folder: &Path, plain: &[u8]) {
    let recipients = ["ed25519", "rsa"].map(|name| public(name).parse::<age::ssh::Recipient>().unwrap());
    let recipients = recipients.iter().map(|recipient| recipient as &dyn age::Recipient);
    let mut sealed = Vec::new();
    let mut writer = age::Encryptor::with_recipients(recipients).unwrap().wrap_output(&mut sealed).unwrap();
    std::io::Write::write_all(&mut writer, plain).unwrap();
    writer.finish().unwrap();
    fs::write(folder.join("seed.age"), sealed).unwrap();
}

fn render(folder: &Path, more: &[&str]) -> (i32, String) {
    let output = kubemint(folder, &[&["render", "--quiet", "--out", "out"], more].concat());
    said(&output)
}

#[test]
fn gives_the_tree_of_the_seed_that_was_encrypted() {
    let folder = cluster();
    let plain = folder.path().join("plain");
    fs::write(&plain, SEED).unwrap();
    fs::set_permissions(&plain, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    assert_eq!(render(folder.path(), &["--seed-file", "plain"]), (0, String::new()));
    for key in ["ed25519", "rsa"] {
        private(folder.path(), key);
        let check = ["check", "--quiet", "--seed-file", "seed.age", "--identity", key];
        assert_eq!(said(&kubemint(folder.path(), &check)), (0, String::new()), "{key}");
    }
    let opened = render(folder.path(), &["--seed-file", "seed.age", "--identity", "rsa", "--depfile", "d"]);
    assert_eq!(opened, (0, String::new()));
    let rule = fs::read_to_string(folder.path().join("d")).unwrap();
    assert!(rule.contains("seed.age") && rule.contains("rsa"), "{rule}");
}

#[test]
fn says_which_file_and_which_key_do_not_fit() {
    let folder = cluster();
    for key in ["ed25519", "ed25519-with-passphrase", "ecdsa"] {
        private(folder.path(), key);
    }
    let other = age::x25519::Identity::generate().to_string();
    let other = age::secrecy::ExposeSecret::expose_secret(&other);
    fs::write(folder.path().join("other"), other).unwrap();
    fs::write(folder.path().join("no-seed"), "plain").unwrap();
    for name in ["other", "no-seed"] {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        fs::set_permissions(folder.path().join(name), mode).unwrap();
    }
    for (arguments, words) in [
        (&["--seed-file", "seed.age"][..], &["seed.age is encrypted", "--identity"][..]),
        (&["--seed-file", "seed.age", "--identity", "other"], &["seed.age is not encrypted to", "in other"]),
        (
            &["--seed-file", "seed.age", "--identity", "ed25519-with-passphrase"],
            &["with-passphrase is protected"],
        ),
        (
            &["--seed-file", "seed.age", "--identity", "ecdsa"],
            &["ecdsa is an SSH key of the type ecdsa-sha2"],
        ),
        (&["--seed-file", "seed.age", "--identity", "nowhere"], &["no private key at nowhere"]),
        (&["--seed-file", "no-seed", "--identity", "other"], &["no-seed is not encrypted"]),
        (&["--identity", "other"], &["--seed-file"]),
        (&["--demo-seed", "--seed-file", "seed.age", "--identity", "other"], &["cannot be used with"]),
    ] {
        let (code, said) = render(folder.path(), arguments);
        assert_eq!(code, 2, "{arguments:?}: {said}");
        assert!(words.iter().all(|word| said.contains(word)), "{arguments:?}: {said}");
        assert!(!said.contains(other) && !folder.path().join("out").exists());
    }
}

#[test]
fn what_was_encrypted_must_be_a_seed_and_is_not_repeated() {
    let folder = cluster();
    private(folder.path(), "ed25519");
    encrypt(folder.path(), b"hunter2");
    let arguments = ["--seed-file", "seed.age", "--identity", "ed25519"];
    let (code, said) = render(folder.path(), &arguments);
    assert!(code == 2 && said.contains("seed.age holds no seed") && !said.contains("hunter2"), "{said}");
    let sealed = fs::read(folder.path().join("seed.age")).unwrap();
    fs::write(folder.path().join("seed.age"), &sealed[..sealed.len() - 1]).unwrap();
    let (code, said) = render(folder.path(), &arguments);
    assert!(code == 2 && said.contains("seed.age cannot be opened with ed25519"), "{said}");
}

#[test]
fn others_may_read_the_encrypted_seed_but_not_the_key() {
    let folder = cluster();
    let key = private(folder.path(), "ed25519");
    fs::set_permissions(key, std::os::unix::fs::PermissionsExt::from_mode(0o640)).unwrap();
    let (code, said) = render(folder.path(), &["--seed-file", "seed.age", "--identity", "ed25519"]);
    assert!(code == 2 && said.contains("others can read the private key ed25519 (mode 0640)"), "{said}");
}

/// `sops -d` and `age -d` write to a pipe: with `--extract` the former writes no newline, without it a YAML document.
#[test]
fn a_seed_comes_through_a_pipe() {
    let folder = cluster();
    let feed = |verb: &str, seed: &str| {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_kubemint"))
            .args([verb, "--quiet", "--seed-file", "-"])
            .current_dir(folder.path())
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), seed.as_bytes()).unwrap();
        said(&child.wait_with_output().unwrap())
    };
    assert_eq!(feed("render", SEED.trim_end()), (0, String::new()));
    for verb in ["check", "diff", "render"] {
        assert_eq!(feed(verb, SEED), (0, String::new()), "{verb}");
    }
    let digits = SEED.trim_end();
    for document in
        [format!("seed: {digits}\n"), format!("seed: \"{digits}\"\n"), format!("seed: '{digits}'\n")]
    {
        assert_eq!(feed("check", &document), (0, String::new()), "{document}");
    }
    assert_eq!(feed("check", &format!("other: 1\nseed: {digits}\n")), (0, String::new()), "beside others");
    let two = feed("check", &format!("seed: {digits}\nseed: {digits}\n"));
    assert!(
        two.0 == 2 && two.1.contains("standard input holds no seed") && !two.1.contains(digits),
        "{two:?}"
    );
    assert_eq!(feed("check", &SEED.replace("b7d3", "c7d3")).0, 2, "another seed is another tree");
}
