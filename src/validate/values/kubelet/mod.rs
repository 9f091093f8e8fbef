//! The kubelet's configuration: what its fields and the flags that set them are, and what they must have between them.

mod features;
mod fields;
mod harm;
mod limits;
mod machine;
mod resources;
mod settings;

use self::settings::Settings;
use super::super::tables::target;
use crate::{
    diagnostic::Violation,
    model::{Component, Draft},
};

/// Every rule on the kubelet's fields.
pub(super) fn check(draft: &Draft) -> Vec<Violation> {
    let target = target(draft, Component::Kubelet);
    let settings = Settings { draft, target: &target };
    let rules: [fn(&Settings<'_>) -> Vec<Violation>; 7] = [
        fields::check,
        features::check,
        limits::check,
        resources::eviction,
        resources::managers,
        resources::reserved,
        machine::check,
    ];
    rules.iter().flat_map(|rule| rule(&settings)).collect()
}

/// What a kubelet takes, and that turns off more than it says.
pub(super) fn advise(draft: &Draft) -> Vec<Violation> {
    let target = target(draft, Component::Kubelet);
    let settings = Settings { draft, target: &target };
    [resources::partial_eviction(&settings), resources::unreserved_pods(&settings), harm::advise(&settings)]
        .concat()
}
