//! Fields that the kubelet refuses without a feature gate (`pkg/kubelet/apis/config/validation`, 1.34 to 1.37).

use serde_json::Value;

use super::settings::Settings;
use crate::{
    diagnostic::{Violation, key_path},
    kubernetes::{kubelet_field_words, word_refusal},
    model::{Component, KubeletServing, Minor},
};

/// A field, the values that need no gate, and the gate. Applies to every minor, except for fields in [`SINCE`].
type Needs = (&'static str, fn(&Value) -> bool, &'static str);

/// Fields that need their gate from a certain minor on.
const SINCE: [(&str, Minor); 1] = [("memoryThrottlingFactor", Minor::V1_37)];

const NEEDS: &[Needs] = &[
    ("cpuCFSQuotaPeriod", |value| value == "100ms", "CustomCPUCFSQuotaPeriod"),
    ("crashLoopBackOff.maxContainerRestartPeriod", |_| false, "KubeletCrashLoopBackOffMax"),
    ("defaultPodSysctls", is_empty, "DefaultPodSysctls"),
    ("enableSystemLogQuery", is_off, "NodeLogQuery"),
    ("imageMaximumGCAge", |value| matches!(value.as_str(), Some("0" | "0s")), "ImageMaximumGCAge"),
    ("imagePullCredentialsVerificationPolicy", is_empty, "KubeletEnsureSecretPulledImages"),
    ("logging.options.json.infoBufferSize", is_zero, "LoggingAlphaOptions"),
    ("logging.options.text.infoBufferSize", is_zero, "LoggingAlphaOptions"),
    ("memoryReservationPolicy", |value| value != "TieredReservation", "MemoryQoS"),
    ("memorySwap.swapBehavior", is_empty, "NodeSwap"),
    ("memoryThrottlingFactor", |value| value.as_f64() == Some(0.9), "MemoryQoS"),
    ("preloadedImagesVerificationAllowlist", is_empty, "KubeletEnsureSecretPulledImages"),
    ("shutdownGracePeriod", |value| matches!(value.as_str(), Some("0" | "0s")), "GracefulNodeShutdown"),
    (
        "shutdownGracePeriodCriticalPods",
        |value| matches!(value.as_str(), Some("0" | "0s")),
        "GracefulNodeShutdown",
    ),
    ("shutdownGracePeriodByPodPriority", is_empty, "GracefulNodeShutdownBasedOnPodPriority"),
    ("topologyManagerPolicyOptions", is_empty, "TopologyManagerPolicyOptions"),
];

fn is_empty(value: &Value) -> bool {
    match value {
        Value::String(text) => text.is_empty(),
        Value::Array(elements) => elements.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => false,
    }
}

fn is_off(value: &Value) -> bool {
    value == false
}

fn is_zero(value: &Value) -> bool {
    matches!(value.as_str(), Some("0")) || value.as_i64() == Some(0)
}

/// Every field that lacks its gate.
pub(super) fn check(settings: &Settings<'_>) -> Vec<Violation> {
    let minor = settings.target.minor;
    let is_asked = |field: &str| !SINCE.iter().any(|(name, since)| *name == field && minor < *since);
    let lacking = NEEDS.iter().filter(|(field, is_harmless, gate)| {
        is_asked(field)
            && settings.set(field).is_some_and(|value| !is_harmless(&value))
            && !settings.has_feature(gate)
    });
    let fields = lacking.map(|(field, _, gate)| needs_gate(settings, settings.path(field), field, gate));
    fields.chain(options(settings)).chain(serving(settings)).collect()
}

/// `serving = "csr"` is `serverTLSBootstrap`.
fn serving(settings: &Settings<'_>) -> Option<Violation> {
    const GATE: &str = "RotateKubeletServerCertificate";
    if settings.draft.kubelet.serving != KubeletServing::Csr || settings.has_feature(GATE) {
        return None;
    }
    let message = format!("serving = \"csr\" needs the feature gate {GATE}, which is off");
    let expected = format!("another `serving`, or {GATE} = true in feature_gates of [kubelet]");
    let violation = Violation::new("needs-feature-gate", "kubelet.serving", message, expected);
    Some(settings.target.decides(violation).help("turn the gate on, or let kubemint render the certificate"))
}

fn needs_gate(settings: &Settings<'_>, path: String, what: &str, gate: &str) -> Violation {
    let message = format!("{what} needs the feature gate {gate}, which is off");
    let expected = format!("no {what}, or {gate} = true in feature_gates of [kubelet]");
    let violation = Violation::new("needs-feature-gate", path, message, expected).at_key();
    settings.target.decides(violation).help("leave it out, or turn the gate on")
}

/// Options of the CPU manager's static policy; some need a gate (`pkg/kubelet/cm/cpumanager/policy_options.go`).
fn options(settings: &Settings<'_>) -> Vec<Violation> {
    const FIELD: &str = "cpuManagerPolicyOptions";
    let minor = settings.target.minor;
    let gated = ["CPUManagerPolicyAlphaOptions", "CPUManagerPolicyBetaOptions"];
    let Some(known) = kubelet_field_words(minor, FIELD) else { return Vec::new() };
    let judge = |name: &String| {
        let refusal = word_refusal(known, name)?;
        let path = if settings.path(FIELD).contains("extra_args") {
            settings.path(FIELD)
        } else {
            key_path(&settings.path(FIELD), name)
        };
        let gate = gated.into_iter().find(|gate| {
            // The facts name the set after its gate.
            kubelet_field_words(minor, gate).is_some_and(|words| words.contains(name))
        });
        match gate {
            Some(gate) if settings.has_feature(gate) => None,
            Some(gate) => Some(needs_gate(settings, path, name, gate)),
            None => {
                let message =
                    format!("{} has no option {name:?} of its CPU manager", settings.target.release());
                let violation = Violation::new("field-value", path, message, refusal.expected);
                let near = refusal
                    .near
                    .map_or_else(|| "leave it out".to_owned(), |near| format!("did you mean `{near}`?"));
                Some(settings.target.decides(violation).help(near))
            }
        }
    };
    debug_assert_eq!(settings.target.component, Component::Kubelet);
    settings.map(FIELD).keys().filter_map(judge).collect()
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use crate::model::{KubeletServing, example::draft};

    /// The kubelet refuses `serverTLSBootstrap` without its gate (`pkg/kubelet/apis/config/validation`).
    #[test]
    fn certificates_by_request_need_their_gate() {
        let found = |serving, gate: Option<bool>| {
            let mut draft = draft();
            draft.kubelet.serving = serving;
            draft.kubelet.feature_gates =
                gate.map(|on| ("RotateKubeletServerCertificate".to_owned(), on)).into_iter().collect();
            check(&draft).into_iter().map(|found| found.labels[0].place.path().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(found(KubeletServing::Csr, Some(false)), ["kubelet.serving"]);
        assert_eq!(found(KubeletServing::Csr, Some(true)), [""; 0]);
        assert_eq!(found(KubeletServing::Csr, None), [""; 0]);
        assert_eq!(found(KubeletServing::Rendered, Some(false)), [""; 0]);
    }
}
