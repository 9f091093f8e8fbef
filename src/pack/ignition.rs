//! As an Ignition configuration, for Fedora CoreOS, Flatcar and others that are set up at their first boot.
//!
//! Of the specification 3.0.0 (coreos/ignition, docs/configuration-v3_0.md), the first of its line: every Ignition 2
//! reads it. Units are plain files; a drop-in that is among them enables them.

use base64ct::{Base64, Encoding};
use serde::Serialize;
use zeroize::Zeroizing;

use super::{Content, Entry};

#[derive(Serialize)]
struct Config<'a> {
    ignition: Ignition,
    storage: Storage<'a>,
}

#[derive(Serialize)]
struct Ignition {
    version: &'static str,
}

#[derive(Serialize)]
struct Storage<'a> {
    directories: Vec<Node<'a>>,
    files: Vec<Node<'a>>,
}

/// What files and folders have; a number of owner 0 is said too, so that nothing depends on a default.
#[derive(Serialize)]
struct Node<'a> {
    path: String,
    overwrite: bool,
    user: Id,
    group: Id,
    /// The permissions as a decimal number.
    mode: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    contents: Option<Contents<'a>>,
}

#[derive(Serialize)]
struct Id {
    id: u32,
}

#[derive(Serialize)]
struct Contents<'a> {
    /// A URL of the scheme `data` (RFC 2397).
    source: &'a str,
}

/// The configuration as JSON.
///
/// # Errors
/// Where an entry has no JSON form.
pub fn ignition(entries: &[Entry]) -> serde_json::Result<Zeroizing<Vec<u8>>> {
    let sources: Vec<Option<Zeroizing<String>>> = entries.iter().map(source).collect();
    let (mut directories, mut files) = (Vec::new(), Vec::new());
    for (entry, source) in entries.iter().zip(&sources) {
        let to = if source.is_some() { &mut files } else { &mut directories };
        to.push(Node {
            path: format!("/{}", entry.path),
            // A folder that is there keeps what is in it, and gets its owner and mode.
            overwrite: source.is_some(),
            user: Id { id: entry.owner },
            group: Id { id: entry.group },
            mode: entry.mode.bits(),
            contents: source.as_ref().map(|source| Contents { source }),
        });
    }
    let config = Config { ignition: Ignition { version: "3.0.0" }, storage: Storage { directories, files } };
    // Half as much again as what is in it, at least: one that grows leaves copies of keys behind in freed memory.
    let size = sources.iter().flatten().map(|source| source.len() + 1024).sum::<usize>();
    let mut text = Zeroizing::new(Vec::with_capacity(size + 4096 + entries.len() * 512));
    serde_json::to_writer_pretty(&mut *text, &config)?;
    text.push(b'\n');
    Ok(text)
}

fn source(entry: &Entry) -> Option<Zeroizing<String>> {
    let Content::File(bytes) = &entry.content else { return None };
    let base64 = Zeroizing::new(Base64::encode_string(bytes));
    let mut source = Zeroizing::new(String::with_capacity(base64.len() + 16));
    source.push_str("data:;base64,");
    source.push_str(&base64);
    Some(source)
}
