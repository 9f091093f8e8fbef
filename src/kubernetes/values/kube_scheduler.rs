//! kube-scheduler: `cmd/kube-scheduler/app/options` and `pkg/scheduler/apis/config/validation`, in Kubernetes 1.34 to
//! 1.37.

use super::{
    FlagForm,
    form::{Form, at_least},
    shared::CONTENT_TYPE,
};
use Form::Any;

/// Every flag that a user can set, and what it accepts.
pub(crate) static ROWS: &[FlagForm] = &[
    ("contention-profiling", Any),
    ("kube-api-burst", at_least(0)),
    ("kube-api-content-type", CONTENT_TYPE),
    ("kube-api-qps", Any),
    ("pod-max-in-unschedulable-pods-duration", Any),
    ("profiling", Any),
];
