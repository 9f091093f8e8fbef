//! Secrets at rest that some API server could not read during a rollout, or after it.
//!
//! During a rollout some API servers have the old file and some the new one. Each of them must be able to read what
//! any other writes.

use std::collections::BTreeSet;

use crate::{
    component::paths,
    difference::{Comparison, artifact_kind::path_on_machine},
    model::{Draft, EncryptionKey, EncryptionSettings, KeyGenerations},
    resolved::ResolvedCluster,
    tree::{Lock, lock::Recorded},
};

/// How Secrets are written and read, in two trees with different settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EncryptionChange {
    /// One of the trees does not say how.
    Foreign,
    /// Both are known.
    Known {
        /// The settings before.
        from: EncryptionSettings,
        /// The settings after.
        to: EncryptionSettings,
        /// Whether there is a single API server: once it restarts, none has the old file.
        is_alone: bool,
    },
}

/// What is unsafe about a change in one rollout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsafeEncryption {
    /// The key that would encrypt, although API servers that have not restarted cannot decrypt with it.
    pub unreadable: Option<EncryptionKey>,
    /// The key that encrypted until now, and would no longer decrypt.
    pub dropped: Option<EncryptionKey>,
    /// The settings to roll out first, one after the other.
    pub before: Vec<EncryptionSettings>,
}

impl EncryptionChange {
    /// The change between two trees, given the settings of both if their resolved clusters are known.
    pub(super) fn new(
        before: &Lock,
        after: &Lock,
        clusters: Option<(&ResolvedCluster, &ResolvedCluster)>,
    ) -> Option<Self> {
        if file(before) == file(after) {
            return None;
        }
        let settings = clusters.map(|(old, new)| (at_rest(&old.cluster), at_rest(&new.cluster)));
        // If the file changes and the settings do not, the settings do not describe it.
        let Some((from, to)) = settings.filter(|(from, to)| from != to) else { return Some(Self::Foreign) };
        let mut servers = Comparison::control_plane(before);
        servers.extend(Comparison::control_plane(after));
        Some(Self::Known { from, to, is_alone: servers.len() == 1 })
    }

    /// The keys that would no longer decrypt.
    #[must_use]
    pub fn dropped(&self) -> Vec<EncryptionKey> {
        let Self::Known { from, to, .. } = self else { return Vec::new() };
        let kept: BTreeSet<EncryptionKey> = to.keys().collect();
        from.keys().filter(|key| !kept.contains(key)).collect()
    }

    /// What is unsafe about the change.
    #[must_use]
    pub fn unsafety(&self) -> Option<UnsafeEncryption> {
        let Self::Known { from, to, is_alone } = self else { return None };
        let unreadable = to.writes_with().filter(|key| !is_alone && !reads(from, *key));
        let dropped = from.writes_with().filter(|key| !reads(to, *key));
        let first = unreadable.map(|_| reading(from, to));
        let last = dropped.map(|_| reading(to, from));
        let before = first.into_iter().chain(last).flatten().collect();
        (unreadable.is_some() || dropped.is_some()).then_some(UnsafeEncryption {
            unreadable,
            dropped,
            before,
        })
    }
}

/// The row of the EncryptionConfiguration, the same for each API server.
fn file(lock: &Lock) -> Option<&Recorded> {
    let is_file = |path: &str| path_on_machine(path) == paths::ENCRYPTION_CONFIG.as_str().strip_prefix('/');
    lock.rows().find(|row| is_file(row.place.path.as_str())).map(|row| &row.recorded)
}

/// The settings of a cluster. Without a provider there is no file, and its generations have encrypted nothing.
fn at_rest(cluster: &Draft) -> EncryptionSettings {
    let settings = &cluster.encryption;
    if settings.has_keys() {
        settings.clone()
    } else {
        EncryptionSettings::new(None, KeyGenerations::first())
    }
}

fn reads(settings: &EncryptionSettings, key: EncryptionKey) -> bool {
    settings.keys().any(|own| own == key)
}

/// `settings`, extended so that everything that `other` can decrypt can be decrypted as well.
fn reading(settings: &EncryptionSettings, other: &EncryptionSettings) -> Option<EncryptionSettings> {
    // Without a provider, the generations have encrypted nothing.
    let key = match (settings.has_keys(), other.has_keys()) {
        (true, true) => {
            let trusted = [settings.key().trusted(), other.key().trusted()].concat();
            KeyGenerations::new(settings.key().active(), trusted)?
        }
        (true, false) => settings.key().clone(),
        (false, _) => other.key().clone(),
    };
    let mut all = EncryptionSettings::new(settings.provider(), key);
    for provider in settings.also_reads().iter().copied().chain(other.providers()) {
        // A provider that is already in the list keeps its position.
        if let Ok(more) = all.clone().also_reading(provider) {
            all = more;
        }
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_state() -> Vec<EncryptionSettings> {
        let keys = [(1, vec![1]), (1, vec![1, 2]), (2, vec![1, 2]), (2, vec![2]), (3, vec![3])];
        let keys = keys.map(|(active, trusted)| KeyGenerations::new(active, trusted).unwrap());
        keys.iter().flat_map(EncryptionSettings::all).collect()
    }

    fn change(from: &EncryptionSettings, to: &EncryptionSettings) -> EncryptionChange {
        EncryptionChange::Known { from: from.clone(), to: to.clone(), is_alone: false }
    }

    #[test]
    fn every_state_is_reached_by_safe_steps() {
        for from in every_state() {
            for to in every_state() {
                let Some(unsafety) = change(&from, &to).unsafety() else { continue };
                let steps: Vec<_> = [&from].into_iter().chain(&unsafety.before).chain([&to]).collect();
                assert!((3..=4).contains(&steps.len()));
                for pair in steps.windows(2) {
                    assert_eq!(change(pair[0], pair[1]).unsafety(), None, "{from:?} {to:?}: {steps:?}");
                }
            }
        }
    }

    #[test]
    fn one_api_server_alone_must_read_what_there_is() {
        for from in every_state() {
            for to in every_state() {
                let change = EncryptionChange::Known { from: from.clone(), to: to.clone(), is_alone: true };
                let is_forgotten = from.writes_with().is_some_and(|key| !reads(&to, key));
                let steps = change.unsafety().map(|unsafety| unsafety.before.len());
                assert_eq!(steps, is_forgotten.then_some(1), "{from:?} {to:?}");
            }
        }
    }

    #[test]
    fn safe_is_what_all_can_read() {
        for from in every_state() {
            for to in every_state() {
                let read_by_all = |key: Option<EncryptionKey>| {
                    key.is_none_or(|key| from.keys().any(|own| own == key) && to.keys().any(|own| own == key))
                };
                let is_safe = read_by_all(from.writes_with()) && read_by_all(to.writes_with());
                assert_eq!(change(&from, &to).unsafety().is_none(), is_safe, "{from:?} {to:?}");
            }
        }
    }
}
