//! When certificates and tokens end.

use crate::model::{Draft, Validity, Violation};

const NOT_BEFORE: &str = "pki.not_before";
const CA: &str = "pki.ca_validity";
const LEAF: &str = "pki.leaf_validity";

/// X.509 has no year after 9999 (RFC 5280 section 4.1.2.5).
pub(super) fn ends(draft: &Draft) -> Vec<Violation> {
    let check = |(path, validity): (&str, Validity)| {
        let past = draft.pki.not_before.end_of(validity).is_none();
        past.then(|| {
            let message =
                format!("a validity that begins {} would end after the year 9999", draft.pki.not_before);
            Violation::new("validity-end", path, message, "an end in the year 9999 or before")
                .also(NOT_BEFORE, "begins here")
                .help("take a shorter validity")
        })
    };
    [(CA, draft.pki.ca_validity), (LEAF, draft.pki.leaf_validity)].into_iter().filter_map(check).collect()
}

/// A leaf certificate is worth nothing once its CA has ended.
pub(super) fn leaf_within_ca(draft: &Draft) -> Vec<Violation> {
    let end = |validity| draft.pki.not_before.end_of(validity);
    let (Some(ca), Some(leaf)) = (end(draft.pki.ca_validity), end(draft.pki.leaf_validity)) else {
        return Vec::new();
    };
    if leaf <= ca {
        return Vec::new();
    }
    let message = format!("leaf certificates would end {leaf}, after their CA at {ca}");
    vec![
        Violation::new("leaf-outlives-ca", LEAF, message, "no longer a validity than the CA's")
            .also(CA, "the CA's")
            .help("shorten leaf_validity or lengthen ca_validity"),
    ]
}

/// A token that has ended before the certificates begin lets no worker join.
pub(super) fn token(draft: &Draft) -> Vec<Violation> {
    let (expiry, not_before) = (draft.bootstrap.token_expiry, draft.pki.not_before);
    if expiry > not_before {
        return Vec::new();
    }
    let message = format!("the token would end {expiry}, and certificates begin {not_before}");
    vec![
        Violation::new("token-expiry", "bootstrap.token_expiry", message, "a moment after not_before")
            .also(NOT_BEFORE, "certificates begin here")
            .help("take a later moment, or leave it out for a day after not_before"),
    ]
}
