//! Kubeconfigs with embedded certificates: those of components and kubelets on their machines, and those of administrators.

mod document;
#[cfg(test)]
mod tests;

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use self::document::{Credentials, Kubeconfig};
use super::{bootstrap_token, yaml::YamlError};
use crate::{
    component::{kube_haproxy::local_endpoint, paths::BOOTSTRAP_KUBELET_CONF},
    derive::BootstrapToken,
    model::{Account, ApiserverChoice, Cluster, Endpoint, Host, NodeRef},
    pki::{Ca, Installed, Issued, Pki, Role},
    tree::{Artifact, Origin, RelPath},
};

/// The user of the bootstrap token, as kubeadm names it (Kubernetes 1.37, `cmd/kubeadm/app/discovery/discovery.go`).
const BOOTSTRAP_USER: &str = "tls-bootstrap-token-user";

/// Every kubeconfig of the tree. In a run without the seed, which has no keys and no `token`, they have no bytes.
///
/// # Errors
/// [`YamlError`], which no text can cause.
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

/// The holder of a kubeconfig.
struct User<'a> {
    server: String,
    name: &'a str,
    names: Names,
    /// `None` if the run has no seed.
    credentials: Option<Credentials>,
    /// Empty credentials, for the digest of the template.
    left_out: Credentials,
    /// The derived parts, apart from the CAs.
    parts: Vec<Origin>,
}

/// How the entries of a kubeconfig are named. The user that the API server sees is always that of the certificate.
#[derive(Clone, Copy)]
enum Names {
    /// As kubeadm names them. Nobody merges the kubeconfigs on a machine.
    OfMachine,
    /// Different from those of other clusters. People merge their kubeconfigs (`KUBECONFIG=a:b`, `kubectl config view
    /// --flatten`), the first of two entries with one name wins, and every cluster of kubeadm's is called `kubernetes`.
    OfPerson,
}

/// The names of a kubeconfig's three entries.
struct Entries {
    cluster: String,
    user: String,
    context: String,
}

/// The number of digits of the cluster's id that distinguish clusters with the same name.
const ID_DIGITS: usize = 8;

impl Names {
    fn of(role: Role) -> Self {
        match role {
            Role::ADMIN | Role::SUPER_ADMIN | Role::NAMED_ADMIN => Self::OfPerson,
            _ => Self::OfMachine,
        }
    }

    fn entries(self, cluster: &Cluster, user: &str) -> Entries {
        match self {
            Self::OfMachine => {
                let cluster = cluster.name.to_string();
                Entries { context: format!("{user}@{cluster}"), user: user.to_owned(), cluster }
            }
            Self::OfPerson => {
                let id: String = cluster.id.as_str().chars().take(ID_DIGITS).collect();
                let cluster = format!("{}-{id}", cluster.name);
                let context = format!("{user}@{cluster}");
                Entries { user: context.clone(), context, cluster }
            }
        }
    }
}

struct Writer<'a> {
    cluster: &'a Cluster,
    pki: &'a Pki,
}

impl Writer<'_> {
    /// The kubeconfig that embeds a certificate; `None` if the certificate is in files of its own.
    fn of_leaf(&self, leaf: &Issued) -> Result<Option<Artifact>, YamlError> {
        let Some((path, reader)) = place(leaf) else { return Ok(None) };
        let user = User {
            server: self.server(leaf),
            name: leaf.profile().subject.common_name(),
            names: Names::of(leaf.role()),
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
            server: self.server_of(node),
            name: BOOTSTRAP_USER,
            names: Names::OfMachine,
            credentials: token.map(|token| Credentials::Token(token.to_text())),
            left_out: Credentials::Token(Zeroizing::default()),
            parts: vec![bootstrap_token::origin(self.cluster)],
        };
        self.write(BOOTSTRAP_KUBELET_CONF.on(node.name()), user)
    }

    fn write(&self, path: RelPath, user: User<'_>) -> Result<Artifact, YamlError> {
        let User { server, name, names, credentials, left_out, mut parts } = user;
        let Entries { cluster, user, context } = names.entries(self.cluster, name);
        let text = |authorities: &str, credentials: &Credentials| {
            let (cluster, user, context) = (cluster.as_str(), user.as_str(), context.as_str());
            Kubeconfig { cluster, server: &server, authorities, user, context, credentials }.write()
        };
        let template = Sha256::digest(text("", &left_out)?.as_bytes()).into();
        let authorities = self.pki.ca_bundle_pem(Ca::Kubernetes);
        let text = credentials.map(|credentials| text(&authorities, &credentials)).transpose()?;
        parts.insert(0, self.pki.ca_bundle_origin(Ca::Kubernetes));
        Ok(Artifact::secret(path, text, Origin::Composed { template, parts }))
    }

    /// The API server that the holder of a certificate connects to.
    fn server(&self, leaf: &Issued) -> String {
        let choice = match leaf.role().row().map(|row| &row.installed) {
            Some(Installed::Kubeconfig { server, .. }) => server(self.cluster),
            _ => ApiserverChoice::Endpoint,
        };
        let holder = |name| self.cluster.nodes().find(|node| node.name() == name);
        match (choice, leaf.holder().and_then(holder)) {
            (ApiserverChoice::Local, Some(node)) => self.server_of(node),
            _ => self.cluster.endpoint.https_url(),
        }
    }

    /// What the clients on a node connect to: its own API server, the haproxy beside them, or the cluster's endpoint.
    fn server_of(&self, node: NodeRef<'_>) -> String {
        let own = match node {
            NodeRef::ControlPlane(node) => {
                let host = Host::Address(node.node.addresses.primary());
                Some(Endpoint::new(host, self.cluster.apiserver.port))
            }
            NodeRef::Worker(_) => local_endpoint(self.cluster, node),
        };
        own.as_ref().unwrap_or(&self.cluster.endpoint).https_url()
    }
}

/// The path of a certificate's kubeconfig and the account that reads it.
fn place(leaf: &Issued) -> Option<(RelPath, Account)> {
    let installed = &leaf.role().row()?.installed;
    let reader = match installed {
        Installed::Files { .. } => return None,
        Installed::Kubeconfig { reader, .. } => *reader,
        Installed::ClusterKubeconfig(_) | Installed::AdminKubeconfig => Account::Root,
    };
    Some((installed.path(leaf.holder())?, reader))
}
