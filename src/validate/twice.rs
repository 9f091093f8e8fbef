//! What several subjects ask: whether a value stands twice.

use std::collections::BTreeMap;

/// Each value that has stood before: its path, the path where it stood first, and the value.
pub(super) fn twice<T: Ord>(values: impl IntoIterator<Item = (String, T)>) -> Vec<(String, String, T)> {
    let mut first: BTreeMap<T, String> = BTreeMap::new();
    let mut again = Vec::new();
    for (path, value) in values {
        match first.get(&value) {
            Some(before) => again.push((path, before.clone(), value)),
            None => {
                first.insert(value, path);
            }
        }
    }
    again
}
