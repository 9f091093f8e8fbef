//! The startup, liveness and readiness probes of a pod. All times are kubeadm's.

use k8s_openapi::{
    api::core::v1::{HTTPGetAction, Probe as PodProbe},
    apimachinery::pkg::util::intstr::IntOrString,
};

use crate::component::Probe;

/// The period and failure threshold of a probe.
pub(super) struct Pace {
    initial_delay_seconds: i32,
    period_seconds: i32,
    failure_threshold: i32,
}

/// The timeout of a probe.
const TIMEOUT_SECONDS: i32 = 15;

/// A pod has four minutes to start.
pub(super) const STARTUP: Pace =
    Pace { initial_delay_seconds: 10, period_seconds: 10, failure_threshold: 24 };

/// It is restarted after failing for 80 seconds.
pub(super) const LIVENESS: Pace =
    Pace { initial_delay_seconds: 10, period_seconds: 10, failure_threshold: 8 };

/// It is not ready after failing for three seconds.
pub(super) const READINESS: Pace = Pace { initial_delay_seconds: 0, period_seconds: 1, failure_threshold: 3 };

pub(super) fn probe(probe: &Probe, pace: &Pace) -> PodProbe {
    PodProbe {
        http_get: Some(HTTPGetAction {
            host: Some(probe.host.to_string()),
            path: Some(probe.path.to_owned()),
            port: IntOrString::Int(probe.port.into()),
            scheme: Some(if probe.tls { "HTTPS" } else { "HTTP" }.to_owned()),
            ..HTTPGetAction::default()
        }),
        initial_delay_seconds: Some(pace.initial_delay_seconds),
        timeout_seconds: Some(TIMEOUT_SECONDS),
        failure_threshold: Some(pace.failure_threshold),
        period_seconds: Some(pace.period_seconds),
        ..PodProbe::default()
    }
}
