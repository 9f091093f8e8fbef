//! Mistakes with a tree that is there, or is not there yet.

use std::{fs, path::Path, process::Command};

use crate::{cluster::CLUSTER, hold};

/// Arguments, the exit code, and words that the answer must have.
type Row = (&'static [&'static str], i32, &'static str);

/// Before anything was rendered.
const BEFORE: &[Row] = &[
    (&["check", "--demo-seed"], 1, "missing    public/ with its "),
    (&["check"], 2, "`check --locked`"),
    (&["check", "--at", "now", "--locked"], 2, "there is no tree in out"),
    (&["check", "--locked", "--expires-within", "60d"], 2, "say when"),
    (&["diff", "--demo-seed", "--locked"], 2, "--as-rendered --against GIT-REV"),
    (&["diff", "--as-rendered"], 2, "--against origin/main"),
    (&["render", "--config", "-", "--demo-seed"], 2, "name a file with --config"),
    (&["render", "--config", "https://example.com/cluster.toml", "--demo-seed"], 2, "fetch it first"),
    (&["render", "--config", "latin1.toml", "--demo-seed"], 2, "line 2 has the byte 0xfc"),
    (&["render", "--kubeconfig", "admin.conf"], 2, "kubemint dials no cluster"),
    (
        &["init", "notes.txt", "--control-plane", "a=10.0.0.1", "--endpoint", "10.0.0.1:6443"],
        2,
        "notes.txt is a file",
    ),
];

/// With the tree in `out`.
const AFTER: &[Row] = &[
    (&["pack", "--node", "192.168.56.101"], 2, "in place of its address: master-1, worker-1"),
    (&["pack", "--node", "Master-1"], 2, "write --node master-1"),
    (&["pack", "--node", "master-1,worker-1"], 2, "pack each machine by itself"),
    (&["pack", "--node", "master_1"], 2, "name a node of the tree: master-1, worker-1"),
    (&["pack", "--node", "master-9"], 2, "it has master-1, worker-1"),
    (&["pack", "--node", "master-1", "--out", "out/public"], 2, "the directory that `kubemint render` wrote"),
    (
        &["pack", "--node", "master-1", "--out", "out/public/nodes/master-1"],
        2,
        "the directory that `kubemint render` wrote",
    ),
    (&["pack", "--node", "master-1", "--out", "master-1.tar"], 2, "--output FILE"),
    (&["render", "--config", "out/public/cluster.json", "--demo-seed"], 2, "is the resolved cluster"),
    (&["seal", "--out", "out/secret"], 2, "the directory that `kubemint render` wrote"),
];

/// With the public output alone, as in a clone.
const CLONE: &[Row] = &[(&["check", "--demo-seed"], 1, "missing    secret/ with its ")];

fn kubemint(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_kubemint"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("COLUMNS")
        .output()
        .unwrap();
    (output.status.code(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

#[test]
fn each_is_answered_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("cluster.toml"), CLUSTER).unwrap();
    fs::write(folder.join("notes.txt"), "Buy milk.\n").unwrap();
    let latin1 = [b"[cluster]\n# M\xfcller\n".as_slice(), CLUSTER.as_bytes()].concat();
    fs::write(folder.join("latin1.toml"), latin1).unwrap();
    let (mut pictures, mut wrong) = (String::new(), Vec::new());
    let mut ask = |rows: &[Row]| {
        for (arguments, exit, words) in rows {
            let (code, said) = kubemint(folder, arguments);
            if code != Some(*exit) || !said.contains(words) {
                wrong.push(format!(
                    "{arguments:?}: there is no {words:?}, or {code:?} is not {exit}, in\n{said}"
                ));
            }
            pictures.push_str(&format!("## kubemint {}\n\n{said}\n", arguments.join(" ")));
        }
    };
    ask(BEFORE);
    assert_eq!(kubemint(folder, &["render", "--demo-seed"]).0, Some(0));
    ask(AFTER);
    fs::remove_dir_all(folder.join("out/secret")).unwrap();
    ask(CLONE);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    hold("trees", &pictures);
}
