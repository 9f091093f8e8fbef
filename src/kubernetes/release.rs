//! Which minor of a component belongs to a minor of Kubernetes.

use super::{Image, image_tag};
use crate::model::{Component, Minor};

/// The component with its own minor, such as `kubelet 1.37` or, with Kubernetes 1.37, `etcd 3.7`.
#[must_use]
pub fn component_release(minor: Minor, component: Component) -> String {
    let release = match component {
        Component::Etcd => major_and_minor(image_tag(minor, Image::Etcd)).to_owned(),
        _ => minor.to_string(),
    };
    format!("{} {release}", component.name())
}

/// Every minor of etcd that belongs to a supported minor of Kubernetes, in ascending order, such as `3.6`.
#[must_use]
pub fn etcd_minors() -> Vec<&'static str> {
    let mut minors: Vec<_> =
        Minor::ALL.into_iter().map(|minor| major_and_minor(image_tag(minor, Image::Etcd))).collect();
    minors.dedup();
    minors
}

/// The minor of Kubernetes whose facts apply to etcd with this image tag: `minor` itself if that minor of etcd
/// belongs to it, otherwise the newest minor to which it belongs; `None` if there is none.
#[must_use]
pub fn minor_with_etcd(minor: Minor, tag: &str) -> Option<Minor> {
    let wanted = major_and_minor(tag);
    let comes_with = |minor: &Minor| major_and_minor(image_tag(*minor, Image::Etcd)) == wanted;
    std::iter::once(minor).chain(Minor::ALL.into_iter().rev()).find(comes_with)
}

/// `3.7` of `3.7.0-0` or `v3.7.0`.
fn major_and_minor(tag: &str) -> &str {
    let version = tag.strip_prefix('v').unwrap_or(tag);
    let ends = version.match_indices('.').nth(1).map_or(version.len(), |(at, _)| at);
    version.get(..ends).unwrap_or(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn etcd_has_minors_of_its_own() {
        assert_eq!(component_release(Minor::V1_37, Component::Etcd), "etcd 3.7");
        assert_eq!(component_release(Minor::V1_37, Component::Kubelet), "kubelet 1.37");
        assert_eq!(component_release(Minor::V1_36, Component::Etcd), "etcd 3.6");
    }

    #[test]
    fn another_tag_may_be_another_minor() {
        assert_eq!(minor_with_etcd(Minor::V1_37, "v3.7.4"), Some(Minor::V1_37));
        assert_eq!(minor_with_etcd(Minor::V1_37, "3.6.14-0"), Some(Minor::V1_36));
        assert_eq!(minor_with_etcd(Minor::V1_34, "3.6.14-0"), Some(Minor::V1_34));
        assert_eq!(minor_with_etcd(Minor::V1_37, "3.5.21-0"), None);
        assert_eq!(minor_with_etcd(Minor::V1_37, "latest"), None);
    }
}
