//! Warnings about a rollout that is unsafe as it is.

use super::{encryption, machines, new_keys, notes::first_few, reach, rotation, warning::Warning};
use crate::{
    difference::{
        Unknown, Why,
        rollout::{
            DrainReason, EtcdChange, EtcdRisk, FoundHazard, Joins, Members, Renumbering, Rollout, Run, Step,
            VersionChange,
        },
    },
    model::Minor,
    resolved::NAME,
};

/// Each warning.
pub(super) fn warnings(rollout: &Rollout) -> Vec<Warning> {
    let unknown = rollout.unknown.as_ref().map(not_known);
    let version = rollout.version.as_ref().and_then(wrong_way);
    let etcd = rollout.etcd.as_ref().and_then(other_etcd);
    let clusters = second_cluster(&rollout.members);
    let hazards = rollout.hazards.iter().map(hazard);
    let rotations = rotation::warnings(rollout);
    let encryption = rollout.encryption.as_ref().and_then(encryption::warning);
    let taken = rollout.renumberings.iter().filter_map(taken);
    new_keys::warnings(&rollout.new_keys)
        .into_iter()
        .chain(new_keys::recipient_warnings(&rollout.new_recipients))
        .chain(unknown)
        .chain(version)
        .chain(etcd)
        .chain(clusters)
        .chain(machines::warnings(rollout))
        .chain(hazards)
        .chain(reach::warnings(&rollout.reach))
        .chain(rotations)
        .chain(encryption)
        .chain(taken)
        .chain(rollout.version.iter().flat_map(newer_minor))
        .chain(runtimes(&rollout.steps))
        .chain(rollout.dates.joining.iter().filter(|joins| joins.has_ended).map(ended_token))
        .collect()
}

/// Says which judgements are missing, and how to get them.
fn not_known(unknown: &Unknown) -> Warning {
    let tree = if unknown.is_before { "the tree before" } else { "the tree after" };
    let why = match &unknown.why {
        Why::Absent => format!("{tree} has no {NAME}: an earlier kubemint rendered it"),
        Why::Changed => {
            format!("the {NAME} of {tree} is gone or is not the one that its kubemint.lock lists")
        }
        Why::Unreadable(error) => format!("the {NAME} of {tree} cannot be read: {error}"),
        Why::OtherThanLock => {
            format!("the {NAME} of {tree} says otherwise than its kubemint.lock what runs where")
        }
    };
    let message = format!(
        "{why}. Not known are therefore: other releases, another endpoint, other addresses and members of etcd; flags and settings whose change a running cluster does not survive in one rollout; how Secrets are encrypted; which nodes to drain; and labels and taints to change by hand. What restarts, and what the locks say of keys and certificates, is complete. Instead, first let this kubemint render the cluster.toml of {tree}, commit that, and compare with it"
    );
    Warning::new("hazards-unknown", message)
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

fn other_etcd(change: &EtcdChange) -> Option<Warning> {
    let (from, to) = match change {
        EtcdChange::Known { from, to } => (from.to_string(), to.to_string()),
        EtcdChange::Unknown { from, to } => (from.clone(), to.clone()),
    };
    let (code, why) = match change.risk()? {
        EtcdRisk::Older => (
            "etcd-older-minor",
            "a member does not start with data of a newer minor; first `etcdctl downgrade validate` and `etcdctl downgrade \
             enable` with the old minor, and a snapshot, and then one member after the other; one minor at a time",
        ),
        EtcdRisk::SkippedMinor => (
            "etcd-skipped-minor",
            "members of minors that are not neighbours form no cluster; go through each minor between in a rollout of its own",
        ),
        EtcdRisk::OldPatch => (
            "etcd-old-patch",
            "members that were removed once can come back and stop etcd; first roll out 3.5.26 or a later patch of 3.5, which \
             repairs the list of members",
        ),
        EtcdRisk::Unknown => (
            "etcd-release-unknown",
            "a tag that is no version does not tell whether this skips a minor or goes back; name a release",
        ),
    };
    Some(Warning::new(code, format!("etcd changes from {from} to {to}: {why}")))
}

/// Members that would not join the existing cluster.
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
fn hazard(found: &FoundHazard) -> Warning {
    let FoundHazard { hazard, from, to, node } = found;
    let values = match (from, to) {
        (Some(from), Some(to)) => format!(" from {from} to {to}"),
        (None, Some(to)) => format!(" to {to}"),
        (Some(from), None) => format!(" from {from} to its default"),
        (None, None) => String::new(),
    };
    let on = node.as_ref().map(|node| format!(" on {node}")).unwrap_or_default();
    let message = format!("{} changes{values}{on}: {}; {}", hazard.what, hazard.why, hazard.instead);
    Warning::new(hazard.code, message)
}

fn taken(renumbering: &Renumbering) -> Option<Warning> {
    let other = renumbering.taken_by?.name();
    let (name, to) = (renumbering.account.name(), renumbering.to);
    Some(Warning::new(
        "account-number-taken",
        format!("{other} still has number {to}, which {name} is to get: move {other} to a free number first"),
    ))
}

/// What stops working with a minor, unless the tree says otherwise.
fn newer_minor(version: &VersionChange) -> Vec<Warning> {
    let cgroups = (version.reaches(Minor::V1_35) && !version.takes_cgroup_v1).then(|| {
        let message = "from 1.35 a kubelet does not start on a machine with the first version of cgroups: before this rollout, \
                       `stat -fc %T /sys/fs/cgroup` prints cgroup2fs on each machine, or [kubelet.config] has failCgroupV1 = false";
        Warning::new("cgroup-version", message.to_owned())
    });
    let volumes = (version.reaches(Minor::V1_37) && !version.keeps_selinux_mount_off).then(|| {
        let message = "from 1.37 the feature gate SELinuxMount is on: where machines have SELinux, pods with different labels can no \
                       longer use the same volume; before this rollout, look at the metric \
                       selinux_warning_controller_selinux_volume_conflict of kube-controller-manager, or set the gate to false";
        Warning::new("selinux-mount", message.to_owned())
    });
    cgroups.into_iter().chain(volumes).collect()
}

/// What a machine needs before its kubelet restarts with it.
fn runtimes(steps: &[Step]) -> Option<Warning> {
    let settings = ["containerRuntimeEndpoint", "cgroupDriver", "cgroupRoot"];
    let is_one =
        |reason: &DrainReason| matches!(reason, DrainReason::Setting(name) if settings.contains(name));
    let drained = steps.iter().filter_map(|step| match step {
        Step::Run(Run { node, drain: Some(drain), .. }) if drain.reasons.iter().any(is_one) => {
            Some(node.clone())
        }
        _ => None,
    });
    let nodes: Vec<String> = drained.collect();
    (!nodes.is_empty()).then(|| {
        Warning::new(
            "container-runtime",
            format!(
                "the container runtime, its cgroups or their driver change on {}: no tree sets the runtime up. Before a node's \
                 kubelet restarts, and while the node is drained, its runtime must be there and have the same settings; the static \
                 pods of a control plane start anew with it, so one machine after the other",
                first_few(nodes.into_iter())
            ),
        )
    })
}

fn ended_token(joins: &Joins) -> Warning {
    Warning::new(
        "bootstrap-token-ended",
        format!(
            "{} would join with the bootstrap token that ends at {}, before certificates of this tree begin: first move [bootstrap] \
             token_expiry",
            first_few(joins.nodes.iter().cloned()),
            joins.token_ends
        ),
    )
}
