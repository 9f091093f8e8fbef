//! Each field of the kubelet by itself, whether `config` or a flag sets it.

use super::{super::fields::FieldRules, settings::Settings};
use crate::{
    component::configuration_file,
    diagnostic::{Violation, key_path},
    model::Component,
};

/// Fields that must not be empty (`pkg/kubelet/apis/config/validation` and `pkg/kubelet/cm`).
const NEVER_EMPTY: &[&str] = &[
    "cpuManagerPolicy",
    "hairpinMode",
    "memoryManagerPolicy",
    "topologyManagerPolicy",
    "topologyManagerScope",
];

/// Every field of `config`, at any depth, and every flag that sets one.
pub(super) fn check(settings: &Settings<'_>) -> Vec<Violation> {
    let Some(file) = configuration_file(Component::Kubelet) else { return Vec::new() };
    // The topology manager reads its options only if it has a policy (`pkg/kubelet/cm/topologymanager`, `NewManager`).
    let is_unread = |field: &str| {
        field == "topologyManagerPolicyOptions" && settings.text("topologyManagerPolicy") == "none"
    };
    let of_config = FieldRules {
        target: settings.target,
        file,
        is_unread: &is_unread,
        // Options that need a gate have their own rule.
        gated: &["cpuManagerPolicyOptions"],
        never_empty: &[],
        code: "field-value",
    };
    let of_flags = FieldRules { never_empty: NEVER_EMPTY, code: "flag-value", ..of_config };
    let mut found = Vec::new();
    for (name, value) in &settings.draft.kubelet.config {
        of_config.judge(name, key_path("kubelet.config", name), value, &mut found);
    }
    for (flag, field, value) in settings.flags() {
        of_flags.judge(field, key_path("kubelet.extra_args", flag), &value, &mut found);
    }
    found
}
