//! The document itself: its top level, and all of it as a draft.

use super::{
    Key, ReferencedFiles, Shape, Table, admin, apiserver, audit, bootstrap, cluster, control_plane,
    controllers, encryption, etcd, images, kubelet, pki, rollout, users, worker,
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

/// The whole document. `None` only where a default is wrong, which a test rules out.
pub(in crate::config) fn draft(root: &Table<'_>, files: &dyn ReferencedFiles) -> Option<Draft> {
    let schema = root.value("schema", |item| item.accept(check_schema(item.integer()?)));
    let cluster = cluster::read(&root.table("cluster", &cluster::CLUSTER));
    let control_plane = root.tables("control_plane", &control_plane::CONTROL_PLANE);
    let workers = root.tables("worker", &worker::WORKER);
    let pki = pki::read(&root.table("pki", &pki::PKI));
    let apiserver = apiserver::read(&root.table("apiserver", &apiserver::APISERVER), files);
    let manager = &controllers::CONTROLLER_MANAGER;
    let controller_manager = controllers::read(&root.table("controller_manager", manager));
    let scheduler = controllers::read(&root.table("scheduler", &controllers::SCHEDULER));
    let etcd = etcd::read(&root.table("etcd", &etcd::ETCD));
    let kubelet = kubelet::read(&root.table("kubelet", &kubelet::KUBELET));
    let audit = audit::read(&root.table("audit", &audit::AUDIT), files);
    let encryption = encryption::read(&root.table("encryption", &encryption::ENCRYPTION));
    let images = images::read(&root.table("images", &images::IMAGES));
    let users = users::read(&root.table("users", &users::USERS));
    let bootstrap = root.table("bootstrap", &bootstrap::BOOTSTRAP);
    let rollout = rollout::read(&root.table("rollout", &rollout::ROLLOUT));
    let admins = root.tables("admin", &admin::ADMIN);
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
        control_plane: control_plane.iter().filter_map(control_plane::read).collect(),
        workers: workers.iter().filter_map(worker::read).collect(),
        bootstrap: bootstrap::read(&bootstrap, pki.not_before)?,
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
        admins: admins.iter().filter_map(admin::read).collect(),
    })
}

fn check_schema(found: i64) -> Result<(), Invalid> {
    if found == i64::from(Cluster::SCHEMA) {
        return Ok(());
    }
    let refusal = Invalid::new("schema", format!("schema {found} is not known to this kubemint"), "1");
    Err(refusal.help("a higher schema needs a newer kubemint"))
}
