//! When the kubelet evicts pods (`pkg/kubelet/eviction/helpers.go`, 1.34 to 1.37).

use super::settings::Settings;
use crate::diagnostic::{Violation, key_path};

/// Thresholds that the kubelet has where `evictionHard` is not set (`pkg/kubelet/eviction/defaults_linux.go`).
const HARD_DEFAULTS: [(&str, &str); 5] = [
    ("imagefs.available", "15%"),
    ("imagefs.inodesFree", "5%"),
    ("memory.available", "100Mi"),
    ("nodefs.available", "10%"),
    ("nodefs.inodesFree", "5%"),
];

/// A soft threshold waits for a time, which must be said.
pub(super) fn check(settings: &Settings<'_>) -> Vec<Violation> {
    let periods = settings.map("evictionSoftGracePeriod");
    let soft = settings.map("evictionSoft");
    let without = soft
        .iter()
        .filter(|(signal, value)| !periods.contains_key(*signal) && !matches!(value.as_str(), "0%" | "100%"));
    without
        .map(|(signal, _)| {
            let message = format!("evictionSoft has {signal}, and evictionSoftGracePeriod does not");
            let expected = format!("a grace period for {signal}");
            let path = entry(settings, "evictionSoft", signal);
            let violation = Violation::new("kubelet-fields-disagree", path, message, expected);
            settings
                .minor_of
                .decides(violation)
                .help(format!("set {signal:?} in evictionSoftGracePeriod, such as \"1m30s\""))
        })
        .collect()
}

/// Where an entry of a map stands: a flag holds the whole map.
fn entry(settings: &Settings<'_>, field: &str, key: &str) -> String {
    let path = settings.path(field);
    if path.starts_with("kubelet.config") { key_path(&path, key) } else { path }
}

/// One threshold turns the others off, unless the kubelet is told to keep them.
pub(super) fn advise(settings: &Settings<'_>) -> Vec<Violation> {
    let hard = settings.map("evictionHard");
    if hard.is_empty() || settings.is_on("mergeDefaultEvictionSettings") {
        return Vec::new();
    }
    let lost: Vec<_> = HARD_DEFAULTS.iter().filter(|(signal, _)| !hard.contains_key(*signal)).collect();
    if lost.is_empty() {
        return Vec::new();
    }
    let names: Vec<_> = lost.iter().map(|(signal, _)| *signal).collect();
    let message = format!("evictionHard replaces every default: {} no longer evict", names.join(", "));
    let kept: Vec<_> = lost.iter().map(|(signal, value)| format!("{signal:?} = {value:?}")).collect();
    let violation =
        Violation::new("partial-map", settings.path("evictionHard"), message, "every threshold, or none")
            .at_key();
    let help = format!("set `mergeDefaultEvictionSettings = true`, or add the defaults: {}", kept.join(", "));
    vec![settings.minor_of.decides(violation).help(help)]
}
