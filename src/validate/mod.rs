//! The rules between the values of a cluster, one file per subject. A [`Cluster`] is a [`Draft`] that satisfies all of them.
//!
//! A rule names every value that takes part in a violation: the one to change as `at`, the others as `also`. If one
//! of them is itself invalid in the file, the reader drops the violation.

mod addresses;
mod certificates;
mod cure;
mod endpoint;
mod etcd;
mod feature_gates;
mod fields;
mod flags;
mod load_balancer;
mod names;
mod node_labels;
mod objects;
mod overlays;
mod process;
mod ranges;
mod service_accounts;
mod tables;
mod values;

use crate::{
    diagnostic::Violation,
    model::{Cluster, Draft},
};

/// A rule: returns its violations.
type Rule = fn(&Draft) -> Vec<Violation>;

/// All rules.
const RULES: &[Rule] = &[
    etcd::control_plane_count,
    names::duplicate_nodes,
    names::duplicate_admins,
    names::node_name_length,
    names::reserved,
    names::of_api_server,
    names::admin_common_names,
    addresses::duplicates,
    addresses::inside_ranges,
    addresses::dns_upstreams,
    endpoint::dialable,
    endpoint::inside_ranges,
    endpoint::port_of_another,
    ranges::overlap,
    ranges::special,
    ranges::service_size,
    ranges::node_mask,
    ranges::node_count,
    addresses::primary_family,
    addresses::dual_stack,
    certificates::ends,
    certificates::leaf_begins_with_ca,
    certificates::leaf_within_ca,
    certificates::signing_duration,
    certificates::token,
    names::duplicate_ids,
    certificates::leaf_generations,
    certificates::leaf_renewals,
    addresses::bind,
    endpoint::apiserver_port,
    load_balancer::port_is_free,
    load_balancer::complete,
    load_balancer::address,
    load_balancer::is_endpoint,
    etcd::starts,
    etcd::external,
    names::admin_groups,
    names::issuers,
    service_accounts::duplicates,
    service_accounts::flags_beside_keys,
    names::duplicate_taints,
    node_labels::of_the_kubelet,
    flags::owned,
    flags::known,
    feature_gates::known,
    feature_gates::dependencies,
    fields::owned,
    fields::known,
    objects::files_stand_once,
    objects::stand_once,
    process::variables,
    overlays::nodes_exist,
    overlays::restarted_run,
    overlays::paths_are_free,
    overlays::stand_once,
    overlays::accounts_exist,
    overlays::too_much,
    overlays::templates_render,
    process::resources,
    values::check,
];

/// Checks the rules between values.
///
/// # Errors
/// Every [`Violation`], in the order of the rules; the caller knows the position of each value in the text.
pub fn cluster(draft: Draft) -> Result<Cluster, Vec<Violation>> {
    let violations: Vec<_> = RULES.iter().flat_map(|rule| rule(&draft)).collect();
    if violations.is_empty() { Ok(Cluster::validated(draft)) } else { Err(violations) }
}

/// Warnings about valid values that should change, such as a deprecated flag.
#[must_use]
pub fn advise(draft: &Draft) -> Vec<Violation> {
    [
        endpoint::advise(draft),
        load_balancer::advise(draft),
        ranges::advise(draft),
        flags::deprecated(draft),
        feature_gates::deprecated(draft),
        values::advise(draft),
    ]
    .concat()
}
