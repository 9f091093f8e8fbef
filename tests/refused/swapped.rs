//! A path in the place of another does no harm: nothing is written over, nothing secret is shown or put where others read it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use clap::CommandFactory;
use kubemint::cli::Cli;

use crate::run::{Cluster, SEED};

/// What a verb is run with, and a path of each of its options, as they belong.
struct Row {
    verb: &'static [&'static str],
    paths: &'static [(&'static str, &'static str)],
}

const fn row(verb: &'static [&'static str], paths: &'static [(&'static str, &'static str)]) -> Row {
    Row { verb, paths }
}

const CONFIG: (&str, &str) = ("--config", "cluster.toml");
const OUT: (&str, &str) = ("--out", "out");
const SEED_FILE: (&str, &str) = ("--seed-file", "seed.age");
const IDENTITY: (&str, &str) = ("--identity", "key");
const DEPFILE: (&str, &str) = ("--depfile", "rule.d");
const STAMP: (&str, &str) = ("--depfile-target", "stamp");
const OUTPUT: (&str, &str) = ("--output", "new.tar");
const FROM: (&str, &str) = ("--from", "out");

/// Every path option of every verb is in a row.
const ROWS: &[Row] = &[
    row(
        &["init", "--control-plane", "a=10.0.0.1", "--endpoint", "10.0.0.1:6443"],
        &[("", "new"), ("", "cluster.toml"), ("", "seed"), ("", "out"), ("", "out/public"), ("", "key")],
    ),
    row(&["validate"], &[CONFIG, DEPFILE, STAMP]),
    row(&["images"], &[CONFIG]),
    row(&["man"], &[("", "pages")]),
    row(&["render"], &[CONFIG, OUT, SEED_FILE, IDENTITY, DEPFILE, STAMP]),
    row(&["render", "--locked"], &[CONFIG, OUT, FROM, DEPFILE]),
    row(&["check"], &[CONFIG, OUT, SEED_FILE, IDENTITY, DEPFILE, STAMP]),
    row(&["check", "--locked"], &[CONFIG, OUT, FROM, DEPFILE, STAMP]),
    row(&["diff"], &[CONFIG, OUT, SEED_FILE, IDENTITY, DEPFILE, STAMP]),
    row(&["pack", "--node", "master-1"], &[OUT, OUTPUT, DEPFILE, STAMP]),
    row(&["seal"], &[OUT, DEPFILE, STAMP]),
    row(&["open"], &[("", "seed.age"), IDENTITY, OUTPUT, DEPFILE, STAMP]),
];

#[test]
fn every_path_option_is_in_the_table() {
    let command = Cli::command();
    for verb in command.get_subcommands() {
        let rows = ROWS.iter().filter(|row| row.verb[0] == verb.get_name());
        let listed: BTreeSet<&str> = rows.flat_map(|row| row.paths).map(|(option, _)| *option).collect();
        let is_path = |argument: &&clap::Arg| {
            let names: Vec<&str> =
                argument.get_value_names().into_iter().flatten().map(clap::builder::Str::as_str).collect();
            ["FILE", "DIR", "KEY", "FILE|-"].iter().any(|path| names == [*path])
        };
        for argument in verb.get_arguments().filter(is_path) {
            let name = argument.get_long().map(|long| format!("--{long}")).unwrap_or_default();
            assert!(listed.contains(name.as_str()), "{} {name}", verb.get_name());
        }
    }
}

/// A directory in which each row does what it is for.
fn prepared() -> (Cluster, String) {
    let cluster = Cluster::new();
    let key = age::x25519::Identity::generate();
    let secret = age::secrecy::ExposeSecret::expose_secret(&key.to_string()).to_owned();
    let sealed = age::encrypt(&key.to_public(), SEED.as_bytes()).unwrap();
    cluster.write("seed.age", sealed, 0o644);
    cluster.write("key", format!("{secret}\n"), 0o600);
    let text = fs::read_to_string(cluster.at("cluster.toml")).unwrap();
    let recipients = format!("[cluster]\nrecipients = [\"{}\"]", key.to_public());
    cluster.write("cluster.toml", text.replacen("[cluster]", &recipients, 1), 0o644);
    for verb in ["render", "seal"] {
        let output = cluster.kubemint(&[verb, "--quiet"], "");
        assert!(output.status.success(), "{output:?}");
    }
    (cluster, secret)
}

/// Every file below a directory, with its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let all = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = all.filter(|entry| entry.file_type().is_file());
    files.map(|entry| (entry.path().to_owned(), fs::read(entry.path()).unwrap())).collect()
}

fn arguments(row: &Row, values: &[&str]) -> Vec<String> {
    let mut arguments: Vec<String> = row.verb.iter().map(|word| (*word).to_owned()).collect();
    for ((option, _), value) in row.paths.iter().zip(values) {
        arguments.extend(
            [option, value].into_iter().filter(|word| !word.is_empty()).map(|word| (*word).to_owned()),
        );
    }
    arguments
}

/// Two values exchanged, and one in the place of another.
fn misplaced(row: &Row) -> Vec<Vec<String>> {
    if row.verb[0] == "init" {
        return row
            .paths
            .iter()
            .map(|(_, path)| [row.verb, &[path]].concat().into_iter().map(str::to_owned).collect())
            .collect();
    }
    let right: Vec<&str> = row.paths.iter().map(|(_, path)| *path).collect();
    let mut all = Vec::new();
    for one in 0..right.len() {
        for other in (0..right.len()).filter(|other| *other != one) {
            let mut values = right.clone();
            values[one] = right[other];
            all.push(arguments(row, &values));
            if one < other {
                values[other] = right[one];
                all.push(arguments(row, &values));
            }
        }
    }
    all
}

#[test]
fn a_path_in_the_place_of_another_does_no_harm() {
    let (cluster, secret) = prepared();
    let before = files(&cluster.at(""));
    let secrets = [SEED.trim(), &secret, "PRIVATE KEY-----"];
    let has_secret = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        secrets.iter().any(|secret| text.contains(secret))
    };
    for arguments in ROWS.iter().flat_map(misplaced) {
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = cluster.kubemint(&words, "");
        let shown = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&shown).into_owned();
        assert!(output.status.code().is_some_and(|code| code < 4), "{words:?}: {said}");
        assert!(!has_secret(&shown), "{words:?} shows a secret: {said}");
        let after = files(&cluster.at(""));
        for (path, bytes) in &before {
            assert!(after.get(path) == Some(bytes), "{words:?} changed {}: {said}", path.display());
        }
        for (path, bytes) in after.iter().filter(|(path, _)| !before.contains_key(*path)) {
            let is_open = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o077 != 0;
            let top = cluster.at("");
            let way = path.ancestors().take_while(|folder| *folder != top);
            assert!(
                !has_secret(bytes) || !{ way }.all(is_open),
                "{words:?} puts a secret where others read it: {}",
                path.display()
            );
        }
        remove_new(&cluster, &before);
    }
}

/// Takes away what a run has made.
fn remove_new(cluster: &Cluster, before: &BTreeMap<PathBuf, Vec<u8>>) {
    for path in files(&cluster.at("")).keys().filter(|path| !before.contains_key(*path)) {
        fs::remove_file(path).unwrap();
    }
    let all = walkdir::WalkDir::new(cluster.at("")).contents_first(true).into_iter().map(Result::unwrap);
    for entry in all.filter(|entry| entry.file_type().is_dir() && entry.depth() > 0) {
        let _ = fs::remove_dir(entry.path());
    }
}

#[test]
fn a_secret_in_the_place_of_a_path_is_refused_by_every_verb() {
    let (cluster, secret) = prepared();
    let before = files(&cluster.at(""));
    for row in ROWS {
        for (option, _) in row.paths {
            for value in [SEED.trim(), &secret] {
                let others: Vec<&str> = row.paths.iter().map(|(_, path)| *path).collect();
                let mut words = arguments(row, &others);
                if row.verb[0] == "init" {
                    words = [row.verb, &[value]].concat().into_iter().map(str::to_owned).collect();
                } else {
                    let at = row.paths.iter().position(|(other, _)| other == option).unwrap();
                    let mut values = others;
                    values[at] = value;
                    words.splice(.., arguments(row, &values));
                }
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                let output = cluster.kubemint(&words, "");
                let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
                assert_eq!(output.status.code(), Some(2), "{words:?}: {said}");
                assert!(said.contains("was given a secret") && !said.contains(value), "{option}: {said}");
                assert_eq!(files(&cluster.at("")), before, "{option}");
            }
        }
    }
}

#[test]
fn no_tree_is_written_into_another_and_no_secret_into_what_may_be_committed() {
    let (cluster, _) = prepared();
    for out in ["out/public/new", "out/sealed/a/b", "out/secret/nodes/new"] {
        let output = cluster.kubemint(&["render", "--out", out], "");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && said.contains("a part of another tree"), "{out}: {said}");
        assert!(!cluster.at(out).exists());
    }
    for file in ["out/public/new", "out/sealed/nodes/new", "out/public/cluster/new"] {
        let of_node = ["pack", "--node", "master-1", "--output", file];
        let of_file = ["open", "seed.age", "--identity", "key", "--output", file];
        for words in [&of_node[..], &of_file] {
            let output = cluster.kubemint(words, "");
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(
                output.status.code() == Some(2) && said.contains("may be committed"),
                "{words:?}: {said}"
            );
        }
    }
}

#[test]
fn a_rule_never_takes_the_place_of_what_the_run_writes() {
    let (cluster, _) = prepared();
    let archive = ["pack", "--node", "master-1", "--output", "new", "--depfile", "new"];
    let lock = ["render", "--out", "next", "--depfile", "next/public/kubemint.lock"];
    for (words, file, start) in [(&archive[..], "new", "etc/"), (&lock, "next/public/kubemint.lock", "#")] {
        let output = cluster.kubemint(words, "");
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        let bytes = fs::read(cluster.at(file)).unwrap();
        assert!(bytes.starts_with(start.as_bytes()), "{words:?}");
    }
}
