//! docs/configuration.md has every key that is read, with its default, and no other.

#![allow(clippy::unwrap_used)]

use kubemint::config::{FileBelow, ReferencedFiles, known_keys};

const PAGE: &str = include_str!("../docs/configuration.md");

/// Each row of the page's tables: the heading it stands under, the key, and what holds where it is absent.
fn rows() -> Vec<(String, String, String)> {
    let mut heading = "";
    let mut rows = Vec::new();
    for line in PAGE.lines() {
        if let Some(text) = line.strip_prefix("## ") {
            heading = text;
        }
        let mut columns = line.split(" | ").map(|column| column.trim_start_matches("| "));
        if let (Some(key), Some(_), Some(otherwise)) = (columns.next(), columns.next(), columns.next())
            && let Some(key) = key.strip_prefix('`').and_then(|key| key.strip_suffix('`'))
        {
            rows.push((heading.to_owned(), key.to_owned(), otherwise.to_owned()));
        }
    }
    rows
}

#[test]
fn the_page_has_every_key_in_order_with_its_default() {
    let known: Vec<_> = known_keys()
        .map(|key| {
            let heading =
                if key.table.is_empty() { "The top level".to_owned() } else { format!("`{}`", key.table) };
            (heading, key.name.to_owned(), key.if_absent)
        })
        .collect();
    let page = rows();
    for (found, expected) in page.iter().zip(&known) {
        assert_eq!(found, expected);
    }
    assert_eq!(page.len(), known.len());
}

/// The files that the examples name.
struct Beside;

impl ReferencedFiles for Beside {
    fn text(&self, path: &str) -> std::io::Result<String> {
        match path.split_once('/') {
            Some(("machines", _)) => Ok("a = b\n".to_owned()),
            _ => Err(std::io::ErrorKind::NotFound.into()),
        }
    }

    fn below(&self, directory: &str) -> std::io::Result<Option<Vec<FileBelow>>> {
        let path = match directory {
            "machines/all" => "etc/sysctl.d/90-kubernetes.conf",
            "machines/workers" => "etc/containerd/registry.toml",
            _ => return Ok(None),
        };
        Ok(Some(vec![FileBelow { path: path.to_owned(), special: None, is_executable: false }]))
    }
}

#[test]
fn the_pages_examples_are_valid() {
    let mut blocks = PAGE.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let shortest = blocks.next().unwrap();
    for more in std::iter::once("").chain(blocks) {
        let text = format!("{shortest}\n{more}");
        let read = kubemint::config::read(&text, &Beside);
        assert!(read.is_ok(), "{more}: {read:#?}");
    }
}
