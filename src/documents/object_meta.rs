//! The `metadata` of a file that is an object of Kubernetes' API in form.

use std::collections::BTreeMap;

use serde::{Deserialize, de::IgnoredAny};

/// `k8s.io/apimachinery`, `pkg/apis/meta/v1/types.go` (Kubernetes 1.34 to 1.37): nobody reads it of a file, but the file is refused
/// where a field is of another type.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "its shape alone counts")]
pub(super) struct ObjectMeta {
    name: Option<String>,
    generate_name: Option<String>,
    namespace: Option<String>,
    self_link: Option<String>,
    uid: Option<String>,
    resource_version: Option<String>,
    generation: Option<i64>,
    creation_timestamp: Option<String>,
    deletion_timestamp: Option<String>,
    deletion_grace_period_seconds: Option<i64>,
    labels: Option<BTreeMap<String, Option<String>>>,
    annotations: Option<BTreeMap<String, Option<String>>>,
    owner_references: Option<Vec<IgnoredAny>>,
    finalizers: Option<Vec<Option<String>>>,
    managed_fields: Option<Vec<IgnoredAny>>,
}
