//! The user's AuthenticationConfiguration, checked as kube-apiserver does (`k8s.io/apiserver`,
//! `pkg/apis/apiserver/validation/validation.go`, `ValidateAuthenticationConfiguration`, Kubernetes 1.34 to 1.37).

use std::collections::BTreeSet;

use serde::Deserialize;
use x509_parser::pem::Pem;

use super::{
    cel::{self, Expression, Type, Variable},
    document::{self, Document},
    go_url::is_plain_https,
};
use crate::{
    diagnostic::Invalid,
    model::{
        DnsDomain, JwtAuthenticator,
        authentication::{
            AudienceMatchPolicy, ClaimMappings, ClaimValidationRule, ExtraMapping, Issuer, PrefixedClaim,
        },
    },
};

/// The fields of the user's AuthenticationConfiguration, without `anonymous`, which kubemint sets.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AuthenticationConfiguration {
    api_version: String,
    kind: String,
    jwt: Vec<JwtAuthenticator>,
}

/// Reads the authenticators of an AuthenticationConfiguration without `anonymous`.
///
/// # Errors
///
/// [`Invalid`] with code `authentication`, whose message ends with the line and column in `text` if they are known.
pub fn authenticators(text: &str) -> Result<Vec<JwtAuthenticator>, Invalid> {
    let AuthenticationConfiguration { jwt, .. } = document::read(text).map_err(refusal)?;
    check(&jwt).map_err(refusal)?;
    Ok(jwt)
}

fn refusal(message: impl Into<String>) -> Invalid {
    Invalid::new("authentication", message, "one AuthenticationConfiguration of apiserver.config.k8s.io/v1 with jwt alone")
        .help("https://kubernetes.io/docs/reference/access-authn-authz/authentication has one; leave out `anonymous`, which the tree decides")
}

impl Document for AuthenticationConfiguration {
    const API_VERSION: &'static str = "apiserver.config.k8s.io/v1";
    const KIND: &'static str = "AuthenticationConfiguration";

    fn version_and_kind(&self) -> (&str, &str) {
        (&self.api_version, &self.kind)
    }
}

/// The maximum number of authenticators.
const MOST: usize = 64;

/// Checks every authenticator, and that no two have the same issuer or discovery URL.
///
/// # Errors
///
/// What is wrong, and with which authenticator.
fn check(all: &[JwtAuthenticator]) -> Result<(), String> {
    if all.len() > MOST {
        return Err(format!("it has {} authenticators, and kube-apiserver takes {MOST}", all.len()));
    }
    let (mut issuers, mut discoveries) = (BTreeSet::new(), BTreeSet::new());
    for one in all {
        let url = one.issuer_url();
        let named = |what: String| format!("the issuer {url:?} {what}");
        issuer(&one.issuer).map_err(|what| named(what.to_owned()))?;
        let verified = claim_rules(&one.claim_validation_rules).map_err(named)?;
        mappings(&one.claim_mappings, verified).map_err(named)?;
        let rules = one.user_validation_rules.iter().map(|rule| rule.expression.as_str());
        expressions(rules, Variable::User).map_err(|what| named(format!("{what} in userValidationRules")))?;
        let discovery = text(one.issuer.discovery_url.as_ref());
        if !issuers.insert(url) || !(discovery.is_empty() || discoveries.insert(discovery)) {
            return Err(named("is a duplicate".to_owned()));
        }
    }
    Ok(())
}

/// An optional text, where absent and empty mean the same.
fn text(optional: Option<&String>) -> &str {
    optional.map(String::as_str).unwrap_or_default()
}

fn issuer(issuer: &Issuer) -> Result<(), &'static str> {
    let Issuer { url, audiences, .. } = issuer;
    let discovery = text(issuer.discovery_url.as_ref());
    if !is_plain_https(url) || !(discovery.is_empty() || is_plain_https(discovery)) {
        return Err("is no https URL without user, query and fragment, or its discoveryURL is none");
    }
    if discovery.trim_end_matches('/') == url.trim_end_matches('/') {
        return Err("has the same discoveryURL");
    }
    if audiences.is_empty() || audiences.iter().any(String::is_empty) {
        return Err("has no audience, or an empty one");
    }
    if audiences.iter().collect::<BTreeSet<_>>().len() < audiences.len() {
        return Err("has a duplicate audience");
    }
    if audiences.len() > 1 && !matches!(issuer.audience_match_policy, Some(AudienceMatchPolicy::MatchAny)) {
        return Err("has several audiences and no audienceMatchPolicy: MatchAny");
    }
    match text(issuer.certificate_authority.as_ref()) {
        "" => Ok(()),
        pem if has_certificate(pem) => Ok(()),
        _ => Err("has no certificate in PEM as certificateAuthority"),
    }
}

/// Whether there is at least one certificate, and all can be parsed (`cert.ParseCertsPEM`).
fn has_certificate(pem: &str) -> bool {
    let mut count = 0;
    for block in Pem::iter_from_buffer(pem.as_bytes()) {
        let Ok(block) = block else { return false };
        if block.label == "CERTIFICATE" {
            if block.parse_x509().is_err() {
                return false;
            }
            count += 1;
        }
    }
    count > 0
}

/// Also returns whether a rule uses `claims.email_verified`.
fn claim_rules(rules: &[ClaimValidationRule]) -> Result<bool, String> {
    let mut claims = BTreeSet::new();
    for rule in rules {
        let (claim, expression) = (text(rule.claim.as_ref()), text(rule.expression.as_ref()));
        match (claim.is_empty(), expression.is_empty()) {
            (false, false) => {
                return Err("has claim and expression in one of claimValidationRules".to_owned());
            }
            (true, true) => {
                return Err("has neither claim nor expression in one of claimValidationRules".to_owned());
            }
            (false, true) if !text(rule.message.as_ref()).is_empty() => {
                return Err(format!("has a message for the claim {claim:?}: that is for an expression"));
            }
            (false, true) if !claims.insert(claim) => {
                return Err(format!("has a duplicate rule for the claim {claim:?}"));
            }
            (true, false) if !text(rule.required_value.as_ref()).is_empty() => {
                return Err(format!("has a requiredValue for {expression:?}: that is for a claim"));
            }
            _ => {}
        }
    }
    let all =
        rules.iter().map(|rule| text(rule.expression.as_ref())).filter(|expression| !expression.is_empty());
    expressions(all, Variable::Claims).map_err(|what| format!("{what} in claimValidationRules"))
}

/// Boolean expressions without duplicates. Returns whether one uses `claims.email_verified`.
fn expressions<'a>(all: impl Iterator<Item = &'a str>, variable: Variable) -> Result<bool, String> {
    let (mut seen, mut is_verified) = (BTreeSet::new(), false);
    for text in all {
        if text.is_empty() || !seen.insert(text) {
            return Err(format!("has the empty or duplicate expression {text:?}"));
        }
        let read = expression(text, variable, &[Type::Boolean])?;
        is_verified |= read.claims.contains(VERIFIED);
    }
    Ok(is_verified)
}

/// An expression that can be parsed and has one of these types, or a type that is known only at run time.
fn expression(text: &str, variable: Variable, types: &[Type]) -> Result<Expression, String> {
    let read =
        cel::parse(text, variable).map_err(|what| format!("has the expression {text:?}, where {what},"))?;
    if read.gives == Type::Any || types.contains(&read.gives) {
        return Ok(read);
    }
    Err(format!("has the expression {text:?}, which gives a value of another type,"))
}

/// The claim that says whether an email address belongs to the user.
const VERIFIED: &str = "email_verified";

fn mappings(mappings: &ClaimMappings, is_verified: bool) -> Result<(), String> {
    let none = PrefixedClaim { claim: None, prefix: None, expression: None };
    if !is_decided(&mappings.username)
        || is_unset(&mappings.username)
        || !is_decided(mappings.groups.as_ref().unwrap_or(&none))
    {
        return Err(
            "maps a username or groups from neither or both of a claim with a prefix and an expression"
                .to_owned(),
        );
    }
    if let Some(uid) = &mappings.uid
        && !text(uid.claim.as_ref()).is_empty()
        && !text(uid.expression.as_ref()).is_empty()
    {
        return Err("maps a uid from both of a claim and an expression".to_owned());
    }
    claim_expressions(mappings, is_verified)?;
    extra_keys(&mappings.extra)
}

/// The expressions: each can be compiled, and a username from an email address needs `email_verified` somewhere.
fn claim_expressions(mappings: &ClaimMappings, is_verified: bool) -> Result<(), String> {
    let claims = |text: &str| match text {
        "" => Ok(BTreeSet::new()),
        text => expression(text, Variable::Claims, &[Type::Text, Type::List]).map(|read| read.claims),
    };
    let username = claims(text(mappings.username.expression.as_ref()))?;
    claims(text(mappings.groups.as_ref().and_then(|groups| groups.expression.as_ref())))?;
    claims(text(mappings.uid.as_ref().and_then(|uid| uid.expression.as_ref())))?;
    let mut is_verified = is_verified || username.contains(VERIFIED);
    for extra in &mappings.extra {
        is_verified |= claims(&extra.value_expression)?.contains(VERIFIED);
    }
    if username.contains("email") && !is_verified {
        return Err("takes claims.email as a username, and asks nowhere for claims.email_verified".to_owned());
    }
    Ok(())
}

fn extra_keys(extra: &[ExtraMapping]) -> Result<(), String> {
    let mut keys = BTreeSet::new();
    for ExtraMapping { key, value_expression } in extra {
        if !is_extra_key(key) || !keys.insert(key) {
            return Err(format!(
                "has {key:?} as a key of extra: it is DOMAIN/PATH in small letters, once, and not Kubernetes' own"
            ));
        }
        if value_expression.is_empty() {
            return Err(format!("has no valueExpression for {key:?}"));
        }
    }
    Ok(())
}

fn is_unset(mapping: &PrefixedClaim) -> bool {
    text(mapping.claim.as_ref()).is_empty() && text(mapping.expression.as_ref()).is_empty()
}

/// Whether a mapping has either a claim and a prefix, which may be empty, or an expression, or nothing.
fn is_decided(mapping: &PrefixedClaim) -> bool {
    match (text(mapping.claim.as_ref()), text(mapping.expression.as_ref())) {
        ("", "") => true,
        (_, "") => mapping.prefix.is_some(),
        ("", _) => mapping.prefix.is_none(),
        _ => false,
    }
}

/// `IsDomainPrefixedPath` (`k8s.io/apimachinery`), in lower case, and not in one of Kubernetes' domains.
fn is_extra_key(key: &str) -> bool {
    let Some((domain, path)) = key.split_once('/') else { return false };
    let of_path = |c: char| c.is_ascii_alphanumeric() || "/-._~%!$&'()*+,;=:".contains(c);
    let is_kubernetes =
        |own: &str| domain == own || domain.strip_suffix(own).is_some_and(|rest| rest.ends_with('.'));
    DnsDomain::parse(domain).is_ok()
        && !path.is_empty()
        && path.chars().all(of_path)
        && !key.chars().any(char::is_uppercase)
        && !is_kubernetes("kubernetes.io")
        && !is_kubernetes("k8s.io")
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
        authenticators(text).map_err(|invalid| invalid.message)
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
            (format!("{HEAD}{JWT}{}", JWT.trim_start_matches("jwt:\n")), "is a duplicate"),
        ] {
            let said = parse(&bad).unwrap_err();
            assert!(said.contains(why), "{bad}: {said}");
        }
    }
}
