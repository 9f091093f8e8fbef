//! Who can open secrets that they could not open before, once they are encrypted the next time.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    difference::Files,
    model::NodeName,
    tree::{Place, RelPath, binding::RECIPIENTS, sums::CLUSTER},
};

/// Recipients that get more than they had.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewRecipients {
    /// Whose secrets each can open from then on: names of nodes, and `cluster` for the cluster's own.
    pub parts: BTreeMap<String, BTreeSet<String>>,
    /// Whether there are lines that no render writes.
    pub has_others: bool,
}

impl NewRecipients {
    /// An operator, who can open everything, gets nothing new with a new node.
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

/// A part and a recipient of each line; `None` for another line.
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

/// Whether a text has the form of a key, so that it can be shown: the file is committed, and anybody may have changed it.
fn is_plain(key: &str) -> bool {
    /// The longest key that age encrypts to, one of RSA with 4096 bits, has fewer characters.
    const LONGEST: usize = 1024;
    let is_of_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '-' | ' ');
    key.len() <= LONGEST
        && ["age1", "ssh-"].iter().any(|start| key.starts_with(start))
        && key.chars().all(is_of_key)
}
