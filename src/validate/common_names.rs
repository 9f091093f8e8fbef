//! Names that become part of a certificate's common name.

use super::tables;
use crate::{
    diagnostic::Violation,
    model::Draft,
    pki::{CommonName, NODE_USER_PREFIX, table::TABLE},
};

/// The most characters of a common name (RFC 5280 appendix A.1, `ub-common-name`).
const MAX_COMMON_NAME: usize = 64;

/// A kubelet is `system:node:NAME` (Kubernetes 1.37, the Node authorizer), which takes twelve characters of the 64. The
/// other names that become common names, administrators' and etcd members', are labels of at most 63.
pub(super) fn nodes(draft: &Draft) -> Vec<Violation> {
    let most = MAX_COMMON_NAME.saturating_sub(NODE_USER_PREFIX.len());
    let long = tables::nodes(draft).filter(|(_, node)| node.name.as_str().len() > most);
    let violation = |(path, node): (String, &crate::model::Node)| {
        let length = NODE_USER_PREFIX.len() + node.name.as_str().len();
        let message = format!(
            "the kubelet's user name {NODE_USER_PREFIX}{} would have {length} characters, and a certificate's common name has at most {MAX_COMMON_NAME}",
            node.name
        );
        Violation::new("node-name-length", format!("{path}.name"), message, format!("a name of at most {most} characters"))
            .help("take a shorter name: RFC 5280 (ub-common-name) ends a common name at 64 characters, and strict readers refuse longer ones")
    };
    long.map(violation).collect()
}

/// An administrator with the name of another client of the API server would have its rights: kube-apiserver's own at the
/// kubelets are bound to its name.
pub(super) fn admins(draft: &Draft) -> Vec<Violation> {
    let is_taken = |name: &str| {
        TABLE.iter().any(|row| matches!(row.common_name, CommonName::Fixed(fixed) if fixed == name))
    };
    let admins = draft.admins.iter().enumerate().filter(|(_, admin)| is_taken(admin.name.as_str()));
    let violation = |(i, admin): (usize, &crate::model::Admin)| {
        let message = format!(
            "{} is the name of another certificate of the tree, whose rights it would have",
            admin.name
        );
        Violation::new("admin-name", format!("admin[{i}].name"), message, "a name of its own for each")
            .help("take the person's or the program's own name")
    };
    admins.map(violation).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::Scope;

    #[test]
    fn no_other_common_name_is_longer() {
        for row in TABLE {
            let CommonName::Holder(prefix) = row.common_name else { continue };
            let longest_name =
                if row.scope == Scope::Admin { 63 } else { MAX_COMMON_NAME - NODE_USER_PREFIX.len() };
            assert!(prefix.len() + longest_name <= MAX_COMMON_NAME, "{:?}", row.role);
        }
    }
}
