//! Who may log in with a token of another issuer, such as a company's single sign-on.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    Invalid,
    document::{self, Document},
};

/// How a user's tokens are read: the `jwt` of an `apiserver.config.k8s.io/v1` AuthenticationConfiguration
/// (`k8s.io/apiserver`, `pkg/apis/apiserver/v1/types.go`, Kubernetes 1.34 to 1.37).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct JwtAuthenticator {
    issuer: Issuer,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    claim_validation_rules: Vec<ClaimValidationRule>,
    claim_mappings: ClaimMappings,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    user_validation_rules: Vec<UserValidationRule>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Issuer {
    url: String,
    #[serde(rename = "discoveryURL", skip_serializing_if = "Option::is_none")]
    discovery_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate_authority: Option<String>,
    audiences: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    audience_match_policy: Option<AudienceMatchPolicy>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum AudienceMatchPolicy {
    MatchAny,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ClaimValidationRule {
    #[serde(skip_serializing_if = "Option::is_none")]
    claim: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    required_value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expression: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimMappings {
    username: PrefixedClaim,
    #[serde(skip_serializing_if = "Option::is_none")]
    groups: Option<PrefixedClaim>,
    #[serde(skip_serializing_if = "Option::is_none")]
    uid: Option<Claim>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    extra: Vec<ExtraMapping>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PrefixedClaim {
    #[serde(skip_serializing_if = "Option::is_none")]
    claim: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prefix: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expression: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claim {
    #[serde(skip_serializing_if = "Option::is_none")]
    claim: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expression: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ExtraMapping {
    key: String,
    value_expression: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct UserValidationRule {
    expression: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
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

    /// Reads the authenticators of an AuthenticationConfiguration without `anonymous`. What kube-apiserver's validation
    /// refuses in CEL expressions, only kube-apiserver knows.
    ///
    /// # Errors
    /// [`Invalid`] with code `authentication`, whose message ends with the line and column in `text` where there is one.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, Invalid> {
        let AuthenticationConfiguration { jwt, .. } = document::read(text).map_err(refusal)?;
        let mut issuers = BTreeSet::new();
        for authenticator in &jwt {
            let url = authenticator.issuer_url();
            authenticator.check().map_err(|what| refusal(format!("the issuer {url:?} {what}")))?;
            if !issuers.insert(url) {
                return Err(refusal(format!("the issuer {url:?} stands twice")));
            }
        }
        Ok(jwt)
    }

    /// What kube-apiserver's `ValidateAuthenticationConfiguration` refuses at its start.
    fn check(&self) -> Result<(), &'static str> {
        let Issuer { url, discovery_url, audiences, audience_match_policy, .. } = &self.issuer;
        if !url.starts_with("https://") || url.contains(['?', '#', '@']) {
            return Err("is no https URL without user, query and fragment");
        }
        if discovery_url.as_ref() == Some(url) {
            return Err("has the same discoveryURL");
        }
        if audiences.is_empty() || audiences.iter().any(String::is_empty) {
            return Err("has no audience, or an empty one");
        }
        if audiences.len() > 1 && audience_match_policy.is_none() {
            return Err("has several audiences and no audienceMatchPolicy: MatchAny");
        }
        let mappings = &self.claim_mappings;
        if !mappings.username.is_decided() || !mappings.groups.as_ref().is_none_or(PrefixedClaim::is_decided)
        {
            return Err(
                "maps a username or groups from neither or both of a claim with a prefix and an expression",
            );
        }
        Ok(())
    }
}

impl PrefixedClaim {
    /// A claim with a prefix, which may be empty, or an expression without one.
    const fn is_decided(&self) -> bool {
        matches!(
            (&self.claim, &self.prefix, &self.expression),
            (Some(_), Some(_), None) | (None, None, Some(_))
        )
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
             message: no\n  userValidationRules:\n  - expression: \"!user.username.startsWith('system:')\"\n    message: reserved\n"
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
