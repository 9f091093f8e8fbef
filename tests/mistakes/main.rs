//! Mistakes that new users make, and kubemint's answer to each, in `tests/mistakes/expected/GROUP.txt`. Read those files as
//! a user would.
//!
//! Each answer must contain words that help. They are also in the tables here, so a snapshot that is overwritten unread
//! cannot lose them. `SNAPSHOTS=overwrite cargo test --test mistakes` rewrites the snapshots.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::needless_raw_string_hashes
)]

mod addresses;
mod arguments;
mod cluster;
mod flags;
mod keys;
mod load_balancer;
mod newcomers;
mod others;
mod syntax;
mod trees;
mod values;

use std::path::Path;

use snapbox::{Assert, Data};

const EXPECTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mistakes/expected");

/// A mistake in cluster.toml: the text that is right, the wrong text in its place, and words that the answer must have.
pub(crate) struct Mistake {
    pub(crate) name: &'static str,
    pub(crate) right: &'static str,
    pub(crate) wrong: &'static str,
    pub(crate) help: &'static str,
}

pub(crate) const fn mistake(
    name: &'static str,
    right: &'static str,
    wrong: &'static str,
    help: &'static str,
) -> Mistake {
    Mistake { name, right, wrong, help }
}

/// Compares a group's answers with its snapshot.
pub(crate) fn hold(group: &str, pictures: &str) {
    let expected = Data::read_from(&Path::new(EXPECTED).join(format!("{group}.txt")), None).raw();
    Assert::new().action_env("SNAPSHOTS").eq(Data::text(pictures.to_owned()).raw(), expected);
}

/// Makes each mistake in cluster.toml: there must be one error, and it must contain the words.
pub(crate) fn answers(group: &str, mistakes: &[Mistake]) {
    let mut pictures = String::new();
    let mut wrong = Vec::new();
    for Mistake { name, right, wrong: text, help } in mistakes {
        assert!(cluster::CLUSTER.contains(right), "{name}: there is no {right}");
        let said = cluster::said(&cluster::CLUSTER.replacen(right, text, 1));
        if !said.contains(help) {
            wrong.push(format!("{name}: there is no {help:?} in\n{said}"));
        }
        let errors = said.lines().filter(|line| line.starts_with("error")).count();
        if errors != 1 {
            wrong.push(format!("{name}: {errors} errors for one mistake:\n{said}"));
        }
        pictures.push_str(&format!("## {name}\n\n{said}\n"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    hold(group, &pictures);
}

#[test]
fn there_are_more_than_83_mistakes_with_names_of_their_own() {
    let groups = [
        syntax::MISTAKES,
        keys::MISTAKES,
        others::MISTAKES,
        values::MISTAKES,
        addresses::MISTAKES,
        flags::MISTAKES,
        newcomers::MISTAKES,
        load_balancer::MISTAKES,
    ];
    let all: Vec<&str> = groups.iter().flat_map(|group| group.iter().map(|mistake| mistake.name)).collect();
    assert!(all.len() + arguments::COUNT > 83, "{}", all.len());
    let mut names = all.clone();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all.len());
}
