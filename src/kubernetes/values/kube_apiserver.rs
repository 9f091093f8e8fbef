//! kube-apiserver: `pkg/controlplane/apiserver/options/validation.go` and what it calls, of Kubernetes 1.34 to 1.37.

use super::{
    Row,
    form::{Form, NOT_NEGATIVE_TIME, SECOND, at_least},
    shared::APIS,
    text,
};
use Form::{Any, List, Number, ReadFile, Text, Time, Whole, Word, WrittenFile};

/// The version of a webhook's review (apiserver, `plugin/pkg/authenticator/token/webhook` and `authorizer/webhook`).
const REVIEW_VERSION: Form = Word(&["v1", "v1beta1"]);
/// A kind of address of a node (api, `core/v1`, `NodeAddressType`).
const ADDRESS_TYPE: Form = Word(&["Hostname", "InternalDNS", "InternalIP", "ExternalDNS", "ExternalIP"]);
/// A pattern of origins.
const ORIGIN: Form = Text(
    text::is_origin_pattern,
    "regular expressions with commas between, bound to the host's ends by // or ^ and by $ or :",
);
/// A directive of HSTS.
const HSTS: Form = Text(
    text::is_transport_security,
    "\"max-age=SECONDS\", \"includeSubDomains\" or \"preload\", with commas between",
);
/// The size of a resource's watch cache.
const CACHE_SIZE: Form = Text(text::is_cache_size, "RESOURCE#SIZE with commas between");
/// Other servers for a resource.
const SERVER_OVERRIDE: Form =
    Text(text::is_server_override, "GROUP/RESOURCE#SERVER;SERVER with commas between");
/// Who a token is for.
const AUDIENCE: Form = Any;
/// The most seconds of a service account's token: 2^32.
const LONGEST_TOKEN: i64 = (1 << 32) * SECOND;

/// Every flag that a user may set, and what it takes.
pub(super) static ROWS: &[Row] = &[
    ("admission-control-config-file", ReadFile),
    ("aggregator-reject-forwarding-redirect", Any),
    ("api-audiences", List(&AUDIENCE)),
    ("apiserver-count", at_least(1)),
    ("audit-log-batch-buffer-size", Any),
    ("audit-log-batch-max-size", Any),
    ("audit-log-batch-max-wait", Any),
    ("audit-log-batch-throttle-burst", Any),
    ("audit-log-batch-throttle-enable", Any),
    ("audit-log-batch-throttle-qps", Any),
    ("audit-log-compress", Any),
    ("audit-log-format", Any),
    ("audit-log-mode", Any),
    ("audit-log-truncate-enabled", Any),
    ("audit-log-truncate-max-batch-size", Any),
    ("audit-log-truncate-max-event-size", Any),
    ("audit-log-version", Any),
    ("audit-webhook-batch-buffer-size", Any),
    ("audit-webhook-batch-initial-backoff", Any),
    ("audit-webhook-batch-max-size", Any),
    ("audit-webhook-batch-max-wait", Any),
    ("audit-webhook-batch-throttle-burst", Any),
    ("audit-webhook-batch-throttle-enable", Any),
    ("audit-webhook-batch-throttle-qps", Any),
    ("audit-webhook-config-file", ReadFile),
    ("audit-webhook-initial-backoff", Any),
    ("audit-webhook-mode", Any),
    ("audit-webhook-truncate-enabled", Any),
    ("audit-webhook-truncate-max-batch-size", Any),
    ("audit-webhook-truncate-max-event-size", Any),
    ("audit-webhook-version", Any),
    ("authentication-token-webhook-cache-ttl", Any),
    ("authentication-token-webhook-config-file", ReadFile),
    ("authentication-token-webhook-version", REVIEW_VERSION),
    ("authorization-webhook-cache-authorized-ttl", Any),
    ("authorization-webhook-cache-unauthorized-ttl", Any),
    ("authorization-webhook-version", REVIEW_VERSION),
    ("contention-profiling", Any),
    ("coordinated-leadership-lease-duration", Any),
    ("coordinated-leadership-renew-deadline", Any),
    ("coordinated-leadership-retry-period", Any),
    ("cors-allowed-origins", List(&ORIGIN)),
    ("debug-socket-path", WrittenFile),
    ("default-not-ready-toleration-seconds", Any),
    ("default-unreachable-toleration-seconds", Any),
    ("default-watch-cache-size", Any),
    ("delete-collection-workers", Any),
    ("disable-admission-plugins", Any),
    ("egress-selector-config-file", ReadFile),
    ("emulation-forward-compatible", Any),
    ("enable-admission-plugins", Any),
    ("enable-aggregator-routing", Any),
    ("enable-garbage-collector", Any),
    ("enable-logs-handler", Any),
    ("enable-priority-and-fairness", Any),
    ("encryption-provider-config-automatic-reload", Any),
    ("endpoint-reconciler-type", Any),
    ("etcd-compaction-interval", Any),
    ("etcd-count-metric-poll-period", Any),
    ("etcd-db-metric-poll-interval", Any),
    ("etcd-healthcheck-timeout", Any),
    ("etcd-readycheck-timeout", Any),
    ("etcd-servers-overrides", List(&SERVER_OVERRIDE)),
    ("event-ttl", Any),
    ("external-hostname", Any),
    ("goaway-chance", Number(0.0, 0.02)),
    ("kubelet-port", Any),
    ("kubelet-preferred-address-types", List(&ADDRESS_TYPE)),
    ("kubelet-read-only-port", Any),
    ("kubelet-timeout", Any),
    ("kubernetes-service-node-port", Whole(0, 65535)),
    ("lease-reuse-duration-seconds", Any),
    ("livez-grace-period", NOT_NEGATIVE_TIME),
    ("max-connection-bytes-per-sec", Any),
    ("max-mutating-requests-inflight", at_least(0)),
    ("max-requests-inflight", at_least(0)),
    ("min-request-timeout", at_least(0)),
    ("peer-advertise-port", Any),
    ("peer-ca-file", ReadFile),
    ("profiling", Any),
    ("request-timeout", NOT_NEGATIVE_TIME),
    ("runtime-config", APIS),
    ("runtime-config-emulation-forward-compatible", Any),
    ("service-account-extend-token-expiration", Any),
    ("service-account-jwks-uri", Text(text::is_https_url_or_empty, "an https:// URL")),
    ("service-account-lookup", Any),
    ("service-account-max-token-expiration", Time(0, LONGEST_TOKEN)),
    ("service-node-port-range", Any),
    ("shutdown-delay-duration", NOT_NEGATIVE_TIME),
    ("shutdown-send-retry-after", Any),
    ("shutdown-watch-termination-grace-period", NOT_NEGATIVE_TIME),
    ("storage-backend", Any),
    ("storage-initialization-timeout", NOT_NEGATIVE_TIME),
    ("storage-media-type", Any),
    ("strict-transport-security-directives", List(&HSTS)),
    ("token-auth-file", ReadFile),
    ("tracing-config-file", ReadFile),
    ("watch-cache", Any),
    ("watch-cache-sizes", List(&CACHE_SIZE)),
];
