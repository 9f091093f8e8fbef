//! Flags that need a feature gate, and what a log's format excludes.

use super::Flags;
use crate::{diagnostic::Violation, model::Component};

/// A flag that means nothing, or is refused, without a feature gate.
struct Needs {
    flag: &'static str,
    /// The values with which it needs none.
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

/// Every flag without its gate, and patterns of files in a log that has none.
pub(super) fn check(flags: &Flags<'_>) -> Vec<Violation> {
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
        flags.minor_of.decides(violation).help("leave the flag out, or turn the gate on")
    });
    gates.chain(patterns_in_json(flags)).collect()
}

/// `--vmodule` is for text alone (component-base, `logs/api/v1/options.go`, `Validate`).
fn patterns_in_json(flags: &Flags<'_>) -> Option<Violation> {
    let has_patterns = flags.set("vmodule").is_some_and(|patterns| !patterns.replace(',', "").is_empty());
    let is_json = flags.text("logging-format") == Some("json");
    let message = "--vmodule works in a log of text alone".to_owned();
    let names = ["vmodule", "logging-format"];
    let violation = (has_patterns && is_json)
        .then(|| flags.conflict("flags-disagree", &names, message, "one of the two"));
    violation.flatten().map(|violation| violation.help("leave out --vmodule, or --logging-format=json"))
}
