//! Flags that several components share, each from a package of component-base or apiserver.

use super::{
    FlagForm,
    form::{Form, POSITIVE_TIME},
    text,
};
use Form::{Any, List, Map, ReadFile, ReadFiles, Text, Word};

/// An HTTP path that needs no authorization.
const OPEN_PATH: Form = Text(text::is_http_path, "paths with commas between, * at the end alone");
/// The name of a metric.
const METRIC: Form = Text(text::is_metric, "names of metrics with commas between");
/// The name of a header.
const HEADER: Form = Text(text::is_not_blank, "names of headers with commas between, none blank");
/// A minor that a component emulates.
const VERSION: Form = Text(text::is_kube_version, "a minor such as \"1.36\" or \"kube=1.36\"");
/// The number of an elliptic curve for TLS: those in Go 1.26 (crypto/tls, `CurveID`).
pub(super) const CURVE: Form = Text(text::is_curve, "curves of 23, 24, 25, 29, 4587, 4588 and 4589");

/// component-base, `logs/api/v1/options.go`, `Validate`; a rule in `validate` covers what needs a feature gate.
pub(crate) static LOGGING: &[FlagForm] = &[
    ("log-flush-frequency", POSITIVE_TIME),
    ("log-json-info-buffer-size", Any),
    ("log-json-split-stream", Any),
    ("log-text-info-buffer-size", Any),
    ("log-text-split-stream", Any),
    ("logging-format", Any),
    ("v", Any),
    ("vmodule", Any),
];

/// component-base, `metrics/api/v1/config.go`, `Validate`.
pub(crate) static METRICS: &[FlagForm] = &[
    (
        "allow-metric-labels",
        Text(text::is_metric_labels, "METRIC,LABEL=VALUE,VALUE pairs, each in double quotes"),
    ),
    ("allow-metric-labels-manifest", ReadFile),
    ("disabled-metrics", List(&METRIC)),
    ("show-hidden-metrics-for-version", Any),
];

/// apiserver, `server/options/serving.go`, and component-base, `cli/flag`.
pub(crate) static SERVING: &[FlagForm] = &[
    ("cert-dir", Any),
    ("disable-http2-serving", Any),
    ("http2-max-streams-per-connection", Any),
    ("permit-address-sharing", Any),
    ("permit-port-sharing", Any),
    ("tls-cipher-suites", Any),
    ("tls-curve-preferences", List(&CURVE)),
    ("tls-min-version", Any),
    ("tls-sni-cert-key", ReadFiles),
];

/// apiserver, `server/options/authentication.go` and `authorization.go`: how to ask kube-apiserver about clients.
pub(crate) static DELEGATED: &[FlagForm] = &[
    ("authentication-skip-lookup", Any),
    ("authentication-token-webhook-cache-ttl", Any),
    ("authentication-tolerate-lookup-failure", Any),
    ("authorization-always-allow-paths", List(&OPEN_PATH)),
    ("authorization-webhook-cache-authorized-ttl", Any),
    ("authorization-webhook-cache-unauthorized-ttl", Any),
    ("requestheader-extra-headers-prefix", List(&HEADER)),
    ("requestheader-group-headers", List(&HEADER)),
    ("requestheader-username-headers", List(&HEADER)),
];

/// apiserver, `server/options/authentication.go`.
pub(crate) static UID_HEADERS: &[FlagForm] = &[("requestheader-uid-headers", List(&HEADER))];

/// component-base, `compatibility/registry.go`.
pub(crate) static COMPATIBILITY: &[FlagForm] =
    &[("emulated-version", List(&VERSION)), ("min-compatibility-version", List(&VERSION))];

/// component-base, `config/options/leaderelectionconfig.go`; a rule in `validate` compares the durations.
pub(crate) static LEADER_ELECTION: &[FlagForm] = &[
    ("leader-elect-lease-duration", POSITIVE_TIME),
    ("leader-elect-renew-deadline", POSITIVE_TIME),
    ("leader-elect-resource-lock", Any),
    ("leader-elect-resource-name", Text(text::is_not_blank, "a name")),
    ("leader-elect-resource-namespace", Text(text::is_not_blank, "a namespace")),
    ("leader-elect-retry-period", POSITIVE_TIME),
];

/// client-go, `rest`: content types that it can decode.
pub(super) static CONTENT_TYPE: Form =
    Word(&["application/json", "application/vnd.kubernetes.protobuf", "application/cbor", ""]);

/// `true` or empty, for a version of an API group.
const SWITCH: Form = Text(text::is_boolean_or_empty, "true or false after each =");

/// APIs, each enabled or disabled (apiserver, `server/options/api_enablement.go`).
pub(super) static APIS: Form = Map(&Any, &SWITCH);
