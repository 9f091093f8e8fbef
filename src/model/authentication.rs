//! Who can log in with a token of another issuer, such as a company's single sign-on.

use serde::{Deserialize, Deserializer, Serialize};

/// How the tokens of an issuer are verified: an entry of `jwt` in an `apiserver.config.k8s.io/v1`
/// AuthenticationConfiguration (`k8s.io/apiserver`, `pkg/apis/apiserver/v1/types.go`, Kubernetes 1.34 to 1.37).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct JwtAuthenticator {
    pub(crate) issuer: Issuer,
    #[serde(default, deserialize_with = "or_absent", skip_serializing_if = "Vec::is_empty")]
    pub(crate) claim_validation_rules: Vec<ClaimValidationRule>,
    pub(crate) claim_mappings: ClaimMappings,
    #[serde(default, deserialize_with = "or_absent", skip_serializing_if = "Vec::is_empty")]
    pub(crate) user_validation_rules: Vec<UserValidationRule>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Issuer {
    pub(crate) url: String,
    #[serde(rename = "discoveryURL", skip_serializing_if = "Option::is_none")]
    pub(crate) discovery_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) certificate_authority: Option<String>,
    pub(crate) audiences: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) audience_match_policy: Option<AudienceMatchPolicy>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum AudienceMatchPolicy {
    MatchAny,
    #[serde(rename = "")]
    Unset,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ClaimValidationRule {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) claim: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) required_value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) expression: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) message: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClaimMappings {
    pub(crate) username: PrefixedClaim,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) groups: Option<PrefixedClaim>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) uid: Option<Claim>,
    #[serde(default, deserialize_with = "or_absent", skip_serializing_if = "Vec::is_empty")]
    pub(crate) extra: Vec<ExtraMapping>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PrefixedClaim {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) claim: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) prefix: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) expression: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Claim {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) claim: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) expression: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ExtraMapping {
    pub(crate) key: String,
    pub(crate) value_expression: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UserValidationRule {
    pub(crate) expression: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) message: Option<String>,
}

impl JwtAuthenticator {
    /// The URL of the issuer.
    #[must_use]
    pub fn issuer_url(&self) -> &str {
        &self.issuer.url
    }
}

/// Reads `null` as an absent field, as Go's JSON decoder does.
pub(crate) fn or_absent<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
