//! What makes a rollout unsafe as it is.

use super::{
    encryption,
    notes::{first_few, forgotten},
};
use crate::difference::rollout::{Danger, Haste, Members, Renumbering, Rollout, Rotation, VersionChange};

/// Something that makes a rollout unsafe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Warning {
    /// Its stable name for programs, in kebab case.
    pub(super) code: &'static str,
    /// What is unsafe, why, and what to do instead.
    pub(super) message: String,
}

impl Warning {
    pub(super) const fn new(code: &'static str, message: String) -> Self {
        Self { code, message }
    }
}

/// Each warning.
pub(super) fn warnings(rollout: &Rollout) -> Vec<Warning> {
    let version = rollout.version.as_ref().and_then(wrong_way);
    let clusters = second_cluster(&rollout.members);
    let dangers = rollout.dangers.iter().map(danger);
    let rotations = rollout.rotations.iter().map(rotation);
    let encryption = rollout.encryption.as_ref().and_then(encryption::warning);
    let forgotten = old_certificates(rollout);
    let taken = rollout.renumberings.iter().filter_map(taken);
    version
        .into_iter()
        .chain(clusters)
        .chain(dangers)
        .chain(rotations)
        .chain(encryption)
        .chain(forgotten)
        .chain(taken)
        .collect()
}

fn wrong_way(version: &VersionChange) -> Option<Warning> {
    match version.minors() {
        2.. => Some(Warning::new(
            "skipped-minor",
            format!(
                "this skips a minor, which Kubernetes' version-skew policy does not allow: go through 1.{} first",
                version.from.minor.saturating_add(1)
            ),
        )),
        ..0 => Some(Warning::new(
            "older-minor",
            "a control plane cannot be taken back to an older minor: etcd has newer objects".to_owned(),
        )),
        _ => None,
    }
}

/// Members that would not join the cluster that there is.
fn second_cluster(members: &Members) -> Option<Warning> {
    let new = members.joining.iter().filter(|joining| !joining.is_existing);
    let new: Vec<String> = new.map(|joining| joining.node.clone()).collect();
    let names = first_few(new.iter().cloned());
    (!new.is_empty()).then(|| {
        Warning::new("etcd-second-cluster", format!(
            "etcd on {names} would start with --initial-cluster-state=new beside an etcd that runs: it can form a second cluster, \
             empty, that its API server serves as if it were this one. Set etcd_initial_state = \"existing\" for {names}"
        ))
    })
}

/// `What changes from A to B on NODE: why; what to do instead`
fn danger(danger: &Danger) -> Warning {
    let Danger { hazard, from, to, node } = danger;
    let values = match (from, to) {
        (Some(from), Some(to)) => format!(" from {from} to {to}"),
        _ => String::new(),
    };
    let on = node.as_ref().map(|node| format!(" on {node}")).unwrap_or_default();
    let message = format!("{} changes{values}{on}: {}; {}", hazard.what, hazard.why, hazard.instead);
    Warning::new(hazard.code, message)
}

fn rotation(rotation: &Rotation) -> Warning {
    let Rotation { label, generation, haste } = rotation;
    let signed = if label == "service-account" { "tokens" } else { "certificates" };
    match haste {
        Haste::Signs => Warning::new(
            "signs-before-trusted",
            format!(
                "{label} of generation {generation} would sign at once, and what has not restarted yet refuses its {signed}: \
             trust it in a first rollout, and make it the active one in a second"
            ),
        ),
        Haste::Forgotten => Warning::new(
            "retired-while-in-use",
            format!(
                "{label} of generation {generation} has signed until now and would no longer be trusted, so what has restarted \
             refuses its {signed}: keep it among the trusted, and take it out in a rollout of its own once nothing that \
             it signed is in use"
            ),
        ),
    }
}

/// Kubelets that would be refused, since the tree does not hold their client certificates.
fn old_certificates(rollout: &Rollout) -> Option<Warning> {
    let forgotten = forgotten(rollout)?;
    (!rollout.bootstrapped.is_empty()).then(|| {
        Warning::new("kubelet-client-certificates", format!(
            "{forgotten} is no longer trusted, so each kubelet that joined by TLS bootstrap ({}) must first have a client \
             certificate that the active generation signed: there, `rm /var/lib/kubelet/pki/kubelet-client-current.pem && \
             systemctl restart kubelet`, with a token in bootstrap-kubelet.conf that has not expired; likewise \
             kubelet-server-current.pem on every machine where [kubelet] serving is \"csr\"",
            first_few(rollout.bootstrapped.iter().cloned())
        ))
    })
}

fn taken(renumbering: &Renumbering) -> Option<Warning> {
    let other = renumbering.taken_by?.name();
    let (name, to) = (renumbering.account.name(), renumbering.to);
    Some(Warning::new(
        "account-number-taken",
        format!("{other} still has number {to}, which {name} is to get: move {other} to a free number first"),
    ))
}
