//! Warnings about keys that only the seed can confirm, and about recipients that can decrypt more than before.

use super::{notes::first_few, warning::Warning};
use crate::difference::rollout::{KeyName, NewKeys, NewRecipients};

/// A warning about keys that were replaced, and one about new generations.
pub(super) fn warnings(keys: &NewKeys) -> Vec<Warning> {
    let exchanged = names(&keys.exchanged).map(|names| {
        let message = format!(
            "another key within its generation: {names}. Nothing does that but another seed, cluster id or key algorithm: if \
             none of them was meant to change, somebody put a key of their own there, and whoever has it can take the \
             cluster over. Do not merge or install it before `kubemint check --public`, with the seed, finds no difference"
        );
        Warning::new("exchanged-key", message)
    });
    let unconfirmed = names(&keys.unconfirmed).map(|names| {
        let message = format!(
            "newly trusted: {names}. Only the seed can confirm that it made them, and this comparison was made without it: whoever \
             has a key that is trusted here can take the cluster over. Do not merge or install it before \
             `kubemint check --public`, with the seed, finds no difference"
        );
        Warning::new("unconfirmed-key", message)
    });
    exchanged.into_iter().chain(unconfirmed).collect()
}

fn names(keys: &[KeyName]) -> Option<String> {
    let name = |key: &KeyName| format!("{} of generation {}", key.label, key.generation);
    (!keys.is_empty()).then(|| first_few(keys.iter().map(name)))
}

/// Who gets access to secrets with the next `kubemint seal`.
pub(super) fn recipient_warnings(recipients: &NewRecipients) -> Vec<Warning> {
    let others = recipients.has_others.then(|| {
        let message = "recipients.txt has lines that no render writes: look at them, and render it again";
        Warning::new("new-recipient", message.to_owned())
    });
    let added = recipients.parts.iter().map(|(recipient, parts)| {
        let message = format!(
            "{} is a new recipient of {}: from the next `kubemint seal` on, whoever has its private key has every secret there, and \
             Git keeps what was encrypted. Do not merge it before you know whose key it is",
            shortened(recipient),
            first_few(parts.iter().cloned())
        );
        Warning::new("new-recipient", message)
    });
    added.chain(others).collect()
}

/// A key as in cluster.toml; a long one is cut in the middle.
fn shortened(recipient: &str) -> String {
    const LONG: usize = 100;
    const SHOWN: usize = 24;
    match (recipient.get(..SHOWN), recipient.get(recipient.len().saturating_sub(SHOWN)..)) {
        (Some(start), Some(end)) if recipient.len() > LONG => format!("{start}…{end}"),
        _ => recipient.to_owned(),
    }
}
