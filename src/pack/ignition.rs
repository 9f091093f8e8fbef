//! A part as an Ignition configuration, for Fedora CoreOS, Flatcar and others that are configured at their first
//! boot.
//!
//! It follows version 3.0.0 of the specification (coreos/ignition, docs/configuration-v3_0.md), the first of its
//! major version, which every Ignition 2 reads. Units are plain files, which are enabled by a drop-in among them.

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

/// What files and directories have in common. An owner of 0 is written too, so that nothing depends on defaults.
#[derive(Serialize)]
struct Node<'a> {
    path: String,
    overwrite: bool,
    user: Id,
    group: Id,
    /// The mode as a decimal number.
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
///
/// If an entry cannot be represented in JSON.
pub fn ignition(entries: &[Entry]) -> serde_json::Result<Zeroizing<Vec<u8>>> {
    let sources: Vec<Option<Zeroizing<String>>> = entries.iter().map(source).collect();
    let (mut directories, mut files) = (Vec::new(), Vec::new());
    for (entry, source) in entries.iter().zip(&sources) {
        let to = if source.is_some() { &mut files } else { &mut directories };
        to.push(Node {
            path: format!("/{}", entry.path),
            // An existing directory keeps its contents, and gets its owner and mode.
            overwrite: source.is_some(),
            user: Id { id: entry.owner },
            group: Id { id: entry.group },
            mode: entry.mode.bits(),
            contents: source.as_ref().map(|source| Contents { source }),
        });
    }
    let config = Config { ignition: Ignition { version: "3.0.0" }, storage: Storage { directories, files } };
    // At least one and a half times the size of the contents: a buffer that grows leaves copies of keys in freed
    // memory.
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
