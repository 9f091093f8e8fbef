//! Fields with which the kubelet starts, and that take something from the cluster; what each does is in `component::harm`.

use super::{super::harm, settings::Settings};
use crate::{
    component::harm::{Weight, harmful_fields},
    diagnostic::{Violation, key_path},
    kubernetes::go_values,
};

/// Every field, or flag that sets it, with a harmful value.
pub(super) fn advise(settings: &Settings<'_>) -> Vec<Violation> {
    let fields = harmful_fields().iter().filter_map(|harmful| {
        let value = settings.set(harmful.name)?;
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        harm::applies(harmful.when, &text).then(|| {
            let shown = format!("{} = {value}", harmful.name);
            settings.target.decides(harm::violation(harmful, &shown, settings.path(harmful.name)))
        })
    });
    fields.chain(lease(settings)).collect()
}

/// A kubelet renews its lease each quarter of its life (`pkg/kubelet/kubelet.go`), and kube-controller-manager calls a Node lost
/// that says nothing for `--node-monitor-grace-period`.
fn lease(settings: &Settings<'_>) -> Option<Violation> {
    const FIELD: &str = "nodeLeaseDurationSeconds";
    /// Its default, in seconds.
    const GRACE: i64 = 50;
    let flag = settings.draft.controller_manager.extra_args.get("node-monitor-grace-period");
    let grace = flag.and_then(|text| go_values::duration(text)).map_or(GRACE, |time| time / 1_000_000_000);
    let lease = settings.whole(FIELD).unwrap_or(40);
    let set = settings.set(FIELD).is_some();
    if (!set && flag.is_none()) || lease / 4 * 2 <= grace {
        return None;
    }
    let path = if set {
        settings.path(FIELD)
    } else {
        key_path("controller_manager.extra_args", "node-monitor-grace-period")
    };
    let message = format!(
        "kubelets renew their lease every {} s, and a Node that says nothing for {grace} s is called lost: one late renewal is enough",
        lease / 4
    );
    let violation =
        Violation::new(harm::code(Weight::Weakens), path, message, "a grace period of two renewals or more");
    Some(settings.target.decides(violation).help(
        "shorten nodeLeaseDurationSeconds, or lengthen node-monitor-grace-period of [controller_manager]",
    ))
}
