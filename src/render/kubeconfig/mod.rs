//! Kubeconfigs with embedded certificates: of components and kubelets on their machines, of administrators on none.

mod document;
#[cfg(test)]
mod tests;

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use self::document::{Credentials, Kubeconfig};
use super::{bootstrap_token, yaml::YamlError};
use crate::{
    derive::BootstrapToken,
    model::{Account, ApiserverChoice, Cluster, Endpoint, Host, NodeRef},
    pki::{Ca, Installed, Issued, Pki, Role},
    tree::{Artifact, MachinePath, Origin, RelPath},
};

/// The kubeconfig with which a worker asks for its first certificate.
const BOOTSTRAP_KUBELET: MachinePath = MachinePath::known("/etc/kubernetes/bootstrap-kubelet.conf");

/// The user of the bootstrap token, as kubeadm names it (Kubernetes 1.37, `cmd/kubeadm/app/discovery/discovery.go`).
const BOOTSTRAP_USER: &str = "tls-bootstrap-token-user";

/// Every kubeconfig of the tree, those of a run without seed with no bytes: it has no keys and no `token`.
///
/// # Errors
/// [`YamlError`], which no text brings about.
pub fn kubeconfigs(
    cluster: &Cluster,
    pki: &Pki,
    token: Option<&BootstrapToken>,
) -> Result<Vec<Artifact>, YamlError> {
    let writer = Writer { cluster, pki };
    let of_certificates = pki.leaves().filter_map(|leaf| writer.of_leaf(leaf).transpose());
    let bootstrapping = cluster.nodes().filter(|node| node.bootstraps());
    let of_token = bootstrapping.map(|node| writer.of_token(node, token));
    of_certificates.chain(of_token).collect()
}

/// Whom a kubeconfig is for.
struct User<'a> {
    server: String,
    name: &'a str,
    /// `None` where the run has no seed.
    credentials: Option<Credentials>,
    /// Credentials with nothing in them, for the digest of what stands around them.
    left_out: Credentials,
    /// What is left out, apart from the authorities.
    parts: Vec<Origin>,
}

struct Writer<'a> {
    cluster: &'a Cluster,
    pki: &'a Pki,
}

impl Writer<'_> {
    /// The kubeconfig that embeds a certificate; `None` where the certificate has files of its own.
    fn of_leaf(&self, leaf: &Issued) -> Result<Option<Artifact>, YamlError> {
        let Some((path, reader)) = place(leaf) else { return Ok(None) };
        let user = User {
            server: self.server(leaf),
            name: leaf.profile().subject.common_name(),
            credentials: leaf.certificate_pem().zip(leaf.key_pem()).map(|(certificate, key)| {
                Credentials::Certificate { certificate: certificate.to_owned(), key: key.clone() }
            }),
            left_out: Credentials::Certificate { certificate: String::new(), key: Zeroizing::default() },
            parts: vec![leaf.certificate_origin(), leaf.key_origin()],
        };
        self.write(path, user).map(|file| Some(file.owned_by(reader)))
    }

    fn of_token(&self, node: NodeRef<'_>, token: Option<&BootstrapToken>) -> Result<Artifact, YamlError> {
        let user = User {
            server: self.cluster.endpoint.https_url(),
            name: BOOTSTRAP_USER,
            credentials: token.map(|token| Credentials::Token(token.to_text())),
            left_out: Credentials::Token(Zeroizing::default()),
            parts: vec![bootstrap_token::origin(self.cluster)],
        };
        self.write(BOOTSTRAP_KUBELET.on(node.name()), user)
    }

    fn write(&self, path: RelPath, user: User<'_>) -> Result<Artifact, YamlError> {
        let User { server, name: user, credentials, left_out, mut parts } = user;
        let (cluster, server) = (self.cluster.name.as_str(), server.as_str());
        let text = |authorities: &str, credentials: &Credentials| {
            Kubeconfig { cluster, server, authorities, user, credentials }.write()
        };
        let frame = Sha256::digest(text("", &left_out)?.as_bytes()).into();
        let authorities = self.pki.ca_bundle_pem(Ca::Kubernetes);
        let text = credentials.map(|credentials| text(&authorities, &credentials)).transpose()?;
        parts.insert(0, self.pki.ca_bundle_origin(Ca::Kubernetes));
        Ok(Artifact::secret(path, text, Origin::Composed { frame, parts }))
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
