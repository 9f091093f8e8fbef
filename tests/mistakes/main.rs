//! Mistakes that new users make, and what kubemint says of each: `tests/mistakes/expected/GROUP.txt`, to be read as its user
//! would.
//!
//! Each must be answered with words that lead on: a test wants them in the help, so that a picture that is rewritten
//! without being read does not lose them. `SNAPSHOTS=overwrite cargo test --test mistakes` writes the pictures anew.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::needless_raw_string_hashes
)]

mod arguments;
mod cluster;
mod flags;
mod keys;
mod others;
mod syntax;
mod values;

use std::path::Path;

use snapbox::{Assert, Data};

const EXPECTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mistakes/expected");

/// A mistake in cluster.toml: what stands there in place of what, and words that the answer must have.
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

/// Holds a group's pictures to its file.
pub(crate) fn hold(group: &str, pictures: &str) {
    let expected = Data::read_from(&Path::new(EXPECTED).join(format!("{group}.txt")), None).raw();
    Assert::new().action_env("SNAPSHOTS").eq(Data::text(pictures.to_owned()).raw(), expected);
}

/// Draws each mistake of cluster.toml; an error must have the words, and be the only one.
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
fn there_are_more_than_eighty_three_mistakes_and_each_has_its_name() {
    let all = [syntax::MISTAKES, keys::MISTAKES, others::MISTAKES, values::MISTAKES, flags::MISTAKES]
        .concat_names();
    assert!(all.len() + arguments::COUNT > 83, "{}", all.len());
    let mut names = all.clone();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all.len());
}

trait Names {
    fn concat_names(&self) -> Vec<&'static str>;
}

impl<const N: usize> Names for [&[Mistake]; N] {
    fn concat_names(&self) -> Vec<&'static str> {
        self.iter().flat_map(|group| group.iter().map(|mistake| mistake.name)).collect()
    }
}
