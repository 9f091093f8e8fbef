//! `[images]`

use super::{Item, Key, Shape, Table};
use crate::model::{Component, ImageDigest, ImageRepository, ImageSettings, ImageTag};

pub(super) static IMAGES: Shape = Shape {
    title: "[images]",
    keys: &[
        Key::default("repository", "\"registry.k8s.io\""),
        Key::optional("digests", "images are named by tag alone"),
        Key::optional("etcd_tag", "the one that kubeadm of that minor names"),
    ],
};

pub(super) static DIGESTS: Shape = Shape {
    title: "[images.digests]",
    keys: &[
        Key::optional("etcd", "by tag"),
        Key::optional("kube-apiserver", "by tag"),
        Key::optional("kube-controller-manager", "by tag"),
        Key::optional("kube-scheduler", "by tag"),
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
