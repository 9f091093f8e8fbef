//! Every golden tree's public output comes out of itself, byte for byte.

use std::{fs, path::PathBuf};

use kubemint::{config, tree::Secrecy};

use crate::{
    beside::Beside,
    committed::{Half, root},
};

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
    for (path, public) in cases {
        let text = fs::read_to_string(&path).unwrap();
        let committed = Half::read(&public);
        let beside = Beside(path.parent().unwrap().to_owned());
        let cluster = config::read(&text, &beside).unwrap();
        let tree =
            committed.locked_with(&cluster).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let rendered = Half::of(&tree);
        assert_eq!(rendered.lock, committed.lock, "{}", path.display());
        assert!(rendered.files.keys().eq(committed.files.keys()), "{}", path.display());
        for (file, bytes) in &committed.files {
            assert!(rendered.files[file] == *bytes, "{}: {file}", path.display());
        }
        assert!(tree.files().all(|file| file.place.secrecy == Secrecy::Public), "{}", path.display());
    }
}
