//! `[service_accounts]`

use super::{Item, Key, ReferencedFiles, Shape, Table, referenced::Kind};
use crate::{
    diagnostic::Invalid,
    documents,
    model::{HttpsUrl, ServiceAccountSettings, TokenAudience, TokenIssuer, Validity},
};

pub(super) static TABLE: Shape = Shape {
    title: "[service_accounts]",
    keys: &[
        Key::optional("issuers", "`[\"https://kubernetes.default.svc.DNS_DOMAIN\"]`"),
        Key::optional("jwks_uri", "the API server's own address"),
        Key::optional("api_audiences", "the issuers"),
        Key::optional("max_token_expiration", "no limit"),
        Key::default("verification_keys", "[]"),
    ],
};

const VERIFICATION_KEYS: Kind = Kind {
    code: "verification-keys-file",
    expected: "the path of a file of public keys, relative to cluster.toml",
    noun: "file of public keys",
    is_yaml: false,
};

pub(super) fn read(root: &Table<'_>, files: &dyn ReferencedFiles) -> Option<ServiceAccountSettings> {
    let table = root.table("service_accounts", &TABLE);
    let issuers = table.optional("issuers", |item| listed(item, TokenIssuer::parse));
    let jwks_uri = table.optional("jwks_uri", |item| item.parse(HttpsUrl::parse));
    let api_audiences = table.optional("api_audiences", |item| listed(item, TokenAudience::parse));
    let max_token_expiration = table.optional("max_token_expiration", |item| item.parse(token_life));
    let keys = table.value("verification_keys", |item| {
        item.all(|element| VERIFICATION_KEYS.read(element, files, documents::verification_keys))
    });
    Some(ServiceAccountSettings {
        issuers: issuers.unwrap_or_default(),
        jwks_uri,
        api_audiences: api_audiences.unwrap_or_default(),
        max_token_expiration,
        verification_keys: keys?,
    })
}

/// At least one.
fn listed<T>(item: &Item<'_>, parse: fn(&str) -> Result<T, Invalid>) -> Option<Vec<T>> {
    let items = item.list()?;
    if items.is_empty() {
        let invalid = Invalid::new("count", "the array is empty", "one or more strings");
        item.refuse(invalid.help("leave it out for the default"));
        return None;
    }
    item.all(|element| element.parse(parse))
}

/// At most 2^32 seconds (Kubernetes 1.37, `pkg/controlplane/apiserver/options/options.go`); a shorter time than the shortest
/// validity, an hour, is refused as well.
fn token_life(text: &str) -> Result<Validity, Invalid> {
    const MOST_HOURS: u64 = (1 << 32) / 3600;
    let life = Validity::parse(text)?;
    if life.hours() <= MOST_HOURS {
        return Ok(life);
    }
    let message = format!("{text:?} is longer than a token can be valid");
    Err(Invalid::new("validity", message, "at most \"136y\"").help("leave it out for no limit"))
}
