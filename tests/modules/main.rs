//! Which module and which file uses which: computed from the code, without cycles, and as docs/architecture.md says.
//!
//! A file uses another where its code names something that the other defines: in a `use`, or in a path that begins with `crate`,
//! `self`, `super`, a child module or an imported name, the arguments of macros included. A name that a module only re-exports
//! counts for the file that defines it. These are no uses: `mod child;`, a module that is imported to name something in it, a re-export of a module's own child, a path in
//! `pub(in …)`, a link in a comment, code for tests alone. So a parent that lists its children and re-exports what they define
//! may be named by them; one that has code of its own, which calls them and is called by them, may not.
//! A method that is called on a value is not seen; what gives the value is.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod cycles;
mod uses;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use cycles::cycles;
use uses::{Crate, Edge};

const PAGE: &str = include_str!("../../docs/architecture.md");

/// Each module of `src/` with those that it may use; `None` where it may use all.
fn page() -> Vec<(String, Option<BTreeSet<String>>)> {
    let rows = PAGE.lines().filter_map(|line| line.strip_prefix("| `src/"));
    let module = |row: &str| {
        let columns: Vec<&str> = row.trim_end_matches(" |").split(" | ").collect();
        let name = columns[0].trim_end_matches('`').trim_end_matches('/').trim_end_matches(".rs");
        let may_use = columns.get(2).copied().unwrap_or_default();
        let words = may_use.split('`').skip(1).step_by(2).map(str::to_owned);
        (name.to_owned(), (may_use != "all").then(|| words.collect()))
    };
    rows.map(module).collect()
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The module of a file.
fn module(file: &str) -> String {
    file.split('/').next().unwrap().trim_end_matches(".rs").to_owned()
}

/// Every use of a module by another; lib.rs, which only lists them, aside.
fn between_modules() -> BTreeSet<Edge> {
    let uses = Crate::read(&src()).edges().into_iter().map(|(from, to)| (module(&from), module(&to)));
    uses.filter(|(from, to)| from != to && from != "lib").collect()
}

#[test]
fn every_module_is_on_the_page() {
    let name = |entry: fs::DirEntry| entry.path().file_stem().unwrap().to_str().unwrap().to_owned();
    let there: BTreeSet<String> = fs::read_dir(src()).unwrap().map(|entry| name(entry.unwrap())).collect();
    let listed: BTreeSet<String> = page().into_iter().map(|(name, _)| name).collect();
    assert_eq!(there.into_iter().filter(|name| name != "lib").collect::<BTreeSet<_>>(), listed);
}

#[test]
fn no_module_uses_another_than_the_page_says() {
    let all = between_modules();
    let mut wrong = Vec::new();
    for (name, may_use) in page() {
        let used: BTreeSet<String> =
            all.iter().filter(|(from, _)| *from == name).map(|(_, to)| to.clone()).collect();
        if let Some(may_use) = may_use.filter(|may_use| name != "main" && *may_use != used) {
            wrong.push(format!("{name} uses {used:?}, and the page says {may_use:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_page_lists_a_module_above_those_that_it_uses() {
    let page = page();
    for (at, (name, may_use)) in page.iter().enumerate() {
        let above: Vec<_> = page[..at].iter().map(|(name, _)| name).collect();
        for used in may_use.iter().flatten() {
            assert!(!above.contains(&used), "{name} uses {used}, which stands above it");
        }
    }
}

#[test]
fn modules_use_each_other_in_one_direction() {
    let circles = cycles(&between_modules());
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn files_of_a_module_use_each_other_in_one_direction() {
    let derive = Path::new(env!("CARGO_MANIFEST_DIR")).join("derive/src");
    let inside = Crate::read(&src()).edges().into_iter().filter(|(from, to)| module(from) == module(to));
    let circles = [cycles(&inside.collect()), cycles(&Crate::read(&derive).edges())].concat();
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn uses_are_found_however_they_are_written() {
    let root = tempfile::tempdir().unwrap();
    let write = |file: &str, text: &str| {
        let path = root.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("lib.rs", "mod a;\nmod b;\npub use kubemint_derive as derive;\n");
    write(
        "a/mod.rs",
        "mod own;\nmod sibling;\n#[cfg(test)]\nmod tests { use crate::b::Thing; }\npub use own::Own;\npub(crate) mod inner { pub struct In; }\n",
    );
    write(
        "a/own.rs",
        "pub(in crate::a) struct Own;\n/// [`crate::b::Thing`]\nfn f() { super::sibling::g(); }\n",
    );
    write("a/sibling.rs", "use super::Own as Other;\nuse super::{self, inner::In};\npub fn g() {}\n");
    write(
        "b.rs",
        "use crate::a::{self, Own};\npub struct Thing;\nfn f() { println!(\"{}\", a::inner::In); crate::derive::Seed::new(); }\n",
    );
    let edges = Crate::read(root.path()).edges();
    let expected = [
        ("a/own.rs", "a/sibling.rs"),
        ("a/sibling.rs", "a/mod.rs"),
        ("a/sibling.rs", "a/own.rs"),
        ("b.rs", "a/mod.rs"),
        ("b.rs", "a/own.rs"),
        ("b.rs", "derive"),
        ("lib.rs", "derive"),
    ];
    assert_eq!(edges, expected.map(|(from, to)| (from.to_owned(), to.to_owned())).into());
    let inside = edges.into_iter().filter(|(from, to)| module(from) == module(to)).collect();
    assert_eq!(cycles(&inside), [BTreeSet::from(["a/own.rs".to_owned(), "a/sibling.rs".to_owned()])]);
}
