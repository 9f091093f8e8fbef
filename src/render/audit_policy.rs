//! What kube-apiserver's audit log holds: an `audit.k8s.io/v1` Policy, for which k8s-openapi has no type.

use serde::Serialize;

use super::yaml::{YamlError, to_yaml};
use crate::{
    component::paths,
    model::{AuditPolicy, Cluster},
    tree::Artifact,
};

/// A Policy. A request is logged as the first rule that matches it says (`k8s.io/apiserver` `pkg/audit/policy`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Policy {
    api_version: &'static str,
    kind: &'static str,
    omit_stages: &'static [&'static str],
    rules: Vec<Rule>,
}

/// A rule matches where each list that it has holds what the request has.
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
    /// Who, what, when, and how it ended.
    #[default]
    Metadata,
    /// The request's body, too.
    Request,
}

/// Resources of one API group; the core group's name is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
struct GroupResources {
    group: &'static str,
    resources: &'static [&'static str],
}

/// Everything at its default: a table's rows say in what they differ.
const METADATA: Rule = Rule {
    level: Level::Metadata,
    users: &[],
    user_groups: &[],
    verbs: &[],
    resources: &[],
    non_resource_urls: &[],
};

/// What would drown the rest: probes, and the watches with which the system follows its own objects.
const NOISE: [Rule; 3] = [
    Rule { level: Level::None, non_resource_urls: &["/livez*", "/readyz*", "/healthz*"], ..METADATA },
    Rule {
        level: Level::None,
        users: &["system:apiserver", "system:kube-controller-manager", "system:kube-scheduler"],
        verbs: &["watch"],
        ..METADATA
    },
    Rule {
        level: Level::None,
        user_groups: &["system:nodes", "system:serviceaccounts:kube-system"],
        verbs: &["watch"],
        ..METADATA
    },
];

/// What has secrets in its body.
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

/// The rules of a preset; `None` where there is none.
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
    // A request is logged when it is answered, not once more when it comes in.
    Policy { api_version: "audit.k8s.io/v1", kind: "Policy", omit_stages: &["RequestReceived"], rules }
}

/// The policy file of each control-plane node; none where auditing is off.
///
/// # Errors
/// [`YamlError`]: none that the types allow.
pub fn audit_policy(cluster: &Cluster) -> Result<Vec<Artifact>, YamlError> {
    let Some(text) = text(&cluster.audit.policy)? else { return Ok(Vec::new()) };
    let nodes = cluster.control_plane.iter();
    Ok(nodes.map(|node| Artifact::public(paths::AUDIT_POLICY.on(&node.node.name), text.as_str())).collect())
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
        audit_policy(&Cluster::new(draft).unwrap()).unwrap()
    }

    fn rendered(policy: AuditPolicy) -> Value {
        let [document] = read_yaml(read_systemd::text(&files(policy)[0])).try_into().unwrap();
        document
    }

    #[test]
    fn metadata_leaves_out_probes_and_watches() {
        assert_eq!(
            rendered(AuditPolicy::Metadata),
            json!({
                "apiVersion": "audit.k8s.io/v1",
                "kind": "Policy",
                "omitStages": ["RequestReceived"],
                "rules": [
                    { "level": "None", "nonResourceURLs": ["/livez*", "/readyz*", "/healthz*"] },
                    {
                        "level": "None",
                        "users": ["system:apiserver", "system:kube-controller-manager", "system:kube-scheduler"],
                        "verbs": ["watch"],
                    },
                    {
                        "level": "None",
                        "userGroups": ["system:nodes", "system:serviceaccounts:kube-system"],
                        "verbs": ["watch"],
                    },
                    { "level": "Metadata" },
                ],
            })
        );
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
        let files = files(AuditPolicy::Custom(crate::model::OwnAuditPolicy::parse(own).unwrap()));
        assert_eq!(read_systemd::text(&files[0]), own);
        assert_eq!(files[2].path.as_str(), "nodes/master-3/etc/kubernetes/audit/policy.yaml");
        assert!(self::files(AuditPolicy::Off).is_empty());
    }
}
