//! Names and other identities: of nodes, administrators, their groups, accounts, taints and issuers of tokens.

use std::collections::BTreeMap;

use super::tables;
use crate::{
    diagnostic::Violation,
    model::{Component, Draft, GroupName, Node, NumericId, QualifiedName, TaintEffect, Users, Worker},
    pki::{CommonName, NODE_USER_PREFIX, leaf_table::LEAF_TABLE},
};

/// Two machines with the same name would share a Node object.
pub(super) fn duplicate_nodes(draft: &Draft) -> Vec<Violation> {
    let names = tables::nodes(draft).map(|(path, node)| (format!("{path}.name"), &node.name));
    let violation = |(path, first, name): (String, String, _)| {
        Violation::new(
            "duplicate-name",
            path,
            format!("duplicate name {name}"),
            "a name of its own for each node",
        )
        .also(first, "first used here")
        .help("rename one of them")
    };
    duplicate_values(names).into_iter().map(violation).collect()
}

/// Each node has a file of its name in cluster/nodes of the public output, beside the kustomization that lists them.
pub(super) fn reserved(draft: &Draft) -> Vec<Violation> {
    let of_file = |(path, node): (String, &Node)| {
        (node.name.as_str() == "kustomization").then(|| {
            let message = "a node cannot be named kustomization: its file would replace kustomization.yaml";
            Violation::new("name", format!("{path}.name"), message.to_owned(), "another name")
                .help("choose another name for this node")
        })
    };
    tables::nodes(draft).filter_map(of_file).collect()
}

/// A worker's serving certificate has its name and is signed by the cluster's CA: with a name by which clients know the API
/// server, the worker could pose as it.
pub(super) fn of_api_server(draft: &Draft) -> Vec<Violation> {
    let service =
        ["kubernetes", "kubernetes.default", "kubernetes.default.svc", "localhost"].map(str::to_owned);
    let mut taken = service.to_vec();
    taken.push(format!("kubernetes.default.svc.{}", draft.dns_domain));
    taken.push(draft.endpoint.host().to_string());
    let workers = draft.workers.iter().enumerate();
    let taken = workers.filter(|(_, worker)| taken.iter().any(|name| name == worker.node.name.as_str()));
    let violation = |(i, worker): (usize, &Worker)| {
        let message =
            format!("{} is a name of the API server, which a worker could pose as", worker.node.name);
        Violation::new("name", format!("worker[{i}].name"), message, "another name")
            .help("choose another name for this node")
    };
    taken.map(violation).collect()
}

/// Two administrators with the same name would be the same user, with one kubeconfig.
pub(super) fn duplicate_admins(draft: &Draft) -> Vec<Violation> {
    let names = draft.admins.iter().enumerate().map(|(i, admin)| (format!("admin[{i}].name"), &admin.name));
    let violation = |(path, first, name): (String, String, _)| {
        Violation::new(
            "duplicate-name",
            path,
            format!("duplicate name {name}"),
            "a name of its own for each [[admin]]",
        )
        .also(first, "first used here")
        .help("rename one of them, or take one away")
    };
    duplicate_values(names).into_iter().map(violation).collect()
}

/// Each duplicate value: its path, the path of the first occurrence, and the value.
pub(super) fn duplicate_values<T: Ord>(
    values: impl IntoIterator<Item = (String, T)>,
) -> Vec<(String, String, T)> {
    let mut first: BTreeMap<T, String> = BTreeMap::new();
    let mut again = Vec::new();
    for (path, value) in values {
        match first.get(&value) {
            Some(before) => again.push((path, before.clone(), value)),
            None => {
                first.insert(value, path);
            }
        }
    }
    again
}

/// The largest number of characters in a common name (RFC 5280 appendix A.1, `ub-common-name`).
const MAX_COMMON_NAME: usize = 64;

/// A kubelet is `system:node:NAME` (Kubernetes 1.37, the Node authorizer), which takes twelve characters of the 64. The
/// others that are made of a node's name are shorter.
pub(super) fn node_name_length(draft: &Draft) -> Vec<Violation> {
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

/// An administrator with the name of another client would have its permissions: kube-apiserver's permissions at the
/// kubelets are bound to its user name.
pub(super) fn admin_common_names(draft: &Draft) -> Vec<Violation> {
    let is_taken = |name: &str| {
        LEAF_TABLE.iter().any(|row| matches!(row.common_name, CommonName::Fixed(fixed) if fixed == name))
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
    admins.map(violation).chain(admin_name_length(draft)).collect()
}

/// An administrator's name is a common name.
fn admin_name_length(draft: &Draft) -> Vec<Violation> {
    let admins = draft.admins.iter().enumerate();
    let long =
        admins.map(|(i, admin)| (i, admin.name.as_str().len())).filter(|(_, len)| *len > MAX_COMMON_NAME);
    let violation = |(i, length): (usize, usize)| {
        let message = format!(
            "the name has {length} characters, and a certificate's common name has at most {MAX_COMMON_NAME}"
        );
        let expected = format!("a name of at most {MAX_COMMON_NAME} characters");
        Violation::new("admin-name", format!("admin[{i}].name"), message, expected)
            .help("take a shorter name: strict readers refuse longer common names (RFC 5280, ub-common-name)")
    };
    long.map(violation).collect()
}

/// Two components with the same UID could read each other's keys. If etcd is external, it has no account.
pub(super) fn duplicate_ids(draft: &Draft) -> Vec<Violation> {
    let defaults = ids(&Users::default());
    let is_made = |key: &str| match key {
        "etcd" => draft.runs(Component::Etcd),
        "kube_haproxy" => draft.runs(Component::KubeHaproxy),
        "kube_keepalived" => draft.runs(Component::KubeKeepalived),
        _ => true,
    };
    let mut ids: Vec<_> = ids(&draft.users).into_iter().filter(|(key, _)| is_made(key)).collect();
    // The second of two is the one to change, if cluster.toml sets it; defaults are not in the file.
    ids.sort_by_key(|id| !defaults.contains(id));
    let name_of = |path: &str| path.trim_start_matches("users.").replace('_', "-");
    let ids = ids.into_iter().map(|(key, id)| (format!("users.{key}"), id));
    let violation = |(path, first, id): (String, String, _)| {
        let (this, other) = (name_of(&path), name_of(&first));
        let message = format!("{this} and {other} have the same ID {id}");
        Violation::new("duplicate-id", path, message, "an id of its own for each")
            .also(first, format!("{other}'s id"))
            .help("take another number; ids that the file does not name are 561 to 565, 567 and 568")
    };
    duplicate_values(ids).into_iter().map(violation).collect()
}

/// Each key of `[users]` with its UID or GID.
fn ids(users: &Users) -> Vec<(&'static str, NumericId)> {
    let of_component = [("kube_haproxy", users.kube_haproxy), ("kube_keepalived", users.kube_keepalived)];
    let of_component = of_component.into_iter().filter_map(|(key, id)| Some((key, id?)));
    let always = [
        ("etcd", users.etcd),
        ("kube_apiserver", users.kube_apiserver),
        ("kube_controller_manager", users.kube_controller_manager),
        ("kube_scheduler", users.kube_scheduler),
        ("kube_service_account", users.kube_service_account),
    ];
    always.into_iter().chain(of_component).collect()
}

/// Groups that have every permission, which cannot be revoked: RBAC is bypassed for them
/// (Kubernetes 1.37, `pkg/controlplane/apiserver`, `system:masters`).
const UNBOUND: &str = "system:masters";

/// No second way around RBAC, and no duplicate groups.
pub(super) fn admin_groups(draft: &Draft) -> Vec<Violation> {
    let admins = draft.admins.iter().enumerate();
    admins.flat_map(|(i, admin)| groups_of(&format!("admin[{i}].groups"), &admin.groups)).collect()
}

fn groups_of(path: &str, groups: &[GroupName]) -> Vec<Violation> {
    let paths = groups.iter().enumerate().map(|(i, group)| (format!("{path}[{i}]"), group));
    let unbound = groups.iter().enumerate().filter(|(_, group)| group.as_str() == UNBOUND).map(|(i, _)| {
        let message =
            format!("members of {UNBOUND} bypass RBAC, which cannot be revoked before their CA is replaced");
        Violation::new("admin-group", format!("{path}[{i}]"), message, "a group that is bound to roles")
            .help("use your own group and bind it to a role; super-admin.conf is for emergencies")
    });
    let again = duplicate_values(paths).into_iter().map(|(path, first, group)| {
        Violation::new(
            "duplicate-name",
            path,
            format!("duplicate group {:?}", group.as_str()),
            "each group once",
        )
        .also(first, "first used here")
        .help("remove one of them")
    });
    unbound.chain(again).collect()
}

/// A node cannot have two taints with the same key and effect (Kubernetes 1.37, `pkg/apis/core/validation`,
/// `validateNodeTaints`).
pub(super) fn duplicate_taints(draft: &Draft) -> Vec<Violation> {
    tables::nodes(draft).flat_map(|(path, node)| taints_of(&path, node)).collect()
}

fn taints_of(path: &str, node: &Node) -> Vec<Violation> {
    let taints = node.taints.iter().enumerate();
    let taints = taints.map(|(i, taint)| (format!("{path}.taints[{i}]"), (&taint.key, taint.effect)));
    let violation = |(path, first, (key, effect)): (String, String, (&QualifiedName, TaintEffect))| {
        let message = format!("duplicate taint {key} with the effect {}", effect.as_str());
        Violation::new("duplicate-taint", path, message, "one taint per key and effect")
            .also(first, "first used here")
            .help("keep one of them")
    };
    duplicate_values(taints).into_iter().map(violation).collect()
}

/// The API server itself authenticates the cluster's tokens: it does not start with another authenticator for their issuer
/// (`k8s.io/apiserver`, `ValidateAuthenticationConfiguration`, "disallowed issuers").
pub(super) fn issuers(draft: &Draft) -> Vec<Violation> {
    let own = draft.service_account_issuers();
    let foreign = |url: &String| draft.apiserver.authentication.iter().any(|one| one.issuer_url() == *url);
    let violation = |own: String| {
        let message = format!("{own} is the issuer of this cluster's own tokens");
        Violation::new(
            "authentication",
            "apiserver.authentication_file",
            message,
            "an issuer of another kind",
        )
        .given(&["cluster.dns_domain", "service_accounts.issuers"])
        .help("take it out: pods' tokens are known without it")
    };
    own.into_iter().filter(foreign).map(violation).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::Scope;

    #[test]
    fn no_other_common_name_is_longer() {
        for row in LEAF_TABLE {
            let CommonName::Holder(prefix) = row.common_name else { continue };
            let longest_name = if row.scope == Scope::Admin {
                MAX_COMMON_NAME
            } else {
                MAX_COMMON_NAME - NODE_USER_PREFIX.len()
            };
            assert!(prefix.len() + longest_name <= MAX_COMMON_NAME, "{:?}", row.role);
        }
    }

    #[test]
    fn no_worker_has_a_name_of_the_api_server() {
        for (name, is_free) in [
            ("worker-1", true),
            ("localhost", false),
            ("kubernetes.default.svc", false),
            ("api.example.com", false),
        ] {
            let mut draft = crate::model::example::draft();
            draft.endpoint = crate::model::Endpoint::parse("api.example.com:6443").unwrap();
            draft.workers[0].node.name = crate::model::NodeName::parse(name).unwrap();
            assert_eq!(of_api_server(&draft).is_empty(), is_free, "{name}");
        }
    }
}
