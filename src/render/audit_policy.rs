//! kube-apiserver's audit policy: an `audit.k8s.io/v1` Policy, for which k8s-openapi has no type.

use serde::Serialize;

use super::yaml::{YamlError, to_yaml};
use crate::{
    component::paths,
    model::{AuditPolicy, Cluster, Component},
    tree::Artifact,
};

/// A Policy. The first rule that matches a request decides how it is logged (`k8s.io/apiserver` `pkg/audit/policy`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Policy {
    api_version: &'static str,
    kind: &'static str,
    omit_stages: &'static [&'static str],
    rules: Vec<Rule>,
}

/// A rule matches if each of its lists contains the request's value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    level: Level,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    users: &'static [&'static str],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    user_groups: &'static [&'static str],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    verbs: &'static [&'static str],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    resources: &'static [GroupResources],
    #[serde(rename = "nonResourceURLs", skip_serializing_if = "<[_]>::is_empty")]
    non_resource_urls: &'static [&'static str],
}

/// How much of a request is logged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
enum Level {
    /// Nothing.
    None,
    /// Who did what and when, and the result.
    #[default]
    Metadata,
    /// Also the body of the request.
    Request,
}

/// Resources of one API group; the core group's name is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
struct GroupResources {
    group: &'static str,
    resources: &'static [&'static str],
}

/// A rule with every field at its default, from which the rules below differ.
const METADATA: Rule = Rule {
    level: Level::Metadata,
    users: &[],
    user_groups: &[],
    verbs: &[],
    resources: &[],
    non_resource_urls: &[],
};

/// The components of the control plane, and whatever acts for the cluster on nodes and in kube-system. A rule matches only if
/// all of its lists match, so each of these has a rule of its own.
const COMPONENTS: &[&str] = &["system:apiserver", "system:kube-controller-manager", "system:kube-scheduler"];
const SYSTEM_GROUPS: &[&str] = &["system:nodes", "system:serviceaccounts:kube-system"];

/// Renewals of leases: leaders, nodes and API servers renew them every few seconds. Their creation and deletion are logged.
const RENEWALS: Rule = Rule {
    level: Level::None,
    verbs: &["get", "update", "patch"],
    resources: &[GroupResources { group: "coordination.k8s.io", resources: &["leases"] }],
    ..METADATA
};

/// API discovery, which controllers and the aggregator repeat all the time.
const DISCOVERY: Rule = Rule {
    level: Level::None,
    verbs: &["get"],
    non_resource_urls: &["/api*", "/openapi*", "/version"],
    ..METADATA
};

/// The noise: probes, and what the system repeats by itself, such as watching its objects, renewing its leases, API discovery,
/// and reconciling the `kubernetes` Service with the API servers.
const NOISE: [Rule; 8] = [
    Rule { level: Level::None, non_resource_urls: &["/livez*", "/readyz*", "/healthz*"], ..METADATA },
    Rule { level: Level::None, users: COMPONENTS, verbs: &["watch"], ..METADATA },
    Rule { level: Level::None, user_groups: SYSTEM_GROUPS, verbs: &["watch"], ..METADATA },
    Rule { users: COMPONENTS, ..RENEWALS },
    Rule { user_groups: SYSTEM_GROUPS, ..RENEWALS },
    Rule { users: COMPONENTS, ..DISCOVERY },
    Rule { user_groups: SYSTEM_GROUPS, ..DISCOVERY },
    Rule {
        level: Level::None,
        users: &["system:apiserver"],
        verbs: &["get"],
        resources: &[
            GroupResources { group: "", resources: &["endpoints"] },
            GroupResources { group: "discovery.k8s.io", resources: &["endpointslices"] },
        ],
        ..METADATA
    },
];

/// Resources with secrets in their bodies.
const CONFIDENTIAL: Rule = Rule {
    resources: &[
        GroupResources { group: "", resources: &["secrets", "configmaps", "serviceaccounts/token"] },
        GroupResources { group: "authentication.k8s.io", resources: &["tokenreviews"] },
    ],
    ..METADATA
};

const CHANGES: Rule = Rule {
    level: Level::Request,
    verbs: &["create", "update", "patch", "delete", "deletecollection"],
    ..METADATA
};

/// The rules of a preset; `None` if it logs nothing.
fn rules(policy: &AuditPolicy) -> Option<Vec<Rule>> {
    let after_noise = match policy {
        AuditPolicy::Metadata => vec![METADATA],
        AuditPolicy::Changes => vec![CONFIDENTIAL, CHANGES, METADATA],
        AuditPolicy::Off | AuditPolicy::Custom(_) => return None,
    };
    Some(NOISE.into_iter().chain(after_noise).collect())
}

fn text(policy: &AuditPolicy) -> Result<Option<String>, YamlError> {
    match policy {
        AuditPolicy::Custom(policy) => Ok(Some(policy.to_string())),
        preset => rules(preset).map(|rules| to_yaml(&policy_of(rules))).transpose(),
    }
}

const fn policy_of(rules: Vec<Rule>) -> Policy {
    // A request is logged when it is answered, and not also when it is received.
    Policy { api_version: "audit.k8s.io/v1", kind: "Policy", omit_stages: &["RequestReceived"], rules }
}

/// The policy file of each node that runs an API server; none if auditing is off.
///
/// # Errors
/// [`YamlError`], which these types cannot cause.
pub fn audit_policy(cluster: &Cluster) -> Result<Vec<Artifact>, YamlError> {
    let Some(text) = text(&cluster.audit.policy)? else { return Ok(Vec::new()) };
    let nodes = cluster.nodes_with(Component::KubeApiserver);
    Ok(nodes.map(|node| Artifact::public(paths::AUDIT_POLICY.on(node.name()), text.as_str())).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        model::example,
        render::{read_systemd, read_yaml::read_yaml},
    };

    fn files(policy: AuditPolicy) -> Vec<Artifact> {
        let mut draft = example::draft();
        draft.audit.policy = policy;
        audit_policy(&crate::validate::cluster(draft).unwrap()).unwrap()
    }

    fn rendered(policy: AuditPolicy) -> Value {
        let [document] = read_yaml(read_systemd::text(&files(policy)[0])).try_into().unwrap();
        document
    }

    /// A request: its user, its verb and its resource.
    struct Request(&'static str, &'static [&'static str], &'static str, Object);

    enum Object {
        Resource(&'static str, &'static str),
        Path(&'static str),
    }
    use Object::{Path, Resource};

    /// The level at which a request is logged, from the first rule that matches it (`k8s.io/apiserver` 0.37,
    /// `pkg/audit/policy/checker.go`, ruleMatches).
    fn level(policy: &Value, Request(user, groups, verb, object): &Request) -> String {
        let strings = |rule: &Value, key: &str| -> Vec<String> {
            let list = rule[key].as_array().cloned().unwrap_or_default();
            list.iter().map(|value| value.as_str().unwrap().to_owned()).collect()
        };
        let is_in = |list: &[String], of: &[&str]| {
            list.is_empty() || of.iter().any(|one| list.iter().any(|l| l == one))
        };
        let has_object = |rule: &Value| match object {
            Object::Path(path) => {
                let paths = strings(rule, "nonResourceURLs");
                let fits = |pattern: &String| match pattern.strip_suffix('*') {
                    Some(prefix) => path.starts_with(prefix),
                    None => path == pattern,
                };
                paths.iter().any(fits) || (paths.is_empty() && rule["resources"].is_null())
            }
            Object::Resource(group, resource) => match rule["resources"].as_array() {
                Some(list) => list.iter().any(|one| {
                    one["group"] == *group && strings(one, "resources").iter().any(|r| r == resource)
                }),
                None => rule["nonResourceURLs"].is_null(),
            },
        };
        let matches = |rule: &&Value| {
            is_in(&strings(rule, "users"), &[user])
                && is_in(&strings(rule, "userGroups"), groups)
                && is_in(&strings(rule, "verbs"), &[verb])
                && has_object(rule)
        };
        policy["rules"].as_array().unwrap().iter().find(matches).unwrap()["level"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    const NODE: (&str, &[&str]) = ("system:node:a", &["system:nodes", "system:authenticated"]);
    const ACCOUNT: (&str, &[&str]) = (
        "system:serviceaccount:kube-system:x",
        &["system:serviceaccounts", "system:serviceaccounts:kube-system"],
    );
    const ALICE: (&str, &[&str]) = ("alice", &["system:authenticated"]);
    const MANAGER: (&str, &[&str]) = ("system:kube-controller-manager", &["system:authenticated"]);
    const APISERVER: (&str, &[&str]) = ("system:apiserver", &["system:masters"]);

    const LEASES: Object = Resource("coordination.k8s.io", "leases");

    const fn of(
        (user, groups): (&'static str, &'static [&'static str]),
        verb: &'static str,
        object: Object,
    ) -> Request {
        Request(user, groups, verb, object)
    }

    #[test]
    fn what_the_system_does_again_and_again_is_left_out() {
        let policies = [AuditPolicy::Metadata, AuditPolicy::Changes].map(rendered);
        for noise in [
            of(ALICE, "get", Path("/livez/etcd")),
            of(NODE, "update", LEASES),
            of(NODE, "get", LEASES),
            of(MANAGER, "update", LEASES),
            of(("system:kube-scheduler", &[]), "patch", LEASES),
            of(APISERVER, "update", LEASES),
            of(ACCOUNT, "update", LEASES),
            of(NODE, "watch", Resource("", "pods")),
            of(MANAGER, "watch", Resource("apps", "deployments")),
            of(ACCOUNT, "get", Path("/apis/apps/v1")),
            of(APISERVER, "get", Path("/openapi/v3")),
            of(APISERVER, "get", Resource("", "endpoints")),
            of(APISERVER, "get", Resource("discovery.k8s.io", "endpointslices")),
        ] {
            let levels = policies.each_ref().map(|policy| level(policy, &noise));
            assert_eq!(levels, ["None", "None"], "{} {}", noise.0, noise.2);
        }
    }

    #[test]
    fn everything_else_is_logged() {
        let policies = [AuditPolicy::Metadata, AuditPolicy::Changes].map(rendered);
        for (request, with_bodies) in [
            (of(ALICE, "update", LEASES), "Request"),
            (of(NODE, "delete", LEASES), "Request"),
            (of(MANAGER, "create", LEASES), "Request"),
            (of(NODE, "get", Resource("", "secrets")), "Metadata"),
            (of(ACCOUNT, "list", Resource("", "secrets")), "Metadata"),
            (of(MANAGER, "create", Resource("", "serviceaccounts/token")), "Metadata"),
            (of(NODE, "patch", Resource("", "nodes/status")), "Request"),
            (of(ACCOUNT, "create", Resource("", "pods")), "Request"),
            (of(APISERVER, "update", Resource("", "endpoints")), "Request"),
            (of(MANAGER, "get", Resource("", "endpoints")), "Metadata"),
            (of(ALICE, "watch", Resource("", "pods")), "Metadata"),
            (of(ALICE, "get", Path("/apis")), "Metadata"),
            (of(ACCOUNT, "get", Path("/metrics")), "Metadata"),
        ] {
            let levels = policies.each_ref().map(|policy| level(policy, &request));
            assert_eq!(levels, ["Metadata", with_bodies], "{} {}", request.0, request.2);
        }
    }

    #[test]
    fn changes_have_bodies_but_for_secrets() {
        let policy = rendered(AuditPolicy::Changes);
        let rules = policy["rules"].as_array().unwrap();
        let find = |level: &str| rules.iter().position(|rule| rule["level"] == level).unwrap();
        let secrets = &rules[find("Metadata")];
        assert!(find("Metadata") < find("Request"), "the first rule that matches wins");
        assert_eq!(
            secrets["resources"][0]["resources"],
            json!(["secrets", "configmaps", "serviceaccounts/token"])
        );
        assert_eq!(rules.last().unwrap(), &json!({ "level": "Metadata" }));
    }

    #[test]
    fn a_policy_of_ones_own_stays_as_it_is_and_off_is_no_file() {
        let own = "# mine\napiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: None}]\n";
        let files = files(AuditPolicy::Custom(crate::documents::audit_policy(own).unwrap()));
        assert_eq!(read_systemd::text(&files[0]), own);
        assert_eq!(files[2].path.as_str(), "nodes/master-3/etc/kubernetes/audit/policy.yaml");
        assert!(self::files(AuditPolicy::Off).is_empty());
    }
}
