//! Kubeconfigs with embedded certificates: of components and kubelets on their machines, of administrators on none.

mod document;
#[cfg(test)]
mod tests;

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use self::document::{Credentials, Kubeconfig, Written};
use super::{bootstrap_token, yaml::YamlError};
use crate::{
    derive::BootstrapToken,
    model::{Account, ApiserverChoice, Cluster, Endpoint, Host, NodeRef},
    pki::{Attribute, Ca, Installed, Issued, Pki, Role},
    tree::{Artifact, Digest, MachinePath, Origin, RelPath},
};

/// The kubeconfig with which a worker asks for its first certificate.
const BOOTSTRAP_KUBELET: MachinePath = MachinePath::known("/etc/kubernetes/bootstrap-kubelet.conf");

/// The user of the bootstrap token, as kubeadm names it (Kubernetes 1.37, `cmd/kubeadm/app/discovery/discovery.go`).
const BOOTSTRAP_USER: &str = "tls-bootstrap-token-user";

/// Every kubeconfig of the tree.
///
/// # Errors
/// [`YamlError`], which no text brings about.
pub fn kubeconfigs(cluster: &Cluster, pki: &Pki, token: &BootstrapToken) -> Result<Vec<Artifact>, YamlError> {
    let writer = Writer { cluster, pki };
    let of_certificates = pki.leaves().filter_map(|leaf| writer.of_leaf(leaf).transpose());
    let bootstrapping = cluster.nodes().filter(|node| node.bootstraps());
    let of_token = bootstrapping.map(|node| writer.of_token(node, token));
    of_certificates.chain(of_token).collect()
}

struct Writer<'a> {
    cluster: &'a Cluster,
    pki: &'a Pki,
}

impl Writer<'_> {
    /// The kubeconfig that embeds a certificate; `None` where the certificate has files of its own.
    fn of_leaf(&self, leaf: &Issued) -> Result<Option<Artifact>, YamlError> {
        let Some((path, reader)) = place(leaf) else { return Ok(None) };
        let credentials = Credentials::Certificate {
            certificate: leaf.certificate_pem().to_owned(),
            key: leaf.key_pem().clone(),
        };
        let user = leaf.profile().subject.get(Attribute::CommonName).unwrap_or_default();
        let parts = vec![leaf.certificate_origin(), leaf.key_origin()];
        self.write(path, &self.server(leaf), user, &credentials, parts)
            .map(|file| Some(file.owned_by(reader)))
    }

    fn of_token(&self, node: NodeRef<'_>, token: &BootstrapToken) -> Result<Artifact, YamlError> {
        let path = BOOTSTRAP_KUBELET.on(node.name());
        let parts = vec![bootstrap_token::origin(self.cluster)];
        let server = self.cluster.endpoint.https_url();
        self.write(path, &server, BOOTSTRAP_USER, &Credentials::Token(token.to_text()), parts)
    }

    fn write(
        &self,
        path: RelPath,
        server: &str,
        user: &str,
        credentials: &Credentials,
        mut parts: Vec<Origin>,
    ) -> Result<Artifact, YamlError> {
        let authorities = self.pki.ca_bundle_pem(Ca::Kubernetes);
        let cluster = self.cluster.name.as_str();
        let written = Kubeconfig { cluster, server, authorities: &authorities, user, credentials }.write()?;
        parts.insert(0, self.pki.ca_bundle_origin(Ca::Kubernetes));
        let origin = Origin::Composed { frame: frame(&written), parts };
        Ok(Artifact::secret(path, Zeroizing::new(written.text.as_bytes().to_vec()), origin))
    }

    /// The API server that the holder of a certificate dials.
    fn server(&self, leaf: &Issued) -> String {
        let node = leaf.holder().and_then(|name| self.cluster.control_plane_node(name));
        match (self.choice(leaf.role()), node) {
            (ApiserverChoice::Local, Some(node)) => {
                let host = Host::Address(node.node.addresses.primary());
                Endpoint::new(host, self.cluster.apiserver.port).https_url()
            }
            _ => self.cluster.endpoint.https_url(),
        }
    }

    /// A kubelet beside an API server asks that one, as kubeadm's does for good since 1.35: with a newer one behind the endpoint
    /// it could meet an API server older than itself.
    fn choice(&self, role: Role) -> ApiserverChoice {
        match role {
            Role::ControllerManager => self.cluster.controller_manager.apiserver,
            Role::Scheduler => self.cluster.scheduler.apiserver,
            Role::Kubelet => ApiserverChoice::Local,
            _ => ApiserverChoice::Endpoint,
        }
    }
}

/// Where the kubeconfig of a certificate lies and who reads it.
fn place(leaf: &Issued) -> Option<(RelPath, Account)> {
    let installed = &leaf.role().row()?.installed;
    let reader = match installed {
        Installed::Files { .. } => return None,
        Installed::Kubeconfig { reader, .. } => *reader,
        Installed::ClusterKubeconfig(_) | Installed::AdminKubeconfig => Account::Root,
    };
    Some((installed.path(leaf.holder())?, reader))
}

/// The digest of the text with its secret left out.
fn frame(written: &Written) -> Digest {
    let parts = written.text.split(written.secret.as_str());
    parts.fold(Sha256::new(), Sha256::chain_update).finalize().into()
}
