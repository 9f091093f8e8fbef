//! The document itself: its top level, all of it as a draft, and the list of its tables.

use super::{
    Key, ReferencedFiles, Shape, Table, accounts, audit, cluster, components, encryption, nodes, pki,
};
use crate::{
    diagnostic::Invalid,
    model::{Cluster, Draft},
};

pub(in crate::config) static DOCUMENT: Shape = Shape {
    title: "",
    keys: &[
        Key::required("schema", "1", "begin the file with schema = 1"),
        Key::optional("cluster", "required"),
        Key::optional("control_plane", "required"),
        Key::optional("worker", "no workers"),
        Key::optional("pki", "required"),
        Key::optional("apiserver", "all defaults"),
        Key::optional("controller_manager", "all defaults"),
        Key::optional("scheduler", "all defaults"),
        Key::optional("etcd", "all defaults"),
        Key::optional("kubelet", "all defaults"),
        Key::optional("audit", "all defaults"),
        Key::optional("encryption", "all defaults"),
        Key::optional("images", "all defaults"),
        Key::optional("users", "all defaults"),
        Key::optional("bootstrap", "all defaults"),
        Key::optional("rollout", "all defaults"),
        Key::optional("admin", "only admin.conf and super-admin.conf"),
    ],
};

/// Every table, in the order in which the documentation has them.
pub(super) static SHAPES: &[&Shape] = &[
    &DOCUMENT,
    &cluster::CLUSTER,
    &nodes::CONTROL_PLANE,
    &nodes::WORKER,
    &pki::PKI,
    &pki::SUBJECT,
    &pki::GENERATIONS,
    &pki::KEY_GENERATIONS,
    &components::APISERVER,
    &components::CONTROLLER_MANAGER,
    &components::SCHEDULER,
    &components::ETCD,
    &components::KUBELET,
    &audit::AUDIT,
    &encryption::ENCRYPTION,
    &encryption::ENCRYPTION_KEY,
    &cluster::IMAGES,
    &cluster::DIGESTS,
    &accounts::USERS,
    &cluster::BOOTSTRAP,
    &cluster::ROLLOUT,
    &accounts::ADMIN,
];

/// The whole document. `None` only where a default is wrong, which a test rules out.
pub(in crate::config) fn draft(root: &Table<'_>, files: &dyn ReferencedFiles) -> Option<Draft> {
    let schema = root.value("schema", |item| item.accept(check_schema(item.integer()?)));
    let cluster = cluster::read(&root.table("cluster", &cluster::CLUSTER));
    let control_plane = root.tables("control_plane", &nodes::CONTROL_PLANE);
    let workers = root.tables("worker", &nodes::WORKER);
    let pki = pki::read(&root.table("pki", &pki::PKI));
    let apiserver = components::read_apiserver(&root.table("apiserver", &components::APISERVER), files);
    let manager = &components::CONTROLLER_MANAGER;
    let controller_manager = components::read_controllers(&root.table("controller_manager", manager));
    let scheduler = components::read_controllers(&root.table("scheduler", &components::SCHEDULER));
    let etcd = components::read_etcd(&root.table("etcd", &components::ETCD));
    let kubelet = components::read_kubelet(&root.table("kubelet", &components::KUBELET));
    let audit = audit::read(&root.table("audit", &audit::AUDIT), files);
    let encryption = encryption::read(&root.table("encryption", &encryption::ENCRYPTION));
    let images = cluster::read_images(&root.table("images", &cluster::IMAGES));
    let users = accounts::read_users(&root.table("users", &accounts::USERS));
    let bootstrap = root.table("bootstrap", &cluster::BOOTSTRAP);
    let rollout = cluster::read_rollout(&root.table("rollout", &cluster::ROLLOUT));
    let admins = root.tables("admin", &accounts::ADMIN);
    schema?;
    let (cluster, pki) = (cluster?, pki?);
    Some(Draft {
        name: cluster.name,
        id: cluster.id,
        version: cluster.version,
        endpoint: cluster.endpoint,
        service_cidr: cluster.service_cidr,
        pod_cidr: cluster.pod_cidr,
        node_mask_ipv4: cluster.node_mask_ipv4,
        node_mask_ipv6: cluster.node_mask_ipv6,
        dns_domain: cluster.dns_domain,
        recipients: cluster.recipients,
        control_plane: control_plane.iter().filter_map(nodes::read_control_plane).collect(),
        workers: workers.iter().filter_map(nodes::read_worker).collect(),
        bootstrap: cluster::read_bootstrap(&bootstrap, pki.not_before)?,
        pki,
        apiserver: apiserver?,
        controller_manager: controller_manager?,
        scheduler: scheduler?,
        etcd: etcd?,
        kubelet: kubelet?,
        audit: audit?,
        encryption: encryption?,
        images: images?,
        users: users?,
        rollout: rollout?,
        admins: admins.iter().filter_map(accounts::read_admin).collect(),
    })
}

fn check_schema(found: i64) -> Result<(), Invalid> {
    if found == i64::from(Cluster::SCHEMA) {
        return Ok(());
    }
    let refusal = Invalid::new("schema", format!("schema {found} is not known to this kubemint"), "1");
    Err(refusal.help("a higher schema needs a newer kubemint"))
}
