//! Who may log in with a token of another issuer, such as a company's single sign-on.

use serde::{Deserialize, Serialize};

use super::{
    Invalid,
    authentication_rules::check,
    document::{self, Document, or_absent},
};

/// How a user's tokens are read: the `jwt` of an `apiserver.config.k8s.io/v1` AuthenticationConfiguration
/// (`k8s.io/apiserver`, `pkg/apis/apiserver/v1/types.go`, Kubernetes 1.34 to 1.37).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct JwtAuthenticator {
    pub(super) issuer: Issuer,
    #[serde(default, deserialize_with = "or_absent", skip_serializing_if = "Vec::is_empty")]
    pub(super) claim_validation_rules: Vec<ClaimValidationRule>,
    pub(super) claim_mappings: ClaimMappings,
    #[serde(default, deserialize_with = "or_absent", skip_serializing_if = "Vec::is_empty")]
    pub(super) user_validation_rules: Vec<UserValidationRule>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Issuer {
    pub(super) url: String,
    #[serde(rename = "discoveryURL", skip_serializing_if = "Option::is_none")]
    pub(super) discovery_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) certificate_authority: Option<String>,
    pub(super) audiences: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) audience_match_policy: Option<AudienceMatchPolicy>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum AudienceMatchPolicy {
    MatchAny,
    #[serde(rename = "")]
    Unset,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ClaimValidationRule {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) claim: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) required_value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) expression: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClaimMappings {
    pub(super) username: PrefixedClaim,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) groups: Option<PrefixedClaim>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) uid: Option<Claim>,
    #[serde(default, deserialize_with = "or_absent", skip_serializing_if = "Vec::is_empty")]
    pub(super) extra: Vec<ExtraMapping>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PrefixedClaim {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) claim: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) prefix: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) expression: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Claim {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) claim: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) expression: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ExtraMapping {
    pub(super) key: String,
    pub(super) value_expression: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UserValidationRule {
    pub(super) expression: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<String>,
}

/// A user's AuthenticationConfiguration: all but `anonymous`, which the tree decides.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AuthenticationConfiguration {
    api_version: String,
    kind: String,
    jwt: Vec<JwtAuthenticator>,
}

impl JwtAuthenticator {
    /// Where its tokens come from.
    #[must_use]
    pub fn issuer_url(&self) -> &str {
        &self.issuer.url
    }

    /// Reads the authenticators of an AuthenticationConfiguration without `anonymous`.
    ///
    /// # Errors
    /// [`Invalid`] with code `authentication`, whose message ends with the line and column in `text` where there is one.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, Invalid> {
        let AuthenticationConfiguration { jwt, .. } = document::read(text).map_err(refusal)?;
        check(&jwt).map_err(refusal)?;
        Ok(jwt)
    }
}

fn refusal(message: impl Into<String>) -> Invalid {
    Invalid::new("authentication", message, "one AuthenticationConfiguration of apiserver.config.k8s.io/v1 with jwt alone")
        .with_help("https://kubernetes.io/docs/reference/access-authn-authz/authentication has one; leave out `anonymous`, which the tree decides")
}

impl Document for AuthenticationConfiguration {
    const API_VERSION: &'static str = "apiserver.config.k8s.io/v1";
    const KIND: &'static str = "AuthenticationConfiguration";

    fn version_and_kind(&self) -> (&str, &str) {
        (&self.api_version, &self.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\n";
    const JWT: &str = "\
jwt:
- issuer:
    url: https://issuer.example.com
    audiences: [kubernetes]
  claimMappings:
    username: { claim: email, prefix: 'sso:' }
";

    fn parse(text: &str) -> Result<Vec<JwtAuthenticator>, String> {
        JwtAuthenticator::parse_all(text).map_err(|invalid| invalid.message)
    }

    #[test]
    fn takes_all_that_kubernetes_has() {
        let all = format!(
            "{HEAD}{JWT}    groups: {{ expression: claims.groups }}\n    uid: {{ claim: sub }}\n    extra:\n    - key: example.com/tenant\n      \
             valueExpression: claims.tenant\n  claimValidationRules:\n  - claim: hd\n    requiredValue: example.com\n  - expression: claims.ok\n    \
             message: not ok\n  userValidationRules:\n  - expression: \"!user.username.startsWith('system:')\"\n    message: reserved\n"
        );
        let [one] = parse(&all).unwrap().try_into().unwrap();
        assert_eq!(one.issuer_url(), "https://issuer.example.com");
        assert_eq!(one.claim_mappings.extra.len(), 1);
        assert_eq!((one.claim_validation_rules.len(), one.user_validation_rules.len()), (2, 1));
    }

    #[test]
    fn refuses_what_kube_apiserver_would_not_start_with() {
        let changed = |from: &str, to: &str| {
            assert!(JWT.contains(from), "{from}");
            format!("{HEAD}{}", JWT.replace(from, to))
        };
        for (bad, why) in [
            (format!("{HEAD}anonymous: {{ enabled: true }}\n{JWT}"), "unknown field `anonymous`"),
            (format!("{HEAD}{JWT}---\n{HEAD}{JWT}"), "2 documents"),
            (HEAD.to_owned(), "missing field `jwt`"),
            (format!("{}{JWT}", HEAD.replace("/v1", "/v1beta1")), "it is AuthenticationConfiguration of"),
            (changed("https://", "http://"), "no https URL"),
            (changed("example.com", "example.com?a"), "no https URL"),
            (changed("[kubernetes]", "[]"), "no audience"),
            (changed("[kubernetes]", "[a, b]"), "MatchAny"),
            (changed("audiences", "audience"), "unknown field `audience`"),
            (changed(", prefix: 'sso:'", ""), "neither or both"),
            (changed("prefix: 'sso:'", "expression: a"), "neither or both"),
            (format!("{HEAD}{JWT}{}", JWT.trim_start_matches("jwt:\n")), "stands twice"),
        ] {
            let said = parse(&bad).unwrap_err();
            assert!(said.contains(why), "{bad}: {said}");
        }
    }
}
