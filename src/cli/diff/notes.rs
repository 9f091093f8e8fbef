//! What to know before a rollout begins.

use std::collections::BTreeSet;

use crate::difference::rollout::{Renumbering, Rollout, Survivor, VersionChange};

/// Certificates that are told by name; of more, the number.
const NAMED: usize = 6;

/// What else whoever carries it out should know.
pub(super) fn notes(rollout: &Rollout) -> Vec<String> {
    let mut notes: Vec<String> = rollout.version.iter().flat_map(release).collect();
    if !rollout.renumberings.is_empty() {
        notes.push(renumbered(&rollout.renumberings));
    }
    if rollout.renumberings.iter().any(|one| one.account.is_group_only()) {
        notes.push("a kube-controller-manager that restarts before its step cannot read sa.key".to_owned());
    }
    notes.extend(surviving(&rollout.survivors));
    notes
}

fn release(version: &VersionChange) -> Vec<String> {
    let VersionChange { from, to, units } = version;
    let mut notes = vec![format!(
        "Kubernetes from {from} to {to}: every API server before any controller manager and scheduler, and both before \
         kubelets; drain a node before its kubelet changes its minor"
    )];
    if !units.is_empty() {
        let names: Vec<&str> = units.iter().map(|component| component.name()).collect();
        notes.push(format!(
            "no tree holds the programs of units: have the new {} on a machine before its unit restarts there",
            names.join(", ")
        ));
    }
    notes
}

fn renumbered(renumberings: &[Renumbering]) -> String {
    let numbers =
        renumberings.iter().map(|one| format!("{} from {} to {}", one.account.name(), one.from, one.to));
    format!(
        "numbers change: {}. systemd-sysusers leaves an account that is there as it is, so each step stops its component, \
         changes the account and the owner of its files, and then starts it",
        numbers.collect::<Vec<_>>().join(", ")
    )
}

/// Certificates that end with the change for who takes the tree as it is, and not for who has a copy.
fn surviving(survivors: &[Survivor]) -> Option<String> {
    let authorities: BTreeSet<&str> = survivors.iter().map(|one| one.authority.as_str()).collect();
    let authorities = authorities.into_iter().collect::<Vec<_>>().join(", ");
    let named = survivors.iter().take(NAMED).map(|one| match &one.not_after {
        Some(end) => format!("{} ({end})", one.label),
        None => one.label.clone(),
    });
    let mut named = named.collect::<Vec<_>>().join(", ");
    if let more @ 1.. = survivors.len().saturating_sub(NAMED) {
        named.push_str(&format!(" and {more} more"));
    }
    (!survivors.is_empty()).then(|| {
        format!(
            "Kubernetes has no revocation: whoever has a copy of these certificates and their keys can use them until they \
             end: {named}. Before that, only a new generation of {authorities} ends them, once the old one is trusted no longer"
        )
    })
}
