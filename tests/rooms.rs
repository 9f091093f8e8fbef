//! The rooms of docs/architecture.md: each uses no other than the page says, and the page names every one.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

const PAGE: &str = include_str!("../docs/architecture.md");

/// Each room of `src/` with the rooms that it may use; `None` where it may use all.
fn rooms() -> BTreeMap<String, Option<BTreeSet<String>>> {
    let rows = PAGE.lines().filter_map(|line| line.strip_prefix("| `src/"));
    let room = |row: &str| {
        let columns: Vec<&str> = row.trim_end_matches(" |").split(" | ").collect();
        let name = columns[0].trim_end_matches('`').trim_end_matches('/').trim_end_matches(".rs");
        let may_use = columns.get(2).copied().unwrap_or_default();
        let all = may_use.starts_with("all ");
        let words = may_use.split('`').skip(1).step_by(2).map(str::to_owned);
        (name.to_owned(), (!all).then(|| words.collect()))
    };
    rows.map(room).collect()
}

/// The rooms that a source text names: `crate::a::b`, `crate::{a, b::{c, d}}`.
fn used(text: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for rest in text.split("crate::").skip(1) {
        let Some(list) = rest.strip_prefix('{') else {
            used.insert(word(rest));
            continue;
        };
        let (mut depth, mut begins) = (0, true);
        for (at, c) in list.char_indices() {
            match c {
                '}' if depth == 0 => break,
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => begins = true,
                _ if begins && c.is_ascii_lowercase() => {
                    used.insert(word(&list[at..]));
                    begins = false;
                }
                _ => {}
            }
        }
    }
    used
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
}

/// The text of every file of a room, without its tests.
fn sources(room: &str) -> Vec<String> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let place = [src.join(room), src.join(room).with_extension("rs")].into_iter().find(|path| path.exists());
    let files = walkdir::WalkDir::new(place.expect("the room")).into_iter().map(Result::unwrap);
    let code = files.filter(|file| {
        let path = file.path().to_str().unwrap();
        path.ends_with(".rs")
            && !path.contains("/tests")
            && !path.contains("/read_")
            && !path.contains("/example")
    });
    let without_tests = |text: String| text.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned();
    code.map(|file| without_tests(fs::read_to_string(file.path()).unwrap())).collect()
}

#[test]
fn every_room_is_on_the_page() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let name = |entry: fs::DirEntry| entry.path().file_stem().unwrap().to_str().unwrap().to_owned();
    let there: BTreeSet<String> = fs::read_dir(src).unwrap().map(|entry| name(entry.unwrap())).collect();
    let said: BTreeSet<String> = rooms().into_keys().collect();
    let no_rooms = BTreeSet::from(["lib".to_owned()]);
    assert_eq!(there.difference(&no_rooms).cloned().collect::<BTreeSet<_>>(), said);
}

#[test]
fn no_room_uses_another_than_the_page_says() {
    let rooms = rooms();
    let mut wrong = Vec::new();
    for (room, may_use) in rooms
        .iter()
        .filter(|(room, _)| *room != "main")
        .filter_map(|(room, may_use)| Some((room, may_use.as_ref()?)))
    {
        let used: BTreeSet<String> = sources(room).iter().flat_map(|text| used(text)).collect();
        let known = |other: &&String| *other != room && (rooms.contains_key(*other) || *other == "derive");
        let used: BTreeSet<&String> = used.iter().filter(known).collect();
        let may_use: BTreeSet<&String> = may_use.iter().collect();
        if used != may_use {
            wrong.push(format!("{room} uses {used:?}, and the page says {may_use:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn uses_are_found_however_they_are_written() {
    let text = "use crate::{a::{b, c}, d, e::f as g};\nlet x = crate::h::i(j::k);\nuse crate::l;";
    assert_eq!(used(text).into_iter().collect::<String>(), "adehl");
}
