//! What operators set in public configurations of their own, as they would say it in cluster.toml, and what it renders to.
//!
//! Each case is a directory: `more.toml` is added to `base.toml`, files that it names are beside it, and `expected` has every
//! public file that the base does not have, or has otherwise. kubemint.lock, SHA256SUMS and cluster.json are left out.
//!
//! `KUBEMINT_GOLDEN=overwrite cargo test --test operators` writes `expected` again. Read what changed.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../beside/mod.rs"]
mod beside;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use beside::Beside;
use kubemint::{config, derive::Seed, plan::plan, tree::Secrecy};
use walkdir::WalkDir;

/// Files that repeat what others say.
const DERIVED: [&str; 3] = ["kubemint.lock", "SHA256SUMS", "cluster.json"];

const BASE: &str = include_str!("base.toml");

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/operators")
}

/// The public files of a cluster, by path.
fn rendered(directory: &Path, text: &str) -> BTreeMap<String, Vec<u8>> {
    let cluster = config::read(text, &Beside(directory.to_owned()));
    let cluster = cluster.unwrap_or_else(|faults| panic!("{}: {faults:#?}", directory.display()));
    let tree = plan(&cluster, &Seed::DEMO).unwrap();
    let public = tree.files().filter(|file| file.place.secrecy == Secrecy::Public);
    let files = public.map(|file| (file.place.path.to_string(), file.bytes.to_vec()));
    files.filter(|(path, _)| !DERIVED.iter().any(|name| path.ends_with(name))).collect()
}

fn read(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = WalkDir::new(directory).into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let path = |entry: &walkdir::DirEntry| {
        entry.path().strip_prefix(directory).unwrap().to_str().unwrap().to_owned()
    };
    files.map(|entry| (path(&entry), fs::read(entry.path()).unwrap())).collect()
}

fn write(directory: &Path, files: &BTreeMap<String, Vec<u8>>) {
    let _ = fs::remove_dir_all(directory);
    for (path, bytes) in files {
        let path = directory.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

#[test]
fn what_operators_say_is_rendered() {
    let base = rendered(&folder(), BASE);
    let overwrite = std::env::var_os("KUBEMINT_GOLDEN").is_some_and(|value| value == "overwrite");
    let mut wrong = Vec::new();
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    cases.sort();
    assert!(cases.len() > 4);
    for case in cases {
        let more = fs::read_to_string(case.join("more.toml")).unwrap();
        let mut files = rendered(&case, &format!("{BASE}\n{more}"));
        files.retain(|path, bytes| base.get(path) != Some(bytes));
        assert!(!files.is_empty(), "{} changes nothing", case.display());
        if overwrite {
            write(&case.join("expected"), &files);
        }
        let expected = read(&case.join("expected"));
        for path in files.keys().chain(expected.keys()).filter(|path| files.get(*path) != expected.get(*path))
        {
            wrong.push(format!("{}: {path}", case.display()));
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "these differ: {wrong:#?}");
}
