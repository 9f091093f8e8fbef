//! Changes of the release of Kubernetes or etcd.

use std::collections::BTreeSet;

use semver::Version;
use serde_json::Value;

use crate::{
    model::{Component, Minor, Runtime},
    resolved::{Process, ResolvedCluster},
};

/// A change of Kubernetes' release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionChange {
    /// The release of the API servers before.
    pub from: Version,
    /// The release of the API servers after.
    pub to: Version,
    /// The components that run as units. Their programs are in no tree.
    pub units: BTreeSet<Component>,
    /// Whether kubelets are configured to start on machines with cgroup v1.
    pub takes_cgroup_v1: bool,
    /// Whether the feature gate SELinuxMount is turned off for kubelets, so that they mount volumes as before.
    pub keeps_selinux_mount_off: bool,
}

impl VersionChange {
    /// How many minors the new release is ahead; negative if it is behind.
    #[must_use]
    pub fn minors(&self) -> i64 {
        let minor = |version: &Version| i64::try_from(version.minor).unwrap_or(i64::MAX);
        minor(&self.to).saturating_sub(minor(&self.from))
    }

    /// Both minors, if they differ and are known.
    #[must_use]
    pub fn known_minors(&self) -> Option<(Minor, Minor)> {
        let minor = |version: &Version| Minor::from_numbers(version.major, version.minor);
        minor(&self.from).zip(minor(&self.to)).filter(|(from, to)| from != to)
    }

    /// Whether the upgrade reaches or passes a minor.
    #[must_use]
    pub fn reaches(&self, minor: Minor) -> bool {
        self.known_minors().is_some_and(|(from, to)| from < minor && minor <= to)
    }
}

/// A change of etcd's release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EtcdChange {
    /// Both releases are known.
    Known {
        /// The release before.
        from: Version,
        /// The release after.
        to: Version,
    },
    /// A tag is not a version.
    Unknown {
        /// The image before.
        from: String,
        /// The image after.
        to: String,
    },
}

/// Why a change of etcd's release is unsafe in one rollout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EtcdRisk {
    /// A member refuses the data of a newer minor (etcd's server/etcdserver/version, `mustDetectDowngrade`).
    Older,
    /// Members more than one minor apart do not form a cluster.
    SkippedMinor,
    /// Members that were removed come back (<https://etcd.io/blog/2025/zombie_members_upgrade/>).
    OldPatch,
    /// The releases are unknown.
    Unknown,
}

/// The patch release of etcd 3.5 that repairs its list of members for 3.6.
const REPAIRS_MEMBERS: u64 = 26;

impl EtcdChange {
    /// Whether the format of the members' data changes, or may change.
    #[must_use]
    pub fn changes_minor(&self) -> bool {
        match self {
            Self::Known { from, to } => (from.major, from.minor) != (to.major, to.minor),
            Self::Unknown { .. } => true,
        }
    }

    /// Why the change is unsafe, if it is.
    #[must_use]
    pub fn risk(&self) -> Option<EtcdRisk> {
        let Self::Known { from, to } = self else { return Some(EtcdRisk::Unknown) };
        let (old, new) = ((from.major, from.minor), (to.major, to.minor));
        if new < old {
            Some(EtcdRisk::Older)
        } else if new != old && new != (from.major, from.minor.saturating_add(1)) {
            Some(EtcdRisk::SkippedMinor)
        } else if (old, new) == ((3, 5), (3, 6)) && from.patch < REPAIRS_MEMBERS {
            Some(EtcdRisk::OldPatch)
        } else {
            None
        }
    }
}

/// The change of the API servers' release.
pub(super) fn change((before, after): (&ResolvedCluster, &ResolvedCluster)) -> Option<VersionChange> {
    let release = |cluster: &ResolvedCluster| Version::parse(&cluster.cluster.version.to_string()).ok();
    let (from, to) = (release(before)?, release(after)?);
    let is_off = |field: Option<&Value>| field == Some(&Value::Bool(false));
    let gates = after.kubelet_config.get("featureGates");
    (from != to).then(|| VersionChange {
        from,
        to,
        units: units(after),
        takes_cgroup_v1: is_off(after.kubelet_config.get("failCgroupV1")),
        keeps_selinux_mount_off: is_off(gates.and_then(|gates| gates.get("SELinuxMount"))),
    })
}

/// The change of etcd's release, if both trees run one.
pub(super) fn etcd((before, after): (&ResolvedCluster, &ResolvedCluster)) -> Option<EtcdChange> {
    let member = |cluster: &ResolvedCluster| Some(cluster.processes(Component::Etcd).next()?.1.clone());
    let (old, new) = (member(before)?, member(after)?);
    let release = |member: &Process| Version::parse(member.release.as_deref()?).ok();
    if let Some((from, to)) = release(&old).zip(release(&new)) {
        return (from != to).then_some(EtcdChange::Known { from, to });
    }
    let image = |member: Process| member.image.or(member.release).unwrap_or_default();
    let (from, to) = (image(old), image(new));
    (from != to).then_some(EtcdChange::Unknown { from, to })
}

fn units(cluster: &ResolvedCluster) -> BTreeSet<Component> {
    let processes = cluster.nodes.values().flat_map(|node| &node.components);
    let units = processes.filter(|(_, process)| process.runtime == Runtime::Systemd);
    units.map(|(component, _)| *component).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn etcd_goes_one_minor_at_a_time_and_never_back() {
        let known = |from: (u64, u64), to: (u64, u64)| EtcdChange::Known {
            from: Version::new(3, from.0, from.1),
            to: Version::new(3, to.0, to.1),
        };
        for (from, to, risk) in [
            ((6, 8), (7, 0), None),
            ((6, 8), (6, 9), None),
            ((6, 9), (6, 8), None),
            ((7, 0), (6, 8), Some(EtcdRisk::Older)),
            ((5, 26), (7, 0), Some(EtcdRisk::SkippedMinor)),
            ((5, 25), (6, 8), Some(EtcdRisk::OldPatch)),
            ((5, 26), (6, 8), None),
        ] {
            assert_eq!(known(from, to).risk(), risk, "{from:?} {to:?}");
        }
        let (from, to) = (Version::new(3, 9, 0), Version::new(4, 0, 0));
        assert_eq!(EtcdChange::Known { from, to }.risk(), Some(EtcdRisk::SkippedMinor));
    }

    #[test]
    fn counts_minors() {
        let change = |from, to| VersionChange {
            from: Version::new(1, from, 0),
            to: Version::new(1, to, 3),
            units: BTreeSet::new(),
            takes_cgroup_v1: false,
            keeps_selinux_mount_off: false,
        };
        assert_eq!([change(35, 37).minors(), change(37, 36).minors(), change(36, 36).minors()], [2, -1, 0]);
    }
}
