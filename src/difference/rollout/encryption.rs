//! Secrets at rest that some API server could not read while a rollout goes on, or after it.
//!
//! While a rollout goes on, some API servers have the old file and some the new. What one writes must be read by all.

use std::collections::BTreeSet;

use crate::{
    component::paths,
    difference::{Question, artifact_kind::path_on_machine},
    model::{Draft, EncryptionKey, EncryptionSettings, KeyGenerations},
    resolved::ResolvedCluster,
    tree::{Lock, lock::Recorded},
};

/// How Secrets are written and read, in two trees that are not alike in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EncryptionChange {
    /// One of the trees does not say how.
    Foreign,
    /// Both are known.
    Known {
        /// How Secrets are written and read until now.
        from: EncryptionSettings,
        /// How they are then.
        to: EncryptionSettings,
        /// Whether there is one API server alone: it restarts, and nothing has the old file any more.
        is_alone: bool,
    },
}

/// What is not safe about a change in one rollout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Haste {
    /// What would be written with, and what has not restarted cannot read.
    pub unread: Option<EncryptionKey>,
    /// What was written with until now, and would no longer be read.
    pub forgotten: Option<EncryptionKey>,
    /// What to roll out before, one after the other.
    pub before: Vec<EncryptionSettings>,
}

impl EncryptionChange {
    /// What two trees tell, whose resolved clusters are these where both are known.
    pub(super) fn new(
        before: &Lock,
        after: &Lock,
        clusters: Option<(&ResolvedCluster, &ResolvedCluster)>,
    ) -> Option<Self> {
        if file(before) == file(after) {
            return None;
        }
        let settings = clusters.map(|(old, new)| (at_rest(&old.cluster), at_rest(&new.cluster)));
        // A file that changes where the settings do not is none that they tell of.
        let Some((from, to)) = settings.filter(|(from, to)| from != to) else { return Some(Self::Foreign) };
        let mut servers = Question::control_plane(before);
        servers.extend(Question::control_plane(after));
        Some(Self::Known { from, to, is_alone: servers.len() == 1 })
    }

    /// What would be read no longer.
    #[must_use]
    pub fn dropped(&self) -> Vec<EncryptionKey> {
        let Self::Known { from, to, .. } = self else { return Vec::new() };
        let kept: BTreeSet<EncryptionKey> = to.keys().collect();
        from.keys().filter(|key| !kept.contains(key)).collect()
    }

    /// What is not safe about it.
    #[must_use]
    pub fn haste(&self) -> Option<Haste> {
        let Self::Known { from, to, is_alone } = self else { return None };
        let unread = to.writes_with().filter(|key| !is_alone && !reads(from, *key));
        let forgotten = from.writes_with().filter(|key| !reads(to, *key));
        let first = unread.map(|_| reading(from, to));
        let last = forgotten.map(|_| reading(to, from));
        let before = first.into_iter().chain(last).flatten().collect();
        (unread.is_some() || forgotten.is_some()).then_some(Haste { unread, forgotten, before })
    }
}

/// What the file of each API server was made of.
fn file(lock: &Lock) -> Option<&Recorded> {
    let is_file = |path: &str| path_on_machine(path) == paths::ENCRYPTION_CONFIG.as_str().strip_prefix('/');
    lock.rows().find(|row| is_file(row.place.path.as_str())).map(|row| &row.recorded)
}

/// The settings of a cluster. Without a provider there is no file, and generations are none that anything was written with.
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

/// The same as `settings`, and what `other` reads can be read as well.
fn reading(settings: &EncryptionSettings, other: &EncryptionSettings) -> Option<EncryptionSettings> {
    // Generations without a provider are none that anything was written with.
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
        // One that is read already stays where it is.
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
                let Some(haste) = change(&from, &to).haste() else { continue };
                let steps: Vec<_> = [&from].into_iter().chain(&haste.before).chain([&to]).collect();
                assert!((3..=4).contains(&steps.len()));
                for pair in steps.windows(2) {
                    assert_eq!(change(pair[0], pair[1]).haste(), None, "{from:?} {to:?}: {steps:?}");
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
                let steps = change.haste().map(|haste| haste.before.len());
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
                assert_eq!(change(&from, &to).haste().is_none(), is_safe, "{from:?} {to:?}");
            }
        }
    }
}
