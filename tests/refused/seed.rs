//! Seeds that are none, or that others can read.

use std::{fs, os::unix::fs::PermissionsExt};

use crate::run::{Cluster, SEED};

/// Every verb that derives keys.
const VERBS: [&str; 2] = ["render", "check"];

fn with_seed(name: &str, seed: impl AsRef<[u8]>, mode: u32) {
    let cluster = Cluster::new();
    cluster.write("seed", seed, mode);
    for verb in VERBS {
        cluster.refuses(name, &[verb]);
    }
}

#[test]
fn missing() {
    let cluster = Cluster::new();
    fs::remove_file(cluster.at("seed")).unwrap();
    for verb in VERBS {
        cluster.refuses("seed-missing", &[verb]);
    }
    cluster.refuses("seed-file-missing", &["render", "--seed-file", "elsewhere/seed"]);
    cluster.write("seed.age", "age-encryption.org/v1\n", 0o644);
    cluster.refuses("seed-encrypted-beside", &["render"]);
}

#[test]
fn of_the_wrong_length() {
    with_seed("seed-empty", "", 0o600);
    with_seed("seed-too-short", &SEED[2..], 0o600);
    with_seed("seed-too-long", [0x5a; 33], 0o600);
    with_seed("seed-half", &SEED[..32], 0o600);
    with_seed("seed-two-lines", format!("{SEED}{SEED}"), 0o600);
}

#[test]
fn that_nobody_drew_at_random() {
    with_seed("seed-text", "please-put-your-own-seed-here-32", 0o600);
    with_seed("seed-zeros", "0".repeat(64), 0o600);
    with_seed("seed-counts", (0..32).collect::<Vec<u8>>(), 0o600);
    with_seed(
        "seed-of-the-demo",
        "a64178be24c71e4ebb12c1108f48e1421f5759d1eddc48e3c02fab9f8153fa71\n",
        0o600,
    );
}

#[test]
fn something_else() {
    let cluster = Cluster::new();
    with_seed("seed-is-a-cluster-toml", fs::read(cluster.at("cluster.toml")).unwrap(), 0o600);
    with_seed("seed-is-a-private-key", "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIA\n", 0o600);
    with_seed("seed-is-a-kubeconfig", "apiVersion: v1\nkind: Config\n", 0o600);
    with_seed("seed-is-utf-16", b"\xff\xfeb\0\x37\0", 0o600);
    cluster.refuses("seed-as-an-argument", &["render", "--seed-file", SEED.trim()]);
    cluster.refuses("config-is-a-seed", &["render", "--config", "seed", "--seed-file", "cluster.toml"]);
}

#[test]
fn with_something_that_is_no_digit() {
    with_seed("seed-no-digit", SEED.to_uppercase(), 0o600);
}

#[test]
fn readable_by_others() {
    for (mode, name) in [(0o640, "seed-open-to-group"), (0o604, "seed-open-to-others")] {
        with_seed(name, SEED, mode);
    }
    let cluster = Cluster::new();
    fs::set_permissions(cluster.at("seed"), fs::Permissions::from_mode(0o620)).unwrap();
    assert_eq!(cluster.kubemint(&["render"], "").status.code(), Some(2), "others may write it");
}

#[test]
fn a_folder() {
    let cluster = Cluster::new();
    fs::remove_file(cluster.at("seed")).unwrap();
    fs::create_dir(cluster.at("seed")).unwrap();
    cluster.refuses("seed-is-a-folder", &["render"]);
}

#[test]
fn on_standard_input() {
    let cluster = Cluster::new();
    cluster.refuses_input("seed-stdin-empty", &["render", "--seed-file", "-"], "");
    cluster.refuses_input("seed-stdin-no-digit", &["render", "--seed-file", "-"], &SEED.replace('7', "g"));
}

#[test]
fn never_repeated_in_what_is_said() {
    let cluster = Cluster::new();
    cluster.write("seed", SEED.replace("5e", "zz"), 0o600);
    let said = String::from_utf8(cluster.kubemint(&["render"], "").stderr).unwrap();
    assert!(!said.contains("b7d3") && !said.contains("zz"), "{said}");
}

/// A seed from a password manager or a secret store needs no file: `pass show seed | kubemint render --seed-file -`.
#[test]
fn none_where_standard_input_has_the_seed() {
    let cluster = Cluster::rendered();
    let lock = fs::read(cluster.at("out/public/kubemint.lock")).unwrap();
    fs::remove_file(cluster.at("seed")).unwrap();
    for verb in VERBS {
        let seed = SEED;
        let output = cluster.kubemint(&[verb, "--seed-file", "-"], seed);
        assert!(output.status.success(), "{output:?}");
        // The same without the newline, which `printf %s` and secret stores leave out.
        assert!(cluster.kubemint(&[verb, "--seed-file", "-"], seed.trim()).status.success());
    }
    assert_eq!(fs::read(cluster.at("out/public/kubemint.lock")).unwrap(), lock);
}

/// A cluster that exists goes on with its seed, and says so each time.
#[test]
fn that_can_be_guessed_and_is_accepted() {
    for seed in ["please-put-your-own-seed-here-32", &"0".repeat(64), &SEED[..32]] {
        let cluster = Cluster::new();
        cluster.write("seed", seed, 0o600);
        for verb in ["render", "check", "diff"] {
            let output = cluster.kubemint(&[verb, "--accept-weak-seed"], "");
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success() && said.contains("warning[weak-seed]"), "{verb}: {said}");
            assert!(said.contains("docs/rotation.md") && !said.contains(seed), "{said}");
            let output = cluster.kubemint(&[verb, "--accept-weak-seed", "--deny", "weak-seed"], "");
            assert_eq!(output.status.code(), Some(1), "{verb}");
        }
    }
    let cluster = Cluster::new();
    let output = cluster.kubemint(&["render", "--accept-weak-seed"], "");
    assert!(
        output.status.success() && !String::from_utf8_lossy(&output.stderr).contains("weak"),
        "a good seed"
    );
    for seed in ["0", "a64178be24c71e4ebb12c1108f48e1421f5759d1eddc48e3c02fab9f8153fa71\n"] {
        cluster.write("seed", seed, 0o600);
        assert_eq!(cluster.kubemint(&["render", "--accept-weak-seed"], "").status.code(), Some(2));
    }
}
