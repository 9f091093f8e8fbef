//! Every golden tree's public output comes out of itself, byte for byte.

use std::{fs, path::PathBuf};

use kubemint::tree::Secrecy;

use crate::committed::{Half, root};

/// cluster.toml and public output of every golden tree.
fn cases() -> Vec<(PathBuf, PathBuf)> {
    let folders = fs::read_dir(root().join("tests/golden")).unwrap().map(|entry| entry.unwrap().path());
    let case = |folder: PathBuf| {
        let example = root().join("examples").join(folder.file_name().unwrap());
        let config = [&folder, &example].map(|folder| folder.join("cluster.toml"));
        let public = [folder.join("public"), root().join("out/public")];
        let there = |paths: [PathBuf; 2]| paths.into_iter().find(|path| path.exists()).unwrap();
        (there(config), there(public))
    };
    folders.filter(|path| path.is_dir()).map(case).collect()
}

#[test]
fn each_comes_out_of_itself() {
    let cases = cases();
    assert!(cases.len() >= 9, "{}", cases.len());
    for (config, public) in cases {
        let text = fs::read_to_string(&config).unwrap();
        let committed = Half::read(&public);
        let tree = committed.locked(&text).unwrap_or_else(|error| panic!("{}: {error}", config.display()));
        let rendered = Half::of(&tree);
        assert_eq!(rendered.lock, committed.lock, "{}", config.display());
        assert!(rendered.files.keys().eq(committed.files.keys()), "{}", config.display());
        for (path, bytes) in &committed.files {
            assert!(rendered.files[path] == *bytes, "{}: {path}", config.display());
        }
        assert!(tree.files().all(|file| file.place.secrecy == Secrecy::Public), "{}", config.display());
    }
}
