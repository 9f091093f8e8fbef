//! What must hold between the values of a cluster, one file a subject: a [`Cluster`] is a [`Draft`] that passed.
//!
//! A rule names every value that takes part in what it finds: the one to change as `at`, the others as `also`. Where one
//! of them is itself wrong in the file, the reader leaves out what the rule says.

mod addresses;
mod admins;
mod authentication;
mod bind_addresses;
mod common_names;
mod control_plane;
mod cure;
mod endpoint;
mod etcd;
mod families;
mod gate_dependencies;
mod known_flags;
mod known_gates;
mod known_kubelet_fields;
mod leaf_keys;
mod minor_of;
mod names;
mod node_labels;
mod node_ranges;
mod owned_flags;
mod owned_kubelet_fields;
mod ports;
mod range_overlap;
mod service_range;
mod special_ranges;
mod tables;
mod taints;
mod twice;
mod unknown_flag_advice;
mod users;
mod validity;
mod values;

use crate::{
    diagnostic::Violation,
    model::{Cluster, Draft},
};

/// A rule: what it finds wrong, nothing where it holds.
type Rule = fn(&Draft) -> Vec<Violation>;

/// Every rule there is.
const RULES: &[Rule] = &[
    control_plane::count,
    names::nodes,
    names::admins,
    common_names::nodes,
    common_names::admins,
    addresses::used_twice,
    addresses::inside_ranges,
    endpoint::dialable,
    endpoint::inside_ranges,
    endpoint::port_of_another,
    range_overlap::check,
    special_ranges::check,
    service_range::size,
    node_ranges::mask,
    node_ranges::count,
    families::primary,
    families::dual_stack,
    validity::ends,
    validity::leaf_begins_with_ca,
    validity::leaf_within_ca,
    validity::signing_duration,
    validity::token,
    users::used_twice,
    leaf_keys::generations,
    leaf_keys::renewals,
    bind_addresses::check,
    ports::check,
    etcd::starts,
    etcd::external,
    admins::groups,
    authentication::issuers,
    taints::used_twice,
    node_labels::of_the_kubelet,
    owned_flags::check,
    known_flags::check,
    known_gates::check,
    gate_dependencies::check,
    owned_kubelet_fields::check,
    known_kubelet_fields::check,
    values::check,
];

/// Checks the rules between values.
///
/// # Errors
/// Every [`Violation`], in the order of the rules; the caller knows where in the text each value stands.
pub fn cluster(draft: Draft) -> Result<Cluster, Vec<Violation>> {
    let violations: Vec<_> = RULES.iter().flat_map(|rule| rule(&draft)).collect();
    if violations.is_empty() { Ok(Cluster::validated(draft)) } else { Err(violations) }
}

/// What may stand and should change, such as a flag that its component deprecates.
#[must_use]
pub fn advise(draft: &Draft) -> Vec<Violation> {
    [
        endpoint::advise(draft),
        special_ranges::advise(draft),
        known_flags::deprecated(draft),
        known_gates::deprecated(draft),
        values::advise(draft),
    ]
    .concat()
}
