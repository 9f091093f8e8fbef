//! The document: its top level, the whole as a draft, and the list of its tables.

use super::{
    Key, ReferencedFiles, Shape, Table, accounts, audit, cluster, components, coredns, encryption,
    load_balancer, nodes, objects, overlays, pki, service_accounts,
};
use crate::{
    diagnostic::Invalid,
    model::{
        Admin, ApiserverSettings, AuditSettings, BootstrapSettings, Cluster, ControlPlaneNode,
        ControllerSettings, CorednsSettings, Draft, EncryptionSettings, EtcdSettings, ImageSettings,
        KubeProxySettings, KubeletSettings, LoadBalancerSettings, Minor, Overlay, OwnObjects, PkiSettings,
        RolloutSettings, ServiceAccountSettings, Users, Worker,
    },
};

pub(in crate::config) static DOCUMENT: Shape = Shape {
    title: "",
    keys: &[
        Key::required("schema", "1", "begin the file with schema = 1"),
        Key::optional("cluster", "required"),
        Key::optional("control_plane", "required"),
        Key::optional("worker", "no workers"),
        Key::optional("pki", "required"),
        Key::optional("load_balancer", "all defaults"),
        Key::optional("apiserver", "all defaults"),
        Key::optional("controller_manager", "all defaults"),
        Key::optional("scheduler", "all defaults"),
        Key::optional("etcd", "all defaults"),
        Key::optional("kubelet", "all defaults"),
        Key::optional("kube_proxy", "all defaults"),
        Key::optional("service_accounts", "all defaults"),
        Key::optional("audit", "all defaults"),
        Key::optional("encryption", "all defaults"),
        Key::optional("coredns", "all defaults"),
        Key::optional("images", "all defaults"),
        Key::optional("users", "all defaults"),
        Key::optional("bootstrap", "all defaults"),
        Key::optional("rollout", "all defaults"),
        Key::optional("admin", "only admin.conf and super-admin.conf"),
        Key::optional("object", "only kubemint's own objects"),
        Key::optional("overlay", "only kubemint's own files"),
    ],
};

/// Every table, in the order of the documentation.
pub(super) static SHAPES: &[&Shape] = &[
    &DOCUMENT,
    &cluster::CLUSTER,
    &nodes::CONTROL_PLANE,
    &nodes::WORKER,
    &pki::PKI,
    &pki::SUBJECT,
    &pki::GENERATIONS,
    &pki::KEY_GENERATIONS,
    &load_balancer::LOAD_BALANCER,
    &components::APISERVER,
    &components::CONTROLLER_MANAGER,
    &components::SCHEDULER,
    &components::ETCD,
    &components::KUBELET,
    &components::KUBE_PROXY,
    &service_accounts::TABLE,
    &audit::AUDIT,
    &encryption::ENCRYPTION,
    &encryption::ENCRYPTION_KEY,
    &coredns::COREDNS,
    &cluster::IMAGES,
    &cluster::DIGESTS,
    &accounts::USERS,
    &cluster::BOOTSTRAP,
    &cluster::ROLLOUT,
    &accounts::ADMIN,
    &objects::OBJECT,
    &overlays::OVERLAY,
    &overlays::PERMISSIONS,
];

/// The whole document; `None` if a table cannot be read or a default is invalid, which a test rules out.
pub(in crate::config) fn draft(root: &Table<'_>, files: &dyn ReferencedFiles) -> Option<Draft> {
    Tables::read(root, files).draft()
}

/// The content of each table; `None` if it has an error. All are read before any is used, so that every error is
/// reported.
struct Tables {
    schema: Option<()>,
    cluster: Option<cluster::ClusterTable>,
    control_plane: Vec<ControlPlaneNode>,
    workers: Vec<Worker>,
    bootstrap: Option<BootstrapSettings>,
    pki: Option<PkiSettings>,
    load_balancer: Option<LoadBalancerSettings>,
    apiserver: Option<ApiserverSettings>,
    controller_manager: Option<ControllerSettings>,
    scheduler: Option<ControllerSettings>,
    etcd: Option<EtcdSettings>,
    kubelet: Option<KubeletSettings>,
    kube_proxy: Option<KubeProxySettings>,
    service_accounts: Option<ServiceAccountSettings>,
    audit: Option<AuditSettings>,
    encryption: Option<EncryptionSettings>,
    coredns: Option<CorednsSettings>,
    images: Option<ImageSettings>,
    users: Option<Users>,
    rollout: Option<RolloutSettings>,
    admins: Vec<Admin>,
    objects: Vec<OwnObjects>,
    overlays: Vec<Overlay>,
}

impl Tables {
    /// In the order of the documentation: errors at the same place are reported in the order in which they are found.
    fn read(root: &Table<'_>, files: &dyn ReferencedFiles) -> Self {
        let table = |key, shape| root.table(key, shape);
        let controllers = |key, shape| components::read_controllers(&table(key, shape));
        let schema = root.value("schema", |item| item.accept(check_schema(item.integer()?)));
        let cluster = cluster::read(&table("cluster", &cluster::CLUSTER));
        let control_plane = root.tables("control_plane", &nodes::CONTROL_PLANE);
        let workers = root.tables("worker", &nodes::WORKER);
        let pki = pki::read(&table("pki", &pki::PKI));
        let read_bootstrap = |pki: &PkiSettings| {
            cluster::read_bootstrap(&table("bootstrap", &cluster::BOOTSTRAP), pki.not_before)
        };
        let minor = cluster.as_ref().map(|cluster| cluster.version.minor());
        Self {
            schema,
            cluster,
            control_plane: control_plane.iter().filter_map(nodes::read_control_plane).collect(),
            workers: workers.iter().filter_map(nodes::read_worker).collect(),
            load_balancer: load_balancer::read(&table("load_balancer", &load_balancer::LOAD_BALANCER)),
            apiserver: components::read_apiserver(&table("apiserver", &components::APISERVER), files),
            controller_manager: controllers("controller_manager", &components::CONTROLLER_MANAGER),
            scheduler: controllers("scheduler", &components::SCHEDULER),
            etcd: components::read_etcd(&table("etcd", &components::ETCD)),
            kubelet: components::read_kubelet(&table("kubelet", &components::KUBELET)),
            kube_proxy: components::read_kube_proxy(&table("kube_proxy", &components::KUBE_PROXY)),
            service_accounts: service_accounts::read(root, files),
            audit: audit::read(&table("audit", &audit::AUDIT), files),
            encryption: encryption::read(&table("encryption", &encryption::ENCRYPTION)),
            coredns: coredns::read(&table("coredns", &coredns::COREDNS), files),
            images: cluster::read_images(&table("images", &cluster::IMAGES)),
            users: accounts::read_users(&table("users", &accounts::USERS)),
            bootstrap: pki.as_ref().and_then(read_bootstrap),
            pki,
            rollout: cluster::read_rollout(&table("rollout", &cluster::ROLLOUT)),
            admins: root.tables("admin", &accounts::ADMIN).iter().filter_map(accounts::read_admin).collect(),
            objects: minor.map(|minor| read_objects(root, files, minor)).unwrap_or_default(),
            overlays: read_overlays(root, files),
        }
    }

    fn draft(self) -> Option<Draft> {
        self.schema?;
        let cluster = self.cluster?;
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
            control_plane: self.control_plane,
            workers: self.workers,
            pki: self.pki?,
            load_balancer: self.load_balancer?,
            apiserver: self.apiserver?,
            controller_manager: self.controller_manager?,
            scheduler: self.scheduler?,
            etcd: self.etcd?,
            kubelet: self.kubelet?,
            kube_proxy: self.kube_proxy?,
            service_accounts: self.service_accounts?,
            audit: self.audit?,
            encryption: self.encryption?,
            coredns: self.coredns?,
            images: self.images?,
            users: self.users?,
            bootstrap: self.bootstrap?,
            rollout: self.rollout?,
            admins: self.admins,
            objects: self.objects,
            overlays: self.overlays,
        })
    }
}

/// `[[object]]`: what an object may be depends on the minor.
fn read_objects(root: &Table<'_>, files: &dyn ReferencedFiles, minor: Minor) -> Vec<OwnObjects> {
    let tables = root.tables("object", &objects::OBJECT);
    tables.iter().filter_map(|table| objects::read(table, files, minor)).collect()
}

/// `[[overlay]]`
fn read_overlays(root: &Table<'_>, files: &dyn ReferencedFiles) -> Vec<Overlay> {
    let tables = root.tables("overlay", &overlays::OVERLAY);
    tables.iter().filter_map(|table| overlays::read(table, files)).collect()
}

fn check_schema(found: i64) -> Result<(), Invalid> {
    if found == i64::from(Cluster::SCHEMA) {
        return Ok(());
    }
    let refusal = Invalid::new("schema", format!("schema {found} is not known to this kubemint"), "1");
    Err(refusal.help("a higher schema needs a newer kubemint"))
}
