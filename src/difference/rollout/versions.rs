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

/// The change of release of API servers, where both trees tell it.
pub(super) fn change(question: &Question<'_>, before: &Files, after: &Files) -> Option<VersionChange> {
    let from = version(question.before()?, before)?;
    let to = version(question.after(), after)?;
    (from != to).then(|| VersionChange { from, to, units: units(question.after()) })
}

fn version(lock: &Lock, files: &Files) -> Option<Version> {
    lock.rows().find_map(|row| {
        let text = || files.text(&row.place);
        match ArtifactKind::of(&row.place) {
            ArtifactKind::StaticPod(Component::KubeApiserver) => tag(&static_pod::image(text()?)?),
            ArtifactKind::Unit(Component::KubeApiserver) => Version::parse(&unit::release(text()?)?).ok(),
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

/// The release in an image's tag, such as `registry.k8s.io/kube-apiserver:v1.37.2@sha256:…`.
fn tag(image: &str) -> Option<Version> {
    let name = image.split('@').next()?;
    Version::parse(name.rsplit_once(":v")?.1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_release_from_a_tag() {
        let digest = format!("r:5000/a/kube-apiserver:v1.37.2@sha256:{}", "0".repeat(64));
        assert_eq!(tag(&digest), Some(Version::new(1, 37, 2)));
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
