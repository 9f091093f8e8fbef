//! `[cluster]`, and the small tables beside it: `[bootstrap]`, `[images]` and `[rollout]`.

use super::{Item, Key, Shape, Table, timestamp, values};
use crate::model::{
    BootstrapSettings, Cidrs, ClusterId, ClusterName, CommandWords, Component, DnsDomain, Endpoint,
    ImageDigest, ImageRepository, ImageSettings, ImageTag, KubernetesVersion, Label, Recipient, RemoteShell,
    RolloutSettings, Timestamp, Validity,
};

pub(super) static CLUSTER: Shape = Shape {
    title: "[cluster]",
    keys: &[
        Key::required("name", "\"stand-in\"", "add its name, such as name = \"kubernetes\""),
        Key::required(
            "id",
            "\"00000000000000000000000000000000\"",
            "`kubemint init` writes one; or take 32 random digits, as `openssl rand -hex 16` gives them",
        ),
        Key::required("kubernetes_version", "\"1.37.0\"", "add it, such as kubernetes_version = \"1.37.2\""),
        Key::required(
            "endpoint",
            "\"stand-in.invalid:6443\"",
            "add what clients dial, the load balancer or virtual IP, such as endpoint = \"192.168.56.105:6443\"",
        ),
        Key::required(
            "service_cidr",
            "\"10.254.0.0/16\"",
            "add it, such as service_cidr = \"10.254.0.0/16\"",
        ),
        Key::required("pod_cidr", "\"172.30.0.0/16\"", "add it, such as pod_cidr = \"172.30.0.0/16\""),
        Key::default("node_mask_ipv4", "24"),
        Key::default("node_mask_ipv6", "64"),
        Key::default("dns_domain", "\"cluster.local\""),
        Key::default("recipients", "[]"),
    ],
};

/// The content of the table.
pub(super) struct ClusterTable {
    pub(super) name: ClusterName,
    pub(super) id: ClusterId,
    pub(super) version: KubernetesVersion,
    pub(super) endpoint: Endpoint,
    pub(super) service_cidr: Cidrs,
    pub(super) pod_cidr: Cidrs,
    pub(super) node_mask_ipv4: u8,
    pub(super) node_mask_ipv6: u8,
    pub(super) dns_domain: DnsDomain,
    pub(super) recipients: Vec<Recipient>,
}

pub(super) fn read(table: &Table<'_>) -> Option<ClusterTable> {
    let name = table.value("name", |item| item.parse(Label::parse));
    let id = table.value("id", |item| item.parse(ClusterId::parse));
    let version = table.value("kubernetes_version", version);
    let endpoint = table.value("endpoint", |item| item.parse(Endpoint::parse));
    let service_cidr = table.value("service_cidr", values::read_ranges);
    let pod_cidr = table.value("pod_cidr", values::read_ranges);
    let node_mask_ipv4 = table.value("node_mask_ipv4", |item| mask(item, 30));
    let node_mask_ipv6 = table.value("node_mask_ipv6", |item| mask(item, 126));
    let dns_domain = table.value("dns_domain", |item| item.parse(DnsDomain::parse));
    let recipients = table.value("recipients", values::read_recipients);
    Some(ClusterTable {
        name: name?,
        id: id?,
        version: version?,
        endpoint: endpoint?,
        service_cidr: service_cidr?,
        pod_cidr: pod_cidr?,
        node_mask_ipv4: node_mask_ipv4?,
        node_mask_ipv6: node_mask_ipv6?,
        dns_domain: dns_domain?,
        recipients: recipients?,
    })
}

/// A number with a fraction is a version without quotes and patch release.
fn version(item: &Item<'_>) -> Option<KubernetesVersion> {
    match item.raw().as_float() {
        Some(number) => item.accept(KubernetesVersion::parse(number.as_str())),
        None => item.parse(KubernetesVersion::parse),
    }
}

/// The prefix length of a node's range, which needs at least two addresses.
fn mask(item: &Item<'_>, longest: u32) -> Option<u8> {
    item.number(1, longest).and_then(|length| u8::try_from(length).ok())
}

pub(super) static BOOTSTRAP: Shape = Shape {
    title: "[bootstrap]",
    keys: &[
        Key::optional("token_expiry", "24 hours after `not_before` of `[pki]`"),
        Key::default("discovery", "false"),
    ],
};

/// The lifetime of a bootstrap token, with kubeadm's name (`kubeadm token create --ttl`).
const TOKEN_LIFE: Validity = Validity::Hours(24);

pub(super) fn read_bootstrap(table: &Table<'_>, not_before: Timestamp) -> Option<BootstrapSettings> {
    let token_expiry = table.optional("token_expiry", timestamp);
    let discovery = table.value("discovery", boolean);
    // After the year 9999, the validity of certificates is also invalid, which is the better error to report.
    let default = not_before.after(TOKEN_LIFE).unwrap_or(not_before);
    Some(BootstrapSettings { token_expiry: token_expiry.unwrap_or(default), discovery: discovery? })
}

fn boolean(item: &Item<'_>) -> Option<bool> {
    item.boolean()
}

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

pub(super) fn read_images(table: &Table<'_>) -> Option<ImageSettings> {
    let repository = table.value("repository", |item| item.parse(ImageRepository::parse));
    let digests = table.table("digests", &DIGESTS);
    let read = |item: &Item<'_>| item.parse(ImageDigest::parse);
    let digest = |component: Component| Some((component, digests.optional(component.name(), read)?));
    let digests = Component::CONTROL_PLANE.into_iter().filter_map(digest).collect();
    let etcd_tag = table.optional("etcd_tag", |item| item.parse(ImageTag::parse));
    Some(ImageSettings { repository: repository?, digests, etcd_tag })
}

pub(super) static ROLLOUT: Shape = Shape {
    title: "[rollout]",
    keys: &[
        Key::default("ssh", "\"ssh root@{name}\""),
        Key::optional("become", "none: `ssh` logs in as root"),
    ],
};

pub(super) fn read_rollout(table: &Table<'_>) -> Option<RolloutSettings> {
    let ssh = table.value("ssh", |item| item.parse(RemoteShell::parse));
    let become_root = table.optional("become", |item| item.parse(CommandWords::parse));
    Some(RolloutSettings { ssh: ssh?, become_root })
}
