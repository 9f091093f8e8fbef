//! Notes to read before a rollout begins.

use std::collections::{BTreeMap, BTreeSet};

use super::encryption;
use crate::{
    component::specification,
    difference::rollout::{
        DrainReason, Renumbering, Rollout, Run, Step, UnrevokedCertificate, VersionChange,
    },
    kubernetes::{changed_defaults, turned_gates},
    model::Runtime,
};

/// How many names are listed; the rest are counted.
const NAMED: usize = 6;

/// What else to know before the rollout.
pub(super) fn notes(rollout: &Rollout) -> Vec<String> {
    let mut notes: Vec<String> = rollout.version.iter().flat_map(release).collect();
    notes.extend(rollout.version.iter().filter_map(defaults));
    notes.extend(drained(&rollout.steps));
    if !rollout.renumberings.is_empty() {
        notes.push(renumbered(&rollout.renumberings));
    }
    if rollout.renumberings.iter().any(|one| one.account.is_group_only()) {
        notes.push("a kube-controller-manager that restarts before its step cannot read sa.key".to_owned());
    }
    if rollout.members.has_ignored_lists {
        notes.push(FORMATION.to_owned());
    }
    notes.extend(moved_to_units(&rollout.steps));
    notes.extend(from_distribution(&rollout.steps));
    if rollout.steps.iter().any(|step| matches!(step, Step::Run(Run { is_stale: true, .. }))) {
        notes.push(REWRITTEN.to_owned());
    }
    notes.extend(rollout.dates.begins.iter().map(|begins| {
        format!(
            "certificates begin at {begins}: nobody takes them before, so carry nothing of this out sooner"
        )
    }));
    notes.extend(rollout.dates.joining.iter().filter(|joins| !joins.has_ended).map(|joins| {
        format!(
            "{} can join until the bootstrap token ends, at {}: where that has passed, first move [bootstrap] token_expiry",
            first_few(joins.nodes.iter().cloned()),
            joins.token_ends
        )
    }));
    notes.extend(rollout.encryption.iter().flat_map(encryption::notes));
    notes.extend(surviving(&rollout.unrevoked));
    if !rollout.objects.left.is_empty() {
        let left = first_few(rollout.objects.left.iter().cloned());
        notes.push(format!(
            "{left} stays in the cluster: objects or data would go with it, or Kubernetes needs it, so delete it by hand if nothing does"
        ));
    }
    notes
}

/// Why nodes are drained; each set of reasons is listed once.
fn drained(steps: &[Step]) -> Vec<String> {
    let mut nodes: BTreeMap<&BTreeSet<DrainReason>, Vec<String>> = BTreeMap::new();
    for step in steps {
        if let Step::Run(Run { node, drain: Some(drain), .. }) = step {
            nodes.entry(&drain.reasons).or_default().push(node.clone());
        }
    }
    let note = |(reasons, nodes): (&BTreeSet<DrainReason>, Vec<String>)| {
        let words: Vec<&str> = reasons
            .iter()
            .map(|reason| match reason {
                DrainReason::Minor => "the kubelet's minor",
                DrainReason::Address => "the node's address",
                DrainReason::Setting(name) => name,
            })
            .collect();
        format!(
            "{} is drained before its kubelet restarts, for {} has state behind it: a kubelet that starts admits every running \
             pod anew, fails or kills those that no longer fit, and ends where a checkpoint is of another setting",
            first_few(nodes.into_iter()),
            words.join(", ")
        )
    };
    nodes.into_iter().map(note).collect()
}

/// Defaults that change with the minor.
fn defaults(version: &VersionChange) -> Option<String> {
    let (from, to) = version.known_minors()?;
    let flags = changed_defaults(from, to).into_iter().map(|one| {
        let dashes = if one.of == "KubeletConfiguration" { "" } else { "--" };
        format!("{} {dashes}{} from {} to {}", one.of, one.name, one.from, one.to)
    });
    let gates = turned_gates(from, to);
    let of_state = |is_on: bool| {
        let names: Vec<&str> = gates.iter().filter(|(_, on)| *on == is_on).map(|(name, _)| *name).collect();
        (!names.is_empty()).then(|| {
            format!("feature gates that turn {}: {}", if is_on { "on" } else { "off" }, names.join(", "))
        })
    };
    let all: Vec<String> = flags.chain(of_state(true)).chain(of_state(false)).collect();
    (!all.is_empty()).then(|| {
        format!(
            "defaults that change with the minor, where cluster.toml and kubemint set nothing else: {}",
            all.join("; ")
        )
    })
}

/// Why a changed list of members has no effect on existing members.
const FORMATION: &str = "a member of etcd that has data does not read --initial-cluster and --initial-cluster-state: it restarts \
                         because its pod or unit changes; members come and go by `etcdctl member` alone. A machine \
                         that was replaced and has no data joins again only after `etcdctl member remove` and `etcdctl member \
                         add --learner` for its name";

/// What must be on a machine before a unit replaces a pod.
fn moved_to_units(steps: &[Step]) -> Option<String> {
    let names: BTreeSet<&str> = steps
        .iter()
        .filter_map(|step| match step {
            Step::Run(Run {
                component, from: Some(Runtime::StaticPod), to: Some(Runtime::Systemd), ..
            }) => Some(component.name()),
            _ => None,
        })
        .collect();
    let names = names.into_iter().collect::<Vec<_>>().join(", ");
    (!names.is_empty()).then(|| {
        format!(
            "no tree holds the programs of units: have {names} in /usr/local/bin of each machine before its pod gives way to \
             a unit, which starts once the pod is gone and its ports are free"
        )
    })
}

/// What must be on a machine before a unit starts whose program a distribution has.
fn from_distribution(steps: &[Step]) -> Option<String> {
    let starts = steps.iter().filter_map(|step| match step {
        Step::Run(Run { component, from: None, to: Some(_), .. }) => Some(*component),
        _ => None,
    });
    let programs: BTreeSet<&str> = starts.filter_map(|one| specification(one).unit.program).collect();
    let programs = programs.into_iter().collect::<Vec<_>>().join(", ");
    (!programs.is_empty()).then(|| {
        format!(
            "no tree holds the programs of units: have {programs} from the package of the machines' distribution before the unit \
             starts"
        )
    })
}

/// Why a kubeconfig that is in no tree is removed.
const REWRITTEN: &str = "a kubelet that joined by TLS bootstrap wrote /etc/kubernetes/kubelet.conf once, from \
                         bootstrap-kubelet.conf as it was: it is removed, and the kubelet writes it anew with the client \
                         certificate that it has";

/// Names, if there are many only the first few.
pub(super) fn first_few(names: impl ExactSizeIterator<Item = String>) -> String {
    let more = names.len().saturating_sub(NAMED);
    let mut named = names.take(NAMED).collect::<Vec<_>>().join(", ");
    if more > 0 {
        named.push_str(&format!(" and {more} more"));
    }
    named
}

fn release(version: &VersionChange) -> Vec<String> {
    let VersionChange { from, to, units, .. } = version;
    let mut notes = vec![format!(
        "Kubernetes from {from} to {to}: every API server before any controller manager and scheduler, and both before \
         kubelets"
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

/// Certificates that end with the change for those who install the tree, but not for those who have a copy.
fn surviving(unrevoked: &[UnrevokedCertificate]) -> Option<String> {
    let authorities: BTreeSet<&str> = unrevoked.iter().map(|one| one.authority.as_str()).collect();
    let authorities = authorities.into_iter().collect::<Vec<_>>().join(", ");
    let named = first_few(unrevoked.iter().map(|one| match &one.not_after {
        Some(end) => format!("{} ({end})", one.label),
        None => one.label.clone(),
    }));
    (!unrevoked.is_empty()).then(|| {
        format!(
            "Kubernetes has no revocation: whoever has a copy of these certificates and their keys can use them until they \
             end: {named}. Before that, only a new generation of {authorities} ends them, once the old one is no longer trusted"
        )
    })
}
