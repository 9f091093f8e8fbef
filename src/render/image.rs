//! The version of a component, and the image of its static pod.

use crate::{
    kubernetes::{Image, image_tag},
    model::{Cluster, Component, ImageTag},
};

/// The reference of a component's image: `REPOSITORY/NAME:TAG`, with `@DIGEST` if `[images]` pins one.
#[must_use]
pub fn image(cluster: &Cluster, component: Component) -> String {
    let images = &cluster.images;
    let tag = match component {
        Component::Etcd => etcd_tag(cluster).to_owned(),
        _ => format!("v{}", cluster.version),
    };
    let digest = images.digests.get(&component).map(|digest| format!("@{digest}")).unwrap_or_default();
    format!("{}/{}:{tag}{digest}", images.repository, component.name())
}

/// The version of a component's program: its image's tag, without the revision of etcd's image; `None` if it is whichever the
/// machine's distribution has.
#[must_use]
pub fn release(cluster: &Cluster, component: Component) -> Option<String> {
    match component {
        Component::KubeHaproxy | Component::KubeKeepalived => None,
        Component::Etcd => etcd_tag(cluster).split('-').next().map(str::to_owned),
        _ => Some(cluster.version.to_string()),
    }
}

/// The reference of CoreDNS's image. Its name is `coredns/coredns` at registry.k8s.io and `coredns` in a mirror, as with
/// kubeadm (1.37, `cmd/kubeadm/app/images`, `GetDNSImage`).
#[must_use]
pub fn coredns(cluster: &Cluster) -> String {
    let (settings, repository) = (&cluster.coredns, cluster.images.repository.as_str());
    let name = if repository == "registry.k8s.io" { "coredns/coredns" } else { "coredns" };
    let kubeadms = || image_tag(cluster.version.minor(), Image::Coredns);
    let tag = settings.tag.as_ref().map_or_else(kubeadms, ImageTag::as_str);
    let digest = settings.digest.as_ref().map(|digest| format!("@{digest}")).unwrap_or_default();
    format!("{repository}/{name}:{tag}{digest}")
}

fn etcd_tag(cluster: &Cluster) -> &str {
    let kubeadms = || image_tag(cluster.version.minor(), Image::Etcd);
    cluster.images.etcd_tag.as_ref().map_or_else(kubeadms, ImageTag::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ImageDigest, ImageRepository, example::draft};

    #[test]
    fn an_image_has_the_clusters_version_and_its_digest() {
        let mut draft = draft();
        draft.images.repository = ImageRepository::parse("registry.example.com:5000/k8s").unwrap();
        let digest = format!("sha256:{}", "0".repeat(64));
        draft.images.digests.insert(Component::KubeScheduler, ImageDigest::parse(&digest).unwrap());
        let cluster = crate::validate::cluster(draft).unwrap();
        let apiserver = image(&cluster, Component::KubeApiserver);
        assert_eq!(apiserver, "registry.example.com:5000/k8s/kube-apiserver:v1.37.2");
        let scheduler = image(&cluster, Component::KubeScheduler);
        assert_eq!(scheduler, format!("registry.example.com:5000/k8s/kube-scheduler:v1.37.2@{digest}"));
        assert_eq!(image(&cluster, Component::Etcd), "registry.example.com:5000/k8s/etcd:3.7.0-0");
        assert_eq!(release(&cluster, Component::Etcd).unwrap(), "3.7.0");
        assert_eq!(release(&cluster, Component::Kubelet).unwrap(), "1.37.2");
    }
}
