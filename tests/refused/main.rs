//! Runs that are refused for what stands around cluster.toml: the seed, the tree's identity, `--out`. What each says
//! lies in `tests/refused/NAME.txt`; a wrong cluster.toml itself is the matter of tests/faults.
//!
//! `SNAPSHOTS=overwrite cargo test --test refused` writes the texts anew. Read what changed.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    clippy::indexing_slicing
)]

mod out;
mod run;
mod seed;
mod swapped;
mod tree;

/// No text without its test.
#[test]
fn every_text_is_expected_somewhere() {
    let sources = [include_str!("seed.rs"), include_str!("tree.rs"), include_str!("out.rs")].concat();
    for entry in std::fs::read_dir(run::FOLDER).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            let name = path.file_stem().unwrap().to_str().unwrap();
            assert!(sources.contains(&format!("\"{name}\"")), "{name}.txt belongs to nothing");
        }
    }
}
