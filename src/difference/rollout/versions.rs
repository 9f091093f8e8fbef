//! Another release of Kubernetes, as the images of pods and the comments of units tell it.

use std::collections::BTreeSet;

use semver::Version;
use serde_json::Value;

use crate::{
    component::paths,
    difference::{
        Files, Question,
        artifact_kind::{ArtifactKind, path_on_machine},
        fields, static_pod, unit,
    },
    model::{Component, Minor},
    tree::{Lock, Place},
};

/// One release of Kubernetes for another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionChange {
    /// What API servers run.
    pub from: Version,
    /// What they will run.
    pub to: Version,
    /// What runs as a unit, whose program no tree holds.
    pub units: BTreeSet<Component>,
    /// Whether kubelets are told to start on machines with the first version of cgroups.
    pub takes_cgroup_v1: bool,
    /// Whether kubelets are told to mount volumes as before the feature gate SELinuxMount.
    pub keeps_selinux_mount_off: bool,
}

impl VersionChange {
    /// How many minors the new release is ahead; negative where it is behind.
    #[must_use]
    pub fn minors(&self) -> i64 {
        let minor = |version: &Version| i64::try_from(version.minor).unwrap_or(i64::MAX);
        minor(&self.to).saturating_sub(minor(&self.from))
    }

    /// Both minors, where they are others and known.
    #[must_use]
    pub fn known_minors(&self) -> Option<(Minor, Minor)> {
        let minor = |version: &Version| Minor::from_numbers(version.major, version.minor);
        minor(&self.from).zip(minor(&self.to)).filter(|(from, to)| from != to)
    }

    /// Whether a minor is among those that this goes up to.
    #[must_use]
    pub fn reaches(&self, minor: Minor) -> bool {
        self.known_minors().is_some_and(|(from, to)| from < minor && minor <= to)
    }
}

/// Another release of etcd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EtcdChange {
    /// Both trees tell it.
    Known {
        /// What members run.
        from: Version,
        /// What they will run.
        to: Version,
    },
    /// A tag is no version.
    Unknown {
        /// The image that members run.
        from: String,
        /// The image that they will run.
        to: String,
    },
}

/// Why another release of etcd is not safe in one rollout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EtcdRisk {
    /// A member refuses data of a newer minor (etcd's server/etcdserver/version, `mustDetectDowngrade`).
    Older,
    /// Members of minors that are not neighbours do not form a cluster.
    SkippedMinor,
    /// Members that were removed come back (<https://etcd.io/blog/2025/zombie_members_upgrade/>).
    OldPatch,
    /// Nobody can say which it is.
    Unknown,
}

/// The patch of etcd 3.5 that repairs its list of members for 3.6.
const REPAIRS_MEMBERS: u64 = 26;

impl EtcdChange {
    /// Whether members write their data in another way, or may.
    #[must_use]
    pub fn is_another_minor(&self) -> bool {
        match self {
            Self::Known { from, to } => (from.major, from.minor) != (to.major, to.minor),
            Self::Unknown { .. } => true,
        }
    }

    /// What is not safe about it.
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

/// The change of release of API servers, where both trees tell it.
pub(super) fn change(question: &Question<'_>, before: &Files, after: &Files) -> Option<VersionChange> {
    let (from, to) = releases(Component::KubeApiserver, question, before, after)?;
    let is_off = |pointer| kubelets_set_to_false(pointer, question.after(), after);
    (from != to).then(|| VersionChange {
        from,
        to,
        units: units(question.after()),
        takes_cgroup_v1: is_off("/failCgroupV1"),
        keeps_selinux_mount_off: is_off("/featureGates/SELinuxMount"),
    })
}

/// The change of etcd's release, where both trees run one.
pub(super) fn etcd(question: &Question<'_>, before: &Files, after: &Files) -> Option<EtcdChange> {
    let component = Component::Etcd;
    if let Some((from, to)) = releases(component, question, before, after) {
        return (from != to).then_some(EtcdChange::Known { from, to });
    }
    let (from, to) =
        (image(component, question.before()?, before)?, image(component, question.after(), after)?);
    (from != to).then_some(EtcdChange::Unknown { from, to })
}

/// The image of a component's pods.
fn image(component: Component, lock: &Lock, files: &Files) -> Option<String> {
    lock.rows().find_map(|row| match ArtifactKind::of(&row.place) {
        ArtifactKind::StaticPod(one) if one == component => static_pod::image(files.text(&row.place)?),
        _ => None,
    })
}

/// A component's release before and after.
fn releases(
    component: Component,
    question: &Question<'_>,
    before: &Files,
    after: &Files,
) -> Option<(Version, Version)> {
    Some((release(component, question.before()?, before)?, release(component, question.after(), after)?))
}

fn release(component: Component, lock: &Lock, files: &Files) -> Option<Version> {
    lock.rows().find_map(|row| {
        let text = || files.text(&row.place);
        match ArtifactKind::of(&row.place) {
            ArtifactKind::StaticPod(one) if one == component => tag(&static_pod::image(text()?)?),
            ArtifactKind::Unit(one) if one == component => Version::parse(&unit::release(text()?)?).ok(),
            _ => None,
        }
    })
}

/// Whether a kubelet's configuration sets a field to false.
fn kubelets_set_to_false(pointer: &str, lock: &Lock, files: &Files) -> bool {
    let is_configuration = |place: &Place| {
        path_on_machine(place.path.as_str()) == paths::KUBELET_CONFIG.as_str().strip_prefix('/')
    };
    let texts = lock.rows().filter(|row| is_configuration(&row.place)).find_map(|row| files.text(&row.place));
    let documents = texts.and_then(fields::documents).unwrap_or_default();
    documents.iter().any(|document| document.pointer(pointer) == Some(&Value::Bool(false)))
}

fn units(lock: &Lock) -> BTreeSet<Component> {
    let kinds = lock.rows().map(|row| ArtifactKind::of(&row.place));
    kinds
        .filter_map(|kind| if let ArtifactKind::Unit(component) = kind { Some(component) } else { None })
        .collect()
}

/// The release in an image's tag, such as `registry.k8s.io/kube-apiserver:v1.37.2@sha256:…` or `…/etcd:3.7.0-0`.
fn tag(image: &str) -> Option<Version> {
    let name = image.split('@').next()?;
    let tag = name.rsplit_once(':')?.1;
    Version::parse(tag.strip_prefix('v').unwrap_or(tag)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_release_from_a_tag() {
        let digest = format!("r:5000/a/kube-apiserver:v1.37.2@sha256:{}", "0".repeat(64));
        assert_eq!(tag(&digest), Some(Version::new(1, 37, 2)));
        assert_eq!(tag("registry.k8s.io/etcd:3.7.0-0").map(|version| version.minor), Some(7));
        for none in ["r:5000/kube-apiserver", "a:latest", "a:v1", "a@sha256:0"] {
            assert_eq!(tag(none), None, "{none}");
        }
    }

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
