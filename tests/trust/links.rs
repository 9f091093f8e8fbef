//! What a commit can put where a file of out/sealed should be is not nothing.

use std::{fs, os::unix::fs::symlink};

use crate::repository::Repository;

#[test]
fn an_index_that_is_no_regular_file_is_refused() {
    let repository = Repository::new("");
    let index = repository.at("out/sealed/INDEX");
    fs::create_dir_all(index.parent().unwrap()).unwrap();
    fs::write(repository.at("out/sealed/OTHER"), "x").unwrap();
    for verb in [&["check", "--locked"][..], &["pack", "--node", "master-1", "--public-only"]] {
        symlink("OTHER", &index).unwrap();
        let said = repository.refused(verb);
        assert!(said.contains("INDEX is a link or a special file"), "{verb:?}: {said}");
        fs::remove_file(&index).unwrap();
        fs::create_dir(&index).unwrap();
        assert!(repository.refused(verb).contains("INDEX is a link or a special file"), "{verb:?}");
        fs::remove_dir(&index).unwrap();
    }
}

#[test]
fn a_directory_of_encrypted_files_that_is_a_link_is_refused() {
    let repository = Repository::new("");
    fs::create_dir(repository.at("elsewhere")).unwrap();
    symlink("../elsewhere", repository.at("out/sealed")).unwrap();
    let said = repository.refused(&["check", "--locked"]);
    assert!(said.contains("sealed is a link or a special file"), "{said}");
}
