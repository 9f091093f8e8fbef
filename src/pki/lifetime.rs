//! The validity of each certificate of a tree and who needs it, from its certificates.txt.

use super::{Ca, Installed, LeafKind, Listed, leaf_table::LEAF_TABLE};
use crate::model::Timestamp;

/// A certificate and its validity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lifetime {
    /// Its name, from the label of its key: `apiserver`, `kubernetes-ca`, `admin/alice`.
    pub name: String,
    /// Its path in certificates.txt, with `*` for every node.
    pub path: String,
    /// The node that has it; `None` for one of every node or of no machine.
    pub node: Option<String>,
    /// The generation of its key.
    pub generation: String,
    /// The start of its validity.
    pub begins: Timestamp,
    /// The end of its validity.
    pub ends: Timestamp,
    /// Who presents it or verifies with it.
    pub needed_by: String,
}

/// Every certificate in certificates.txt, in its order. Invalid lines are ignored.
#[must_use]
pub fn lifetimes(listing: &str) -> Vec<Lifetime> {
    listing.lines().filter_map(Listed::parse).filter_map(lifetime).collect()
}

fn lifetime(listed: Listed) -> Option<Lifetime> {
    let node = listed.path.strip_prefix(NODES).and_then(|path| path.split_once('/')).map(|(node, _)| node);
    let node = node.filter(|node| *node != EVERY_NODE).map(str::to_owned);
    let (name, needed_by) = name_and_reader(&listed.path);
    Some(Lifetime {
        name,
        node,
        begins: Timestamp::parse(&listed.not_before).ok()?,
        ends: Timestamp::parse(&listed.not_after).ok()?,
        needed_by,
        generation: listed.generation,
        path: listed.path,
    })
}

/// The directory that has one directory per node.
const NODES: &str = "nodes/";

/// Stands for the name of each node, in the path of a certificate that all nodes have.
const EVERY_NODE: &str = "*";

/// The certificate at a path. A path that kubemint never writes is used as its name.
fn name_and_reader(path: &str) -> (String, String) {
    let on_machine = path.strip_prefix(NODES).and_then(|path| path.find('/').map(|at| path.split_at(at).1));
    if let Some(ca) = Ca::ALL.into_iter().find(|ca| Some(ca.bundle().as_str()) == on_machine) {
        return (ca.label().to_owned(), trusting(ca).to_owned());
    }
    let admin = path.strip_prefix("cluster/admins/").and_then(|file| file.strip_suffix(".conf"));
    let is_installed = |row: &&LeafKind| match &row.installed {
        Installed::Files { certificate: file, .. } | Installed::Kubeconfig { path: file, .. } => {
            Some(file.as_str()) == on_machine
        }
        Installed::ClusterKubeconfig(file) => *file == path,
        Installed::AdminKubeconfig => admin.is_some(),
    };
    let row = LEAF_TABLE.iter().find(is_installed);
    match (row, admin) {
        (Some(row), Some(admin)) => (format!("{}/{admin}", row.label), admin.to_owned()),
        (Some(row), None) => (row.label.to_owned(), row.user.to_owned()),
        (None, _) => (path.to_owned(), String::new()),
    }
}

/// Who verifies with a CA's certificate.
const fn trusting(ca: Ca) -> &'static str {
    match ca {
        Ca::Kubernetes => "every component and client",
        Ca::Etcd => "etcd, kube-apiserver",
        Ca::FrontProxy => "kube-apiserver, extension API servers",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{derive::Seed, model::example, pki::Pki};

    #[test]
    fn reads_both_ends_of_each_line_whatever_its_subject_holds() {
        let text = "# path | …\nb.conf | OU=x | 2030-01-01T00:00:00Z | y, CN=a | c | client | - | 2026-01-01T00:00:00Z | 2027-01-01T00:00:00Z | 1 | aa\n\
                    a.crt | CN=a | CN=b | server | DNS:x | 2026-01-01T00:00:00Z | 2028-01-01T00:00:00Z | 1 | bb\n";
        let found = lifetimes(text);
        assert_eq!(found.iter().map(|one| one.path.as_str()).collect::<Vec<_>>(), ["b.conf", "a.crt"]);
        assert_eq!(found[0].ends.to_string(), "2027-01-01T00:00:00Z");
        assert_eq!(found[1].begins.to_string(), "2026-01-01T00:00:00Z");
    }

    #[test]
    fn each_certificate_of_a_tree_has_a_name_and_somebody_who_needs_it() {
        let pki = Pki::mint(&example::cluster(), &Seed::DEMO, &crate::progress::Progress::default()).unwrap();
        let all = lifetimes(&crate::pki::listing(&pki));
        assert!(all.iter().all(|one| !one.needed_by.is_empty() && one.name != one.path), "{all:#?}");
        let labels: Vec<String> = pki.leaves().map(|leaf| leaf.label().to_owned()).collect();
        let label = |one: &Lifetime| match &one.node {
            Some(node) => format!("{}/{node}", one.name),
            None => one.name.clone(),
        };
        for leaf in &labels {
            assert!(all.iter().any(|one| label(one) == *leaf), "{leaf} is not among {all:#?}");
        }
        assert_eq!(all.len(), labels.len() + 3);
    }
}
