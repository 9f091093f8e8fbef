//! Which certificates a cluster needs: the table applied to its nodes and administrators.

use super::{
    Ca, CommonName, DistinguishedName, Group, LeafKind, PkiError, Profile, Purpose, Scope,
    alternative_names::alternative_names, leaf_table::LEAF_TABLE,
};
use crate::model::{Admin, Cluster, Draft, KubeletServing, NodeRef, Subdomain, Timestamp, Validity};

/// The organization in the CAs of the demo seed.
const DEMO_ORGANIZATION: &str = "INSECURE DEMONSTRATION (kubemint demo seed)";

/// The holder of a leaf certificate.
#[derive(Debug, Clone, Copy)]
pub(super) enum Holder<'a> {
    Node(NodeRef<'a>),
    Admin(&'a Admin),
    Cluster,
}

impl Holder<'_> {
    pub(super) fn name(&self) -> Option<&Subdomain> {
        match self {
            Self::Node(node) => Some(node.name()),
            Self::Admin(admin) => Some(&admin.name),
            Self::Cluster => None,
        }
    }
}

/// A leaf certificate to be issued.
#[derive(Debug, Clone)]
pub(super) struct LeafRequest<'a> {
    pub(super) row: &'static LeafKind,
    pub(super) holder: Holder<'a>,
    pub(super) label: String,
    pub(super) generation: u32,
}

/// Every leaf certificate of the cluster, row by row, each in the file's order.
pub(super) fn leaves(draft: &Draft) -> Vec<LeafRequest<'_>> {
    let request = |row: &'static LeafKind, holder: Holder<'_>| {
        let label = row.label_of(holder.name());
        let generation = draft.pki.generations.leaf(&label);
        (label, generation)
    };
    let of_row = |row: &'static LeafKind| {
        holders(row.scope, draft).into_iter().map(move |holder| {
            let (label, generation) = request(row, holder);
            LeafRequest { row, holder, label, generation }
        })
    };
    LEAF_TABLE.iter().flat_map(of_row).collect()
}

/// The label of every leaf key of the cluster, which `[pki.generations] leaf` can name.
#[must_use]
pub fn leaf_labels(draft: &Draft) -> Vec<String> {
    leaves(draft).into_iter().map(|request| request.label).collect()
}

fn holders(scope: Scope, draft: &Draft) -> Vec<Holder<'_>> {
    let holds = |node: NodeRef<'_>| match scope {
        Scope::Runs(component) => draft.runs_on(component, node),
        Scope::KubeletClient => !node.bootstraps(),
        Scope::KubeletServing => draft.kubelet.serving == KubeletServing::Rendered,
        Scope::Cluster | Scope::Admin => false,
    };
    match scope {
        Scope::Cluster => vec![Holder::Cluster],
        Scope::Admin => draft.admins.iter().map(Holder::Admin).collect(),
        _ => draft.nodes().filter(|node| holds(*node)).map(Holder::Node).collect(),
    }
}

impl LeafRequest<'_> {
    /// The content of the certificate.
    pub(super) fn profile(&self, cluster: &Cluster) -> Result<Profile, PkiError> {
        let names = match self.holder {
            Holder::Node(node) => alternative_names(self.row.names, cluster, node.node()),
            Holder::Admin(_) | Holder::Cluster => Vec::new(),
        };
        let not_before = cluster.pki.leaf_begins(&self.label);
        Ok(Profile {
            subject: DistinguishedName::new(&cluster.pki.subject, self.organizations(), self.common_name()),
            alternative_names: names,
            purpose: Purpose::Leaf(self.row.usages),
            not_before,
            not_after: end(not_before, cluster.pki.leaf_validity, &self.label)?,
        })
    }

    fn common_name(&self) -> String {
        match self.row.common_name {
            CommonName::Fixed(name) => name.to_owned(),
            CommonName::Holder(prefix) => {
                format!("{prefix}{}", self.holder.name().map(Subdomain::as_str).unwrap_or_default())
            }
        }
    }

    fn organizations(&self) -> Vec<String> {
        match (self.row.group, self.holder) {
            (Group::Fixed(group), _) => vec![group.to_owned()],
            (Group::Admin, Holder::Admin(admin)) => admin.groups.iter().map(ToString::to_string).collect(),
            (Group::None | Group::Admin, _) => Vec::new(),
        }
    }
}

/// The content of a CA's certificate. It does not depend on any setting of leaf certificates.
pub(super) fn authority_profile(ca: Ca, cluster: &Cluster, is_demo: bool) -> Result<Profile, PkiError> {
    let organizations = is_demo.then(|| DEMO_ORGANIZATION.to_owned()).into_iter().collect();
    Ok(Profile {
        subject: DistinguishedName::new(&cluster.pki.subject, organizations, ca.common_name().to_owned()),
        alternative_names: Vec::new(),
        purpose: Purpose::Authority,
        not_before: cluster.pki.not_before,
        not_after: end(cluster.pki.not_before, cluster.pki.ca_validity, ca.label())?,
    })
}

fn end(begin: Timestamp, validity: Validity, label: &str) -> Result<Timestamp, PkiError> {
    let end = begin.end_of(validity);
    end.ok_or_else(|| PkiError::Validity { label: label.to_owned() })
}
