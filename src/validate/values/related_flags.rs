//! Relations between the flags of a component: feature gates, log formats, leader election and rates.

use super::Flags;
use crate::{diagnostic::Violation, model::Component};

/// A flag that has no effect, or is refused, without a feature gate.
struct Needs {
    flag: &'static str,
    /// The values that need no gate.
    harmless: &'static [&'static str],
    gate: &'static str,
}

const fn needs(flag: &'static str, harmless: &'static [&'static str], gate: &'static str) -> Needs {
    Needs { flag, harmless, gate }
}

/// `false`, as Go reads it.
const OFF: &[&str] = &["false", "0", "f", "F", "FALSE", "False"];

/// component-base, `logs/api/v1/options.go`, `validateFormatOptions`; `pkg/controlplane/apiserver/options/validation.go`,
/// `validateUnknownVersionInteroperabilityProxyFlags`; apiserver, `server/options/authentication.go`.
const NEEDS: &[Needs] = &[
    needs("log-json-info-buffer-size", &["0"], "LoggingAlphaOptions"),
    needs("log-json-split-stream", OFF, "LoggingAlphaOptions"),
    needs("log-text-info-buffer-size", &["0"], "LoggingAlphaOptions"),
    needs("log-text-split-stream", OFF, "LoggingAlphaOptions"),
    needs("peer-advertise-port", &[""], "UnknownVersionInteroperabilityProxy"),
    needs("peer-ca-file", &[""], "UnknownVersionInteroperabilityProxy"),
    needs("requestheader-uid-headers", &[""], "RemoteRequestHeaderUID"),
];

/// Every flag that lacks its gate, and `--vmodule` in a log format without it.
pub(super) fn feature_gates(flags: &Flags<'_>) -> Vec<Violation> {
    if flags.table.component == Component::Etcd {
        return Vec::new();
    }
    let lacking = NEEDS.iter().filter(|needs| {
        let acts = flags.set(needs.flag).is_some_and(|value| !needs.harmless.contains(&value));
        acts && !flags.has_feature(needs.gate)
    });
    let gates = lacking.map(|needs| {
        let message = format!("--{} needs the feature gate {}, which is off", needs.flag, needs.gate);
        let expected = format!("no such flag, or {} = true in feature_gates", needs.gate);
        let violation =
            Violation::new("needs-feature-gate", flags.path(needs.flag), message, expected).at_key();
        flags.target.decides(violation).help("leave the flag out, or turn the gate on")
    });
    gates.chain(patterns_in_json(flags)).collect()
}

/// `--vmodule` requires the text format (component-base, `logs/api/v1/options.go`, `Validate`).
fn patterns_in_json(flags: &Flags<'_>) -> Option<Violation> {
    let has_patterns = flags.set("vmodule").is_some_and(|patterns| !patterns.replace(',', "").is_empty());
    let is_json = flags.text("logging-format") == Some("json");
    let message = "--vmodule works in a log of text alone".to_owned();
    let names = ["vmodule", "logging-format"];
    let violation = (has_patterns && is_json)
        .then(|| flags.conflict("flags-disagree", &names, message, "one of the two"));
    violation.flatten().map(|violation| violation.help("leave out --vmodule, or --logging-format=json"))
}

/// Two durations: the first must be longer than a number of tenths of the second.
struct Longer {
    longer: &'static str,
    than: &'static str,
    tenths: i128,
}

/// client-go, `tools/leaderelection`, `NewLeaderElector` (`JitterFactor` is 1.2);
/// `pkg/controlplane/apiserver/options/validation.go`, `validateCoordinatedLeadershipFlags`.
const ORDERS: &[Longer] = &[
    Longer { longer: "leader-elect-lease-duration", than: "leader-elect-renew-deadline", tenths: 10 },
    Longer { longer: "leader-elect-renew-deadline", than: "leader-elect-retry-period", tenths: 12 },
    Longer {
        longer: "coordinated-leadership-lease-duration",
        than: "coordinated-leadership-renew-deadline",
        tenths: 10,
    },
    Longer {
        longer: "coordinated-leadership-renew-deadline",
        than: "coordinated-leadership-retry-period",
        tenths: 10,
    },
];

/// Every pair of durations in the wrong order.
pub(super) fn orders(flags: &Flags<'_>) -> Vec<Violation> {
    ORDERS.iter().filter_map(|order| out_of_order(flags, order)).chain(rate_without_burst(flags)).collect()
}

fn out_of_order(flags: &Flags<'_>, order: &Longer) -> Option<Violation> {
    let (longer, than) = (i128::from(flags.time(order.longer)?), i128::from(flags.time(order.than)?));
    if longer * 10 > than * order.tenths {
        return None;
    }
    let (longer, than) = (flags.shown(order.longer), flags.shown(order.than));
    let times = if order.tenths == 10 { String::new() } else { " 1.2 times".to_owned() };
    let message = format!("{longer} is not longer than{times} {than}");
    let expected = format!("--{} longer than{times} --{}", order.longer, order.than);
    let violation = flags.conflict("flags-disagree", &[order.longer, order.than], message, expected)?;
    Some(violation.help("lengthen the one or shorten the other"))
}

/// client-go, `kubernetes/clientset.go`, `NewForConfigAndClient`: a rate requires a burst.
fn rate_without_burst(flags: &Flags<'_>) -> Option<Violation> {
    if flags.table.component == Component::Kubelet {
        return None;
    }
    let (rate, burst) = (flags.number("kube-api-qps")?, flags.whole("kube-api-burst")?);
    if rate <= 0.0 || burst > 0 {
        return None;
    }
    let message =
        format!("{} leaves nothing to {}", flags.shown("kube-api-burst"), flags.shown("kube-api-qps"));
    let names = ["kube-api-burst", "kube-api-qps"];
    let violation = flags.conflict("flags-disagree", &names, message, "a --kube-api-burst of 1 or more")?;
    Some(violation.help("raise the burst, or turn the limit off with --kube-api-qps=-1"))
}
