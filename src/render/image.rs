//! Where the image of a static pod comes from.

use crate::{
    kubernetes::{Image, image_tag},
    model::{Cluster, Component},
};

/// The reference of a component's image: `REPOSITORY/NAME:TAG`, with `@DIGEST` where `[images]` pins one.
pub(super) fn image(cluster: &Cluster, component: Component) -> String {
    let images = &cluster.images;
    let tag = match component {
        Component::Etcd => images
            .etcd_tag
            .clone()
            .unwrap_or_else(|| image_tag(cluster.version.minor(), Image::Etcd).to_owned()),
        _ => format!("v{}", cluster.version),
    };
    let digest = images.digests.get(&component).map(|digest| format!("@{digest}")).unwrap_or_default();
    format!("{}/{}:{tag}{digest}", images.repository, component.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::example::draft;

    #[test]
    fn an_image_has_the_clusters_version_and_its_digest() {
        let mut draft = draft();
        draft.images.repository = "registry.example.com:5000/k8s".to_owned();
        draft.images.digests.insert(Component::KubeScheduler, "sha256:00".to_owned());
        let cluster = Cluster::new(draft).unwrap();
        let apiserver = image(&cluster, Component::KubeApiserver);
        assert_eq!(apiserver, "registry.example.com:5000/k8s/kube-apiserver:v1.37.2");
        let scheduler = image(&cluster, Component::KubeScheduler);
        assert_eq!(scheduler, "registry.example.com:5000/k8s/kube-scheduler:v1.37.2@sha256:00");
        assert_eq!(image(&cluster, Component::Etcd), "registry.example.com:5000/k8s/etcd:3.7.0-0");
    }
}
