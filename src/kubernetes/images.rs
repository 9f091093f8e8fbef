//! The images that kubeadm of each minor pulls next to those of Kubernetes itself.

use super::facts::facts;
use crate::model::Minor;

/// An image with a tag of its own; those of Kubernetes itself carry the version of Kubernetes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Image {
    /// `registry.k8s.io/coredns/coredns`
    Coredns,
    /// `registry.k8s.io/etcd`
    Etcd,
    /// `registry.k8s.io/pause`
    Pause,
}

impl Image {
    const fn name(self) -> &'static str {
        match self {
            Self::Coredns => "coredns",
            Self::Etcd => "etcd",
            Self::Pause => "pause",
        }
    }
}

/// The tag that kubeadm of that minor names, such as `3.7.0-0` for etcd and `v1.14.6` for CoreDNS.
#[must_use]
pub fn image_tag(minor: Minor, image: Image) -> &'static str {
    // Each image is in each file: a test says so.
    facts(minor).images.find(image.name()).next().and_then(|mut columns| columns.next()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_minor_names_every_image() {
        for minor in Minor::ALL {
            for image in [Image::Coredns, Image::Etcd, Image::Pause] {
                assert!(image_tag(minor, image).contains('.'), "{minor} {image:?}");
            }
        }
        assert_eq!(image_tag(Minor::V1_37, Image::Etcd), "3.7.0-0");
    }
}
