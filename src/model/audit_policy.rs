//! A user's own audit policy.

use serde::{Deserialize, de::IgnoredAny};

use super::{
    Invalid,
    document::{self, Document},
    text::readable_text,
};

/// The text of an `audit.k8s.io/v1` Policy that kube-apiserver starts with: it refuses one without rules, and passes over
/// a field that it does not know (`k8s.io/apiserver`, `pkg/audit/policy/reader.go`), so that a slip of the pen logs nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnAuditPolicy(String);

readable_text!(OwnAuditPolicy);

impl OwnAuditPolicy {
    /// Checks `text`.
    ///
    /// # Errors
    /// [`Invalid`] with code `audit-policy`, whose message ends with the line and column in `text` where there is one.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let policy: Policy = document::read(text).map_err(refusal)?;
        if policy.rules.is_empty() {
            return Err(refusal("it has no rules, and kube-apiserver does not start with it".to_owned()));
        }
        Ok(Self(text.to_owned()))
    }
}

fn refusal(message: String) -> Invalid {
    Invalid::new("audit-policy", message, "one Policy of audit.k8s.io/v1 with rules").with_help(
        "a policy begins with apiVersion: audit.k8s.io/v1 and kind: Policy; its rules have a level each",
    )
}

impl Document for Policy {
    const API_VERSION: &'static str = "audit.k8s.io/v1";
    const KIND: &'static str = "Policy";

    fn version_and_kind(&self) -> (&str, &str) {
        (&self.api_version, &self.kind)
    }
}

/// `k8s.io/apiserver`, `pkg/apis/audit/v1/types.go` (Kubernetes 1.34 to 1.37). Only its shape matters here.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Policy {
    api_version: String,
    kind: String,
    #[serde(rename = "metadata")]
    _metadata: Option<IgnoredAny>,
    #[serde(default)]
    rules: Vec<Rule>,
    #[serde(rename = "omitStages")]
    _omit_stages: Option<Vec<Stage>>,
    #[serde(rename = "omitManagedFields")]
    _omit_managed_fields: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    #[serde(rename = "level")]
    _level: Level,
    #[serde(rename = "users")]
    _users: Option<Vec<String>>,
    #[serde(rename = "userGroups")]
    _user_groups: Option<Vec<String>>,
    #[serde(rename = "verbs")]
    _verbs: Option<Vec<String>>,
    #[serde(rename = "resources")]
    _resources: Option<Vec<GroupResources>>,
    #[serde(rename = "namespaces")]
    _namespaces: Option<Vec<String>>,
    #[serde(rename = "nonResourceURLs")]
    _non_resource_urls: Option<Vec<String>>,
    #[serde(rename = "omitStages")]
    _omit_stages: Option<Vec<Stage>>,
    #[serde(rename = "omitManagedFields")]
    _omit_managed_fields: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupResources {
    #[serde(rename = "group")]
    _group: Option<String>,
    #[serde(rename = "resources")]
    _resources: Option<Vec<String>>,
    #[serde(rename = "resourceNames")]
    _resource_names: Option<Vec<String>>,
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
                    resourceNames: [x]\n  namespaces: [b]\n  nonResourceURLs: ['/healthz*']\n  omitStages: [RequestReceived]\n  omitManagedFields: true\n";
        for good in [
            format!("{HEAD}rules:\n{rule}"),
            format!(
                "# a comment\n{HEAD}metadata: {{name: x}}\nomitStages: [Panic]\nrules: [{{level: None, users: null}}]\n"
            ),
        ] {
            assert_eq!(OwnAuditPolicy::parse(&good).map(|policy| policy.to_string()), Ok(good));
        }
    }

    #[test]
    fn refuses_what_logs_nothing_or_stops_the_server() {
        for (bad, why) in [
            (format!("{HEAD}rulez:\n- level: None\n"), "rulez"),
            (format!("{HEAD}rules: []\n"), "no rules"),
            (format!("{HEAD}rules:\n- level: Nope\n"), "at line 4, column 10"),
            (format!("{HEAD}rules:\n- {{level: None, user: [a]}}\n"), "user"),
            (format!("{HEAD}rules:\n- users: [a]\n"), "level"),
            (format!("{HEAD}rules:\n- level: None\n---\n{HEAD}rules: []\n"), "2 documents"),
            (HEAD.replace("v1\n", "v1beta1\n") + "rules:\n- level: None\n", "Policy of audit.k8s.io/v1beta1"),
            ("# see audit.k8s.io/v1 Policy\nnot: [a policy".to_owned(), "line "),
            (String::new(), "0 documents"),
        ] {
            let said = OwnAuditPolicy::parse(&bad).unwrap_err().message;
            assert!(said.contains(why) && !said.is_empty() && !said.contains('\n'), "{bad}: {said}");
        }
    }
}
