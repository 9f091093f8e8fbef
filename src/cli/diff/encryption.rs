//! Describes changes of encryption at rest.

use super::warning::Warning;
use crate::{
    difference::rollout::{EncryptionChange, UnsafeEncryption},
    model::{EncryptionKey, EncryptionProvider, EncryptionSettings, KeyGenerations},
};

/// Encrypts every Secret again with the current key.
const REWRITE: &str = "`kubectl get secrets -A -o json | kubectl replace -f -`";

/// The warning about a change that is unsafe in one rollout, with what to roll out first.
pub(super) fn warning(change: &EncryptionChange) -> Option<Warning> {
    if *change == EncryptionChange::Foreign {
        return Some(Warning::new("encryption-unknown", FOREIGN.to_owned()));
    }
    let UnsafeEncryption { unreadable, dropped, before } = change.unsafety()?;
    let unreadable = unreadable.map(|key| {
        format!(
            "would be written with {}, which an API server that has not restarted cannot read, not even in a list",
            named(key)
        )
    });
    let dropped = dropped.map(|key| {
        format!(
            "were written until now with {}, which could no longer be read, and API servers would not become ready",
            named(key)
        )
    });
    let why: Vec<String> = unreadable.into_iter().chain(dropped.clone()).collect();
    let steps: Vec<String> = before.iter().map(|step| format!("as `{}`", toml(step))).collect();
    let rewrite = dropped.map(|_| format!(", then rewrite every Secret with {REWRITE}")).unwrap_or_default();
    let message = format!(
        "Secrets in etcd {}; instead, first roll out [encryption] {}{rewrite}, and then roll out this",
        why.join(", and "),
        steps.join(", then ")
    );
    Some(Warning::new("encryption-unreadable", message))
}

/// The warning if one of the trees does not say how.
const FOREIGN: &str = "how Secrets lie in etcd changes, and one of the trees does not say how: whether every API server can read what \
                       the others write cannot be told; compare /etc/kubernetes/encryption/config.yaml of both by hand";

/// What to do before or after a safe change.
pub(super) fn notes(change: &EncryptionChange) -> Vec<String> {
    let EncryptionChange::Known { from, to, .. } = change else { return Vec::new() };
    if change.unsafety().is_some() {
        return Vec::new();
    }
    let dropped: Vec<String> = change.dropped().into_iter().map(named).collect();
    let dropped = (!dropped.is_empty()).then(|| {
        format!(
            "Secrets that were written with {} can no longer be read: before this, and after the last API server has ceased \
             to write so, every Secret must have been rewritten with {REWRITE}",
            dropped.join(", ")
        )
    });
    let writes = (from.writes_with() != to.writes_with()).then(|| {
        format!(
            "Secrets in etcd are written {} from now on, and those that are there stay as they are: once every API server \
             has restarted, rewrite them with {REWRITE}",
            to.writes_with().map_or("plain".to_owned(), |key| format!("with {}", named(key)))
        )
    });
    dropped.into_iter().chain(writes).collect()
}

fn named(key: EncryptionKey) -> String {
    format!("{}'s key of generation {}", key.provider.name(), key.generation)
}

/// The table in one line, without defaults.
fn toml(settings: &EncryptionSettings) -> String {
    let provider = settings.provider().map_or("none", EncryptionProvider::name);
    let quoted = |provider: &EncryptionProvider| format!("{:?}", provider.name());
    let also_reads: Vec<String> = settings.also_reads().iter().map(quoted).collect();
    let also_reads = (!also_reads.is_empty()).then(|| format!(", also_reads = [{}]", also_reads.join(", ")));
    let key = settings.key();
    let trusted: Vec<String> = key.trusted().iter().map(u32::to_string).collect();
    let key = (*key != KeyGenerations::first())
        .then(|| format!(", key = {{ active = {}, trusted = [{}] }}", key.active(), trusted.join(", ")));
    format!("{{ provider = {provider:?}{}{} }}", also_reads.unwrap_or_default(), key.unwrap_or_default())
}
