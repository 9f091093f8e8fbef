//! The kind of a file, which follows from its path.

use crate::{
    component::paths::{KUBELET_PKI, MANIFESTS, PKI},
    model::Component,
    pki::LISTING,
    render::{cluster_objects::OwnGroup, unit::UNITS},
    resolved,
    tree::{Lock, MachinePath, Place, Secrecy, binding, sums},
};

/// The kinds of files that are compared in different ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ArtifactKind {
    /// A component's static pod.
    StaticPod(Component),
    /// A component's unit.
    Unit(Component),
    /// A drop-in of systemd.
    DropIn,
    /// Objects to apply.
    Objects,
    /// Another YAML document, such as a KubeletConfiguration.
    Yaml,
    /// A file that repeats what others contain: SHA256SUMS, certificates.txt, the resolved cluster, the lock.
    Derived,
    /// A certificate or a public key: the lock's row and certificates.txt describe it fully.
    Pem,
    /// Any other text.
    Lines,
    /// A secret file, of which only the lock's row may be shown.
    Secret,
}

/// The directories of certificates and public keys on a machine.
const CERTIFICATES: [MachinePath; 2] = [PKI, KUBELET_PKI];

impl ArtifactKind {
    /// The kind of the file at `place`.
    pub(super) fn of(place: &Place) -> Self {
        let path = place.path.as_str();
        let on_machine = path_on_machine(path).unwrap_or_default();
        let name = path.rsplit('/').next().unwrap_or_default();
        let of_tree = [Lock::place(), resolved::place()];
        if matches!(name, sums::NAME | binding::NAME) || path == LISTING || of_tree.contains(place) {
            return Self::Derived;
        }
        if place.secrecy == Secrecy::Secret {
            return Self::Secret;
        }
        if let Some(component) = named(on_machine, &MANIFESTS, ".yaml") {
            return Self::StaticPod(component);
        }
        if let Some(component) = named(on_machine, &UNITS, ".service") {
            return Self::Unit(component);
        }
        if OwnGroup::of(path).is_some() {
            return Self::Objects;
        }
        match name.rsplit_once('.').map(|(_, extension)| extension) {
            Some("yaml") if path.starts_with("cluster/") && name != "kustomization.yaml" => Self::Objects,
            Some("yaml") => Self::Yaml,
            Some("conf") if UNITS.below(on_machine).is_some() => Self::DropIn,
            Some("crt" | "pub") if CERTIFICATES.iter().any(|pki| pki.below(on_machine).is_some()) => {
                Self::Pem
            }
            _ => Self::Lines,
        }
    }

    /// The component whose process the file starts.
    pub(super) const fn starts(self) -> Option<Component> {
        match self {
            Self::StaticPod(component) | Self::Unit(component) => Some(component),
            _ => None,
        }
    }
}

/// The path on the machine, without the leading `/`, of the file at `path` in the public or secret output.
pub(super) fn path_on_machine(path: &str) -> Option<&str> {
    path.strip_prefix("nodes/")?.split_once('/').map(|(_, path)| path)
}

/// The component that gives a file in `folder` its name.
fn named(path: &str, directory: &MachinePath, extension: &str) -> Option<Component> {
    let name = directory.below(path)?.strip_suffix(extension)?;
    Component::ALL.into_iter().find(|component| component.name() == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::RelPath;

    #[test]
    fn the_kind_follows_from_the_path() {
        let kind = |path: &str| ArtifactKind::of(&Place::public(RelPath::parse(path).unwrap()));
        use ArtifactKind::{Derived, DropIn, Lines, Objects, Pem, StaticPod, Unit, Yaml};
        for (path, expected) in [
            ("nodes/a/etc/kubernetes/manifests/etcd.yaml", StaticPod(Component::Etcd)),
            ("nodes/a/etc/kubernetes/manifests/other.yaml", Yaml),
            ("nodes/a/etc/systemd/system/kubelet.service", Unit(Component::Kubelet)),
            ("nodes/a/etc/systemd/system/multi-user.target.d/10-kubemint.conf", DropIn),
            ("nodes/a/etc/sysusers.d/kubemint.conf", Lines),
            ("nodes/a/var/lib/kubelet/config.yaml", Yaml),
            ("nodes/a/etc/kubernetes/pki/sa.pub", Pem),
            ("nodes/a/SHA256SUMS", Derived),
            ("certificates.txt", Derived),
            ("kubemint.lock", Derived),
            ("cluster.json", Derived),
            ("cluster/rbac/get-nodes.yaml", Objects),
            ("cluster/nodes/kustomization.yaml", Yaml),
            ("cluster/objects/before-nodes/a/b.json", Objects),
            ("cluster/objects/after-nodes/kustomization.yaml", Yaml),
        ] {
            assert_eq!(kind(path), expected, "{path}");
        }
        let secret = Place::secret(RelPath::parse("cluster/bootstrap-token.yaml").unwrap());
        assert_eq!(ArtifactKind::of(&secret), ArtifactKind::Secret);
    }
}
