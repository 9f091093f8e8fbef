//! The images that kubeadm of each minor pulls beside those of Kubernetes itself.

use super::facts::facts;
use crate::model::Minor;

/// An image with a tag of its own. Images of Kubernetes itself have Kubernetes' version as their tag.
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

/// kubeadm's tag in that minor, such as `3.7.0-0` for etcd and `v1.14.6` for CoreDNS.
#[must_use]
pub fn image_tag(minor: Minor, image: Image) -> &'static str {
    // A test verifies that each file has each image.
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
