//! Another release of Kubernetes, as the images of pods and the comments of units tell it.

use std::collections::BTreeSet;

use semver::Version;

use crate::{
    difference::{Files, Question, artifact_kind::ArtifactKind, static_pod, unit},
    model::Component,
    tree::Lock,
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
}

impl VersionChange {
    /// How many minors the new release is ahead; negative where it is behind.
    #[must_use]
    pub fn minors(&self) -> i64 {
        let minor = |version: &Version| i64::try_from(version.minor).unwrap_or(i64::MAX);
        minor(&self.to).saturating_sub(minor(&self.from))
    }
}

/// Another minor of etcd, which changes how its data lie on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EtcdMinor {
    /// What members run.
    pub from: Version,
    /// What they will run.
    pub to: Version,
}

/// The change of release of API servers, where both trees tell it.
pub(super) fn change(question: &Question<'_>, before: &Files, after: &Files) -> Option<VersionChange> {
    let (from, to) = releases(Component::KubeApiserver, question, before, after)?;
    (from != to).then(|| VersionChange { from, to, units: units(question.after()) })
}

/// The change of etcd's minor, where both trees tell it.
pub(super) fn etcd_minor(question: &Question<'_>, before: &Files, after: &Files) -> Option<EtcdMinor> {
    let (from, to) = releases(Component::Etcd, question, before, after)?;
    ((from.major, from.minor) != (to.major, to.minor)).then_some(EtcdMinor { from, to })
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
    fn counts_minors() {
        let change = |from, to| VersionChange {
            from: Version::new(1, from, 0),
            to: Version::new(1, to, 3),
            units: BTreeSet::new(),
        };
        assert_eq!([change(35, 37).minors(), change(37, 36).minors(), change(36, 36).minors()], [2, -1, 0]);
    }
}
