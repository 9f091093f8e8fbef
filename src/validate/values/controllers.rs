//! What the flags of components that ask the API server must have between them: leader election and rates.

use super::Flags;
use crate::{diagnostic::Violation, model::Component};

/// Two durations of which the first must be longer than so many tenths of the second.
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

/// Every order that does not hold.
pub(super) fn check(flags: &Flags<'_>) -> Vec<Violation> {
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

/// client-go, `kubernetes/clientset.go`, `NewForConfigAndClient`: a rate needs a burst.
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
