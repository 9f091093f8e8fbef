//! The user's own audit policy.

use serde::Deserialize;

use super::{
    document::{self, Document, list},
    object_meta::ObjectMeta,
};
use crate::{
    diagnostic::Invalid,
    model::{DnsDomain, OwnAuditPolicy, authentication::or_absent},
};

/// Reads a policy that kube-apiserver accepts: it refuses one without rules, and ignores unknown fields
/// (`k8s.io/apiserver`, `pkg/audit/policy/reader.go`), so that a typo would disable logging.
///
/// # Errors
///
/// [`Invalid`] with code `audit-policy`, whose message ends with the line and column in `text` if they are known.
pub fn audit_policy(text: &str) -> Result<OwnAuditPolicy, Invalid> {
    let policy: Policy = document::read(text).map_err(refusal)?;
    if policy.rules.is_empty() {
        return Err(refusal("it has no rules, and kube-apiserver does not start with it".to_owned()));
    }
    for (number, rule) in (1..).zip(&policy.rules) {
        rule.check().map_err(|what| refusal(format!("rule {number} {what}")))?;
    }
    Ok(OwnAuditPolicy::checked(text.to_owned()))
}

fn refusal(message: String) -> Invalid {
    Invalid::new("audit-policy", message, "one Policy of audit.k8s.io/v1 with rules").help(
        "a policy begins with apiVersion: audit.k8s.io/v1 and kind: Policy; its rules have a level each",
    )
}

impl Document for Policy {
    const API_VERSION: &'static str = "audit.k8s.io/v1";
    const KIND: &'static str = "Policy";
    const BOOLEANS: &'static [&'static str] = &["omitManagedFields", "controller", "blockOwnerDeletion"];
    const NUMBERS: &'static [&'static str] = &["generation", "deletionGracePeriodSeconds"];

    fn version_and_kind(&self) -> (&str, &str) {
        (&self.api_version, &self.kind)
    }
}

/// `k8s.io/apiserver`, `pkg/apis/audit/v1/types.go` (Kubernetes 1.34 to 1.37).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Policy {
    api_version: String,
    kind: String,
    #[serde(rename = "metadata")]
    _metadata: Option<ObjectMeta>,
    #[serde(default, deserialize_with = "list")]
    rules: Vec<Rule>,
    #[serde(default, rename = "omitStages")]
    _omit_stages: Option<Vec<Stage>>,
    #[serde(default, rename = "omitManagedFields")]
    _omit_managed_fields: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Rule {
    level: Option<Level>,
    #[serde(default, rename = "users", deserialize_with = "list")]
    _users: Vec<String>,
    #[serde(default, rename = "userGroups", deserialize_with = "list")]
    _user_groups: Vec<String>,
    #[serde(default, rename = "verbs", deserialize_with = "list")]
    _verbs: Vec<String>,
    #[serde(default, deserialize_with = "list")]
    resources: Vec<GroupResources>,
    #[serde(default, deserialize_with = "list")]
    namespaces: Vec<String>,
    #[serde(default, rename = "nonResourceURLs", deserialize_with = "list")]
    non_resource_urls: Vec<String>,
    #[serde(default, rename = "omitStages")]
    _omit_stages: Option<Vec<Stage>>,
    #[serde(default, rename = "omitManagedFields")]
    _omit_managed_fields: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct GroupResources {
    #[serde(default, deserialize_with = "or_absent")]
    group: String,
    #[serde(default, deserialize_with = "list")]
    resources: Vec<String>,
    #[serde(default, deserialize_with = "list")]
    resource_names: Vec<String>,
}

impl Rule {
    /// What kube-apiserver's `ValidatePolicy` checks.
    fn check(&self) -> Result<(), String> {
        if self.level.is_none() {
            return Err("has no level".to_owned());
        }
        for url in &self.non_resource_urls {
            let before_last =
                url.char_indices().next_back().and_then(|(end, _)| url.get(..end)).unwrap_or_default();
            if url != "*" && (!url.starts_with('/') || before_last.contains('*')) {
                return Err(format!(
                    "has {url:?} of nonResourceURLs, which does not begin with / or has * before its end"
                ));
            }
        }
        let has_resources = !(self.resources.is_empty() && self.namespaces.is_empty());
        if has_resources && !self.non_resource_urls.is_empty() {
            return Err("has nonResourceURLs beside resources or namespaces".to_owned());
        }
        self.resources.iter().try_for_each(GroupResources::check)
    }
}

impl GroupResources {
    fn check(&self) -> Result<(), String> {
        let group = &self.group;
        if !matches!(group.as_str(), "" | "*") && DnsDomain::parse(group).is_err() {
            return Err(format!(
                "has the group {group:?}, which is no DNS name: a version does not belong there"
            ));
        }
        if self.resources.is_empty() && !self.resource_names.is_empty() {
            return Err("has resourceNames without resources".to_owned());
        }
        Ok(())
    }
}

#[derive(Deserialize)]
enum Level {
    None,
    Metadata,
    Request,
    RequestResponse,
}

#[derive(Deserialize)]
enum Stage {
    RequestReceived,
    ResponseStarted,
    ResponseComplete,
    Panic,
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "apiVersion: audit.k8s.io/v1\nkind: Policy\n";

    #[test]
    fn takes_what_kubernetes_documents() {
        let rule = "- level: RequestResponse\n  users: [a]\n  userGroups: []\n  verbs: [get]\n  resources:\n  - group: ''\n    resources: [pods]\n    \
                    resourceNames: [x]\n  namespaces: [b]\n  nonResourceURLs: []\n  omitStages: [RequestReceived]\n  omitManagedFields: true\n";
        for good in [
            format!("{HEAD}rules:\n{rule}"),
            format!(
                "# a comment\n{HEAD}metadata: {{name: x}}\nomitStages: [Panic]\nrules: [{{level: None, users: null}}]\n"
            ),
        ] {
            assert_eq!(audit_policy(&good).map(|policy| policy.to_string()), Ok(good));
        }
    }

    #[test]
    fn refuses_what_logs_nothing_or_stops_the_server() {
        for (bad, why) in [
            (format!("{HEAD}rulez:\n- level: None\n"), "rulez"),
            (format!("{HEAD}rules: []\n"), "no rules"),
            (format!("{HEAD}rules:\n- level: Nope\n"), "at line 4, column 10"),
            (format!("{HEAD}rules:\n- {{level: None, user: [a]}}\n"), "user"),
            (format!("{HEAD}rules:\n- users: [a]\n"), "rule 1 has no level"),
            (format!("{HEAD}rules:\n- {{level: None, nonResourceURLs: [healthz]}}\n"), "\"healthz\""),
            (format!("{HEAD}rules:\n- {{level: None, nonResourceURLs: [/a*b]}}\n"), "\"/a*b\""),
            (format!("{HEAD}rules:\n- {{level: None, nonResourceURLs: [/a], namespaces: [b]}}\n"), "beside"),
            (format!("{HEAD}rules:\n- {{level: None, resources: [{{group: apps/v1}}]}}\n"), "\"apps/v1\""),
            (
                format!("{HEAD}rules:\n- {{level: None, resources: [{{resourceNames: [a]}}]}}\n"),
                "without resources",
            ),
            (format!("{HEAD}rules:\n- {{level: None, users: [yes]}}\n"), "at line 4, column 25"),
            (format!("{HEAD}metadata: a\nrules:\n- level: None\n"), "line 3"),
            (format!("{HEAD}rules:\n- level: None\n---\n{HEAD}rules: []\n"), "2 documents"),
            (HEAD.replace("v1\n", "v1beta1\n") + "rules:\n- level: None\n", "Policy of audit.k8s.io/v1beta1"),
            ("# see audit.k8s.io/v1 Policy\nnot: [a policy".to_owned(), "line "),
            (String::new(), "0 documents"),
        ] {
            let said = audit_policy(&bad).unwrap_err().message;
            assert!(said.contains(why) && !said.is_empty() && !said.contains('\n'), "{bad}: {said}");
        }
    }
}
