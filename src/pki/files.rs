//! The PEM files of keys and certificates, for machines and for no machine.

use zeroize::Zeroizing;

use super::{
    Authority, Ca, Installed, Issued, Pki,
    authority::{KeyPlace, SERVICE_ACCOUNT_READERS},
    leaf_table::LEAF_TABLE,
    paths,
};
use crate::{
    model::{Account, Cluster, Component, NodeRef},
    tree::{Artifact, Mode, Origin, RelPath},
};

impl Pki {
    /// Every PEM file of the tree, without kubeconfigs.
    #[must_use]
    pub fn artifacts(&self, cluster: &Cluster) -> Vec<Artifact> {
        let of_nodes = cluster.nodes().flat_map(|node| self.node_files(cluster, node));
        let of_cluster = Ca::ALL.into_iter().filter_map(|ca| match ca.key_place() {
            KeyPlace::Cluster(path) => Some(private_key(RelPath::joined(&[path]), self.authority(ca))),
            KeyPlace::ControlPlane(_) => None,
        });
        of_nodes.chain(of_cluster).collect()
    }

    fn node_files(&self, cluster: &Cluster, node: NodeRef<'_>) -> Vec<Artifact> {
        let name = node.name();
        let runs = |component: &Component| cluster.runs_on(*component, node);
        let mut files: Vec<_> = Ca::ALL
            .into_iter()
            .filter(|ca| ca.readers().iter().any(runs))
            .map(|ca| public(ca.bundle().on(name), self.ca_bundle_pem(ca), self.ca_bundle_origin(ca)))
            .collect();
        if SERVICE_ACCOUNT_READERS.iter().any(runs) {
            files.extend(self.signing_files(node));
        }
        let leaves = LEAF_TABLE.iter().filter_map(|row| self.leaf(row.role, Some(name)));
        files.extend(leaves.flat_map(|leaf| leaf_files(leaf, node)));
        files
    }

    /// The keys with which kube-controller-manager and kube-apiserver sign and verify tokens.
    fn signing_files(&self, node: NodeRef<'_>) -> Vec<Artifact> {
        let name = node.name();
        let ca = self.authority(Ca::Kubernetes);
        let tokens = self.service_account();
        let mut files = vec![
            public(paths::CA_SIGNING.on(name), ca.certificate_pem(), ca.certificate_origin()),
            public(paths::SERVICE_ACCOUNT_PUBLIC.on(name), tokens.public_pem(), tokens.public_origin()),
            secret(paths::SERVICE_ACCOUNT_KEY.on(name), tokens.key_pem(), tokens.key_origin())
                .with_group(Account::KubeServiceAccount)
                .with_mode(Mode::GROUP_FILE),
        ];
        if let KeyPlace::ControlPlane(path) = Ca::Kubernetes.key_place() {
            files.push(private_key(path.on(name), ca).owned_by(Account::KubeControllerManager));
        }
        files
    }
}

fn leaf_files(leaf: &Issued, node: NodeRef<'_>) -> Vec<Artifact> {
    match (leaf.role().row().map(|row| &row.installed), leaf.certificate_pem()) {
        (Some(Installed::Files { certificate, key, reader }), Some(pem)) => vec![
            public(certificate.on(node.name()), pem, leaf.certificate_origin()),
            secret(key.on(node.name()), leaf.key_pem(), leaf.key_origin()).owned_by(*reader),
        ],
        _ => Vec::new(),
    }
}

fn private_key(path: RelPath, authority: &Authority) -> Artifact {
    secret(path, authority.key_pem(), authority.key_origin())
}

fn public(path: RelPath, pem: impl Into<Vec<u8>>, origin: Origin) -> Artifact {
    Artifact { origin, ..Artifact::public(path, pem) }
}

fn secret(path: RelPath, pem: Option<&Zeroizing<String>>, origin: Origin) -> Artifact {
    Artifact::secret(path, pem.cloned(), origin)
}
