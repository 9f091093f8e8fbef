//! The order in which objects are applied, so that each finds what it depends on.

/// What an object is for others. Each kind of use is applied after those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ApplyOrder {
    /// Others are in it or of its kind: Namespace, CustomResourceDefinition. Deleting it deletes them, too.
    Definition,
    /// Others refer to it: permissions and configuration.
    Configuration,
    /// It runs, or nothing is known about it.
    Workload,
    /// It can refuse whatever is applied after it: webhooks.
    Webhook,
}

/// Kinds of the core group and of others that are configuration (kustomize's `orderFirst`, `api/internal/builtins`).
const CONFIGURATION: &[(&str, &str)] = &[
    ("", "ConfigMap"),
    ("", "LimitRange"),
    ("", "PersistentVolume"),
    ("", "PersistentVolumeClaim"),
    ("", "ResourceQuota"),
    ("", "Secret"),
    ("", "Service"),
    ("", "ServiceAccount"),
    ("node.k8s.io", "RuntimeClass"),
    ("scheduling.k8s.io", "PriorityClass"),
    ("storage.k8s.io", "StorageClass"),
];

impl ApplyOrder {
    /// That of a kind of an API group, which is empty for the core group.
    #[must_use]
    pub fn of(group: &str, kind: &str) -> Self {
        match (group, kind) {
            ("", "Namespace") | ("apiextensions.k8s.io", "CustomResourceDefinition") => Self::Definition,
            ("rbac.authorization.k8s.io", _) => Self::Configuration,
            (
                "admissionregistration.k8s.io",
                "MutatingWebhookConfiguration" | "ValidatingWebhookConfiguration",
            ) => Self::Webhook,
            kind if CONFIGURATION.contains(&kind) => Self::Configuration,
            _ => Self::Workload,
        }
    }
}
