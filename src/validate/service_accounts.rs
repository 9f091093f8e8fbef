//! `[service_accounts]`: each issuer, audience and key once, and no flag beside the key that sets it.

use super::names::duplicate_values;
use crate::{
    diagnostic::{Violation, key_path},
    model::{Draft, TokenAudience, TokenIssuer, VerificationKeys},
};

/// An API server does not start with an issuer that stands twice (Kubernetes 1.37,
/// `pkg/kubeapiserver/options/authentication.go`, `Validate`).
pub(super) fn duplicates(draft: &Draft) -> Vec<Violation> {
    let settings = &draft.service_accounts;
    let issuers = texts("issuers", settings.issuers.iter().map(TokenIssuer::as_str));
    let audiences = texts("api_audiences", settings.api_audiences.iter().map(TokenAudience::as_str));
    let keys = texts("verification_keys", settings.verification_keys.iter().map(VerificationKeys::as_str));
    let violation = |(path, first, _): (String, String, &str)| {
        Violation::new("duplicate-name", path, "it stands twice", "each once")
            .also(first, "first used here")
            .help("keep one of them")
    };
    [issuers, audiences, keys].into_iter().flat_map(duplicate_values).map(violation).collect()
}

fn texts<'a>(key: &str, values: impl Iterator<Item = &'a str>) -> Vec<(String, &'a str)> {
    values.enumerate().map(|(i, text)| (format!("service_accounts.{key}[{i}]"), text)).collect()
}

/// A flag in `extra_args` would win over the key that sets it.
pub(super) fn flags_beside_keys(draft: &Draft) -> Vec<Violation> {
    let settings = &draft.service_accounts;
    let keys = [
        ("api-audiences", "api_audiences", !settings.api_audiences.is_empty()),
        ("service-account-jwks-uri", "jwks_uri", settings.jwks_uri.is_some()),
        (
            "service-account-max-token-expiration",
            "max_token_expiration",
            settings.max_token_expiration.is_some(),
        ),
    ];
    let extra_args = &draft.apiserver.extra_args;
    let both = keys.into_iter().filter(|(flag, _, is_set)| *is_set && extra_args.contains_key(*flag));
    let violation = |(flag, key, _): (&str, &str, bool)| {
        let path = key_path("apiserver.extra_args", flag);
        let message = format!("--{flag} is set by {key} of [service_accounts] as well");
        Violation::new("owned-flag", path, message, "the flag or the key")
            .at_key()
            .also(format!("service_accounts.{key}"), "the other value")
            .help(format!("leave the flag out: {key} sets it"))
    };
    both.map(violation).collect()
}
