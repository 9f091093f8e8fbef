//! A secret file in place of every other file that a verb reads.

use crate::{
    cluster::{CLUSTER, Cluster},
    secrets::{files, shown, windows},
};

/// Every way to name a file; `swapped` is the secret one.
const RUNS: &[&[&str]] = &[
    &["render", "--config", "swapped"],
    &["check", "--config", "swapped", "--format", "json"],
    &["diff", "--config", "swapped", "--color", "always"],
    &["render", "--config", "swapped", "--seed-file", "cluster.toml"],
    &["render", "--locked", "--config", "swapped"],
    &["check", "--seed-file", "swapped"],
    &["check", "--seed-file", "swapped", "--format", "json"],
    &["check", "--seed-file", "-"],
    &["check", "--seed-file", "swapped", "--identity", "seed"],
    &["check", "--seed-file", "seed.age", "--identity", "swapped"],
    &["check", "--seed-file", "seed.age", "--identity", "swapped", "--format", "json"],
    &["open", "swapped", "--identity", "seed"],
    &["open", "-", "--identity", "seed"],
    &["open", "seed.age", "--identity", "swapped"],
    &["check", "--config", "policy.toml"],
    &["check", "--config", "policy.toml", "--format", "json"],
    &["check", "--config", "authentication.toml"],
    &["check", "--config", "object.toml"],
    &["check", "--config", "objects.toml", "--format", "json"],
    &["seal", "--check", "--out", "sealed-tree"],
    &["render", "--depfile", "swapped"],
    &["pack", "--node", "master-1", "--out", "swapped"],
    &["diff", "--out", "swapped"],
    &["init", "swapped", "--control-plane", "a=192.0.2.1", "--endpoint", "192.0.2.1:6443"],
];

#[test]
fn nothing_of_a_secret_file_is_shown_wherever_it_is_named() {
    let cluster = Cluster::rendered();
    cluster.write("seed.age", "age-encryption.org/v1\n-> X25519 abc\nabc\n--- abc\n");
    cluster.write("policy.toml", format!("{CLUSTER}[audit]\npolicy_file = \"swapped\"\n"));
    cluster
        .write("authentication.toml", format!("{CLUSTER}[apiserver]\nauthentication_file = \"swapped\"\n"));
    cluster.write("object.toml", format!("{CLUSTER}[[object]]\nsource = \"swapped.yaml\"\n"));
    cluster.write("objects.toml", format!("{CLUSTER}[[object]]\nsource = \"swapped.json\"\n"));
    let mut leaks = Vec::new();
    for (name, content) in files(&cluster.path()) {
        let secret = windows(&content);
        for swapped in ["swapped", "swapped.yaml", "swapped.json"] {
            cluster.write(swapped, &content);
        }
        for arguments in RUNS {
            let said = cluster.run(arguments, &content);
            let text = String::from_utf8_lossy(&said.text);
            assert!(matches!(said.code, Some(0..=3)), "{name}: {arguments:?}: {text}");
            if let Some(window) = shown(&secret, &said.text) {
                leaks.push(format!("{name}: {arguments:?} shows {window:?}: {text}"));
            }
        }
    }
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
}
