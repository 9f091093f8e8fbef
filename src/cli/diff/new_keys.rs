//! Warnings of keys that only the seed can confirm.

use super::{notes::first_few, warning::Warning};
use crate::difference::rollout::{KeyName, NewKeys};

/// One for keys that were exchanged, one for generations that are new.
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
