//! `[images]`

use super::{Item, Key, Shape, Table};
use crate::model::{Component, ImageDigest, ImageRepository, ImageSettings, ImageTag};

pub(super) static IMAGES: Shape = Shape {
    title: "[images]",
    keys: &[
        Key::default("repository", "\"registry.k8s.io\""),
        Key::optional("digests", "no digests"),
        Key::optional("etcd_tag", "the tag that kubeadm of that minor uses"),
    ],
};

pub(super) static DIGESTS: Shape = Shape {
    title: "[images.digests]",
    keys: &[
        Key::optional("etcd", "no digest"),
        Key::optional("kube-apiserver", "no digest"),
        Key::optional("kube-controller-manager", "no digest"),
        Key::optional("kube-scheduler", "no digest"),
    ],
};

pub(super) fn read(table: &Table<'_>) -> Option<ImageSettings> {
    let repository = table.value("repository", |item| item.parse(ImageRepository::parse));
    let digests = table.table("digests", &DIGESTS);
    let read = |item: &Item<'_>| item.parse(ImageDigest::parse);
    let digest = |component: Component| Some((component, digests.optional(component.name(), read)?));
    let digests = Component::CONTROL_PLANE.into_iter().filter_map(digest).collect();
    let etcd_tag = table.optional("etcd_tag", |item| item.parse(ImageTag::parse));
    Some(ImageSettings { repository: repository?, digests, etcd_tag })
}
