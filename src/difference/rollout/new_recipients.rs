//! Who will be able to decrypt secrets that they could not decrypt before, from the next encryption on.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    difference::Files,
    model::NodeName,
    tree::{Place, RelPath, binding::RECIPIENTS, sums::CLUSTER},
};

/// Recipients that get access to more than before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewRecipients {
    /// The parts that each recipient can newly decrypt: names of nodes, or `cluster`.
    pub parts: BTreeMap<String, BTreeSet<String>>,
    /// Whether there are lines that no render writes.
    pub has_others: bool,
}

impl NewRecipients {
    /// An operator, who can decrypt everything, gets nothing new with a new node.
    pub(in crate::difference) fn new(before: &Files, after: &Files) -> Self {
        let (old, new) = (lines(before), lines(after));
        let known: BTreeSet<_> = old.into_iter().flatten().collect();
        let mut found = Self::default();
        for line in new {
            let Some((part, recipient)) = line else {
                found.has_others = true;
                continue;
            };
            let is_operator = known.contains(&(CLUSTER.to_owned(), recipient.clone()));
            if !is_operator && !known.contains(&(part.clone(), recipient.clone())) {
                found.parts.entry(recipient).or_default().insert(part);
            }
        }
        found
    }
}

/// The part and the recipient of each line; `None` for any other line.
fn lines(files: &Files) -> Vec<Option<(String, String)>> {
    let place = Place::public(RelPath::joined(&[RECIPIENTS]));
    let lines = files.text(&place).unwrap_or_default().lines().filter(|line| !line.starts_with('#'));
    let line = |line: &str| {
        let (part, key) = line.split_once(' ')?;
        let part = match part.strip_prefix("nodes/") {
            Some(node) => NodeName::parse(node).ok()?.to_string(),
            None => (part == CLUSTER).then(|| part.to_owned())?,
        };
        is_plain(key).then(|| (part, key.to_owned()))
    };
    lines.map(line).collect()
}

/// Whether a text has the form of a key and can be printed: the file is committed, and anybody may have changed it.
fn is_plain(key: &str) -> bool {
    /// The longest key that age encrypts to, RSA with 4096 bits, has fewer characters.
    const LONGEST: usize = 1024;
    let is_of_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '-' | ' ');
    key.len() <= LONGEST
        && ["age1", "ssh-"].iter().any(|start| key.starts_with(start))
        && key.chars().all(is_of_key)
}
