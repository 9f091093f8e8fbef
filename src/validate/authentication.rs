//! Whose tokens are taken.

use crate::{diagnostic::Violation, model::Draft};

/// The cluster's own tokens are the API server's to read: it does not start with another authenticator for their issuer
/// (`k8s.io/apiserver`, `ValidateAuthenticationConfiguration`, "disallowed issuers").
pub(super) fn issuers(draft: &Draft) -> Vec<Violation> {
    let own = draft.service_account_issuer();
    let clash = draft.apiserver.authentication.iter().any(|authenticator| authenticator.issuer_url() == own);
    let violation = || {
        let message = format!("{own} is the issuer of this cluster's own tokens");
        Violation::new(
            "authentication",
            "apiserver.authentication_file",
            message,
            "an issuer of another kind",
        )
        .given(&["cluster.dns_domain"])
        .help("take it out: pods' tokens are known without it")
    };
    clash.then(violation).into_iter().collect()
}
