//! The `metadata` of a file that has the form of a Kubernetes object.

use std::collections::BTreeMap;

use serde::{Deserialize, de::IgnoredAny};

/// `k8s.io/apimachinery`, `pkg/apis/meta/v1/types.go` (Kubernetes 1.34 to 1.37). Nothing uses these fields of a file,
/// but it is refused if one has another type.
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
