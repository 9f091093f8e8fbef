//! The validity of certificates and tokens, and the keys that `[pki.generations] leaf` and `[pki.renewals]` name.

use crate::{
    diagnostic::{Violation, key_path},
    model::{Draft, Timestamp, Validity},
    pki::leaf_labels as known_labels,
};

const NOT_BEFORE: &str = "pki.not_before";
const LEAF_NOT_BEFORE: &str = "pki.leaf_not_before";
const RENEWALS: &str = "pki.renewals";
const CA: &str = "pki.ca_validity";
const LEAF: &str = "pki.leaf_validity";

/// The flag of kube-controller-manager that `leaf_validity` sets.
const SIGNING_DURATION: &str = "cluster-signing-duration";

/// A time at which leaf certificates become valid, and the path of the value that sets it.
struct Beginning {
    path: String,
    moment: Timestamp,
}

/// The time at which most leaf certificates become valid, then those of single ones.
fn leaf_beginnings(draft: &Draft) -> Vec<Beginning> {
    let pki = &draft.pki;
    let path = if pki.leaf_not_before == pki.not_before { NOT_BEFORE } else { LEAF_NOT_BEFORE };
    let most = Beginning { path: path.to_owned(), moment: pki.leaf_not_before };
    let single = |(label, moment): (&String, &Timestamp)| Beginning {
        path: key_path(RENEWALS, label),
        moment: *moment,
    };
    std::iter::once(most).chain(pki.renewals.iter().map(single)).collect()
}

/// The latest of them. If its expiry is valid, so are the others'.
fn last_leaf_beginning(draft: &Draft) -> Option<Beginning> {
    let mut all = leaf_beginnings(draft);
    // The first of the latest: a renewal at the common time changes nothing.
    all.reverse();
    all.into_iter().max_by_key(|beginning| beginning.moment)
}

/// X.509 has no year after 9999, whose last second means "no expiry" (RFC 5280 section 4.1.2.5).
pub(super) fn ends(draft: &Draft) -> Vec<Violation> {
    let authorities = Beginning { path: NOT_BEFORE.to_owned(), moment: draft.pki.not_before };
    let validities = [
        (CA, draft.pki.ca_validity, Some(authorities)),
        (LEAF, draft.pki.leaf_validity, last_leaf_beginning(draft)),
    ];
    let violation = |path, Beginning { path: begins, moment }| {
        let message = format!("a validity that begins {moment} would expire after the year 9999");
        Violation::new("validity-end", path, message, "an end in the year 9999 or before")
            .also(begins, "begins here")
            .given(&[NOT_BEFORE, LEAF_NOT_BEFORE, RENEWALS])
            .help("take a shorter validity")
    };
    let past = validities.into_iter().filter_map(|(path, validity, beginning)| {
        beginning.filter(|begins| begins.moment.end_of(validity).is_none()).map(|begins| (path, begins))
    });
    past.map(|(path, beginning)| violation(path, beginning)).collect()
}

/// A leaf certificate cannot be verified before its CA becomes valid.
pub(super) fn leaf_begins_with_ca(draft: &Draft) -> Vec<Violation> {
    let ca = draft.pki.not_before;
    let early = leaf_beginnings(draft).into_iter().filter(|beginning| beginning.moment < ca);
    let violation = |Beginning { path, moment }| {
        let message = format!("leaf certificates would become valid {moment}, before their CA at {ca}");
        Violation::new("leaf-before-ca", path, message, "not_before, or a later moment")
            .also(NOT_BEFORE, "the CA begins here")
            .help("take a later moment, or leave it out")
    };
    early.map(violation).collect()
}

/// A leaf certificate cannot be verified after its CA has expired.
pub(super) fn leaf_within_ca(draft: &Draft) -> Vec<Violation> {
    let Some(beginning) = last_leaf_beginning(draft) else { return Vec::new() };
    let ca = draft.pki.not_before.end_of(draft.pki.ca_validity);
    let leaf = beginning.moment.end_of(draft.pki.leaf_validity);
    let (Some(ca), Some(leaf)) = (ca, leaf) else { return Vec::new() };
    if leaf <= ca {
        return Vec::new();
    }
    let message = format!("leaf certificates would expire {leaf}, after their CA at {ca}");
    let violation = |expected: &'static str| {
        Violation::new("leaf-outlives-ca", LEAF, message, expected).also(CA, "the CA's").given(&[
            NOT_BEFORE,
            LEAF_NOT_BEFORE,
            RENEWALS,
        ])
    };
    vec![if beginning.moment == draft.pki.not_before {
        violation("no longer a validity than the CA's").help("shorten leaf_validity or lengthen ca_validity")
    } else {
        violation("an end no later than the CA's").also(beginning.path, "begins here").help(
            "shorten leaf_validity; or lengthen ca_validity: CAs keep their keys and get new certificates",
        )
    }]
}

/// The certificates that kube-controller-manager signs are valid for as long as leaf certificates; the flag is a
/// Go `time.Duration`: kube-controller-manager does not start if it overflows (Kubernetes 1.34 to 1.37,
/// `cmd/kube-controller-manager/app/options/csrsigningcontroller.go`).
pub(super) fn signing_duration(draft: &Draft) -> Vec<Violation> {
    let (hours, longest) = (draft.pki.leaf_validity.hours(), Validity::LONGEST_GO_DURATION_HOURS);
    let is_set = draft.controller_manager.extra_args.contains_key(SIGNING_DURATION);
    if hours <= longest || is_set {
        return Vec::new();
    }
    let message = format!(
        "kube-controller-manager gets leaf_validity as --{SIGNING_DURATION}={hours}h and does not start: a duration of Go \
         ends at {longest}h, some 292 years"
    );
    let help = format!("shorten leaf_validity; or set {SIGNING_DURATION} in [controller_manager] extra_args");
    vec![
        Violation::new("validity-beyond-go", LEAF, message, format!("at most \"292y\" or \"{longest}h\""))
            .help(help),
    ]
}

/// With a token that expires before the certificates become valid, no worker can join.
pub(super) fn token(draft: &Draft) -> Vec<Violation> {
    let (expiry, not_before) = (draft.bootstrap.token_expiry, draft.pki.not_before);
    if expiry > not_before {
        return Vec::new();
    }
    let message = format!("the token would expire {expiry}, and certificates become valid {not_before}");
    vec![
        Violation::new("token-expiry", "bootstrap.token_expiry", message, "a moment after not_before")
            .also(NOT_BEFORE, "certificates begin here")
            .help("take a later moment, or leave it out for a day after not_before"),
    ]
}

/// A generation of an unknown key has no effect: it is a typing error.
pub(super) fn leaf_generations(draft: &Draft) -> Vec<Violation> {
    let expected = "the label of a leaf key, such as \"apiserver/NODE\", or default";
    unknown_labels(draft, "pki.generations.leaf", draft.pki.generations.leaf.keys(), expected)
}

/// So is the renewal of an unknown certificate.
pub(super) fn leaf_renewals(draft: &Draft) -> Vec<Violation> {
    let expected = "the label of a leaf key, such as \"apiserver/NODE\"";
    unknown_labels(draft, "pki.renewals", draft.pki.renewals.keys(), expected)
}

fn unknown_labels<'a>(
    draft: &Draft,
    table: &str,
    labels: impl ExactSizeIterator<Item = &'a String>,
    expected: &'static str,
) -> Vec<Violation> {
    if labels.len() == 0 {
        return Vec::new();
    }
    let known = known_labels(draft);
    let violation = |label: &String| {
        let message = format!("no certificate of this cluster has a key {label:?}");
        Violation::new("unknown-leaf-key", key_path(table, label), message, expected)
            .at_key()
            .given(&["control_plane", "worker", "admin", "kubelet.serving", "etcd.external"])
            .help("kubemint.lock in the rendered tree has every label, such as certificate LABEL@GENERATION")
    };
    labels.filter(|label| !known.contains(label)).map(violation).collect()
}
