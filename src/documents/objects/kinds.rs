//! The kinds whose fields are known, and API versions that no supported minor serves.

use std::any::TypeId;

use k8s_openapi::{
    NamespaceResourceScope, Resource,
    api::{
        admissionregistration::v1 as admissionregistration, apps::v1 as apps,
        autoscaling::v1 as autoscaling_v1, autoscaling::v2 as autoscaling_v2, batch::v1 as batch,
        certificates::v1 as certificates, coordination::v1 as coordination, core::v1 as core,
        discovery::v1 as discovery, flowcontrol::v1 as flowcontrol, networking::v1 as networking,
        node::v1 as node, policy::v1 as policy, rbac::v1 as rbac, scheduling::v1 as scheduling,
        storage::v1 as storage,
    },
    kube_aggregator::pkg::apis::apiregistration::v1 as apiregistration,
};
use serde::Deserialize;

use crate::documents::{
    typed::{UnknownField, unknown_fields},
    yaml_tree::Node,
};

/// A kind with its fields, those of the oldest supported minor.
pub(super) struct KnownKind {
    api_version: &'static str,
    kind: &'static str,
    is_in_namespace: fn() -> bool,
    check: fn(&Node) -> Result<Vec<UnknownField>, String>,
}

const fn known<T: Resource<Scope: 'static> + for<'a> Deserialize<'a>>() -> KnownKind {
    KnownKind {
        api_version: T::API_VERSION,
        kind: T::KIND,
        is_in_namespace: || TypeId::of::<T::Scope>() == TypeId::of::<NamespaceResourceScope>(),
        check: |node| unknown_fields::<T>(node),
    }
}

/// Whether objects of a kind are in no namespace; `false` for a kind that is not known.
pub(super) fn is_in_no_namespace(api_version: &str, kind: &str) -> bool {
    let known = KINDS.iter().find(|known| (known.api_version, known.kind) == (api_version, kind));
    known.map_or(kind == "CustomResourceDefinition", |known| !(known.is_in_namespace)())
}

/// CustomResourceDefinition is not among them: its schemas nest without a limit.
static KINDS: &[KnownKind] = &[
    known::<core::ConfigMap>(),
    known::<core::Endpoints>(),
    known::<core::Event>(),
    known::<core::LimitRange>(),
    known::<core::Namespace>(),
    known::<core::Node>(),
    known::<core::PersistentVolume>(),
    known::<core::PersistentVolumeClaim>(),
    known::<core::Pod>(),
    known::<core::PodTemplate>(),
    known::<core::ReplicationController>(),
    known::<core::ResourceQuota>(),
    known::<core::Secret>(),
    known::<core::Service>(),
    known::<core::ServiceAccount>(),
    known::<apps::ControllerRevision>(),
    known::<apps::DaemonSet>(),
    known::<apps::Deployment>(),
    known::<apps::ReplicaSet>(),
    known::<apps::StatefulSet>(),
    known::<batch::CronJob>(),
    known::<batch::Job>(),
    known::<autoscaling_v1::HorizontalPodAutoscaler>(),
    known::<autoscaling_v2::HorizontalPodAutoscaler>(),
    known::<policy::PodDisruptionBudget>(),
    known::<rbac::ClusterRole>(),
    known::<rbac::ClusterRoleBinding>(),
    known::<rbac::Role>(),
    known::<rbac::RoleBinding>(),
    known::<networking::IPAddress>(),
    known::<networking::Ingress>(),
    known::<networking::IngressClass>(),
    known::<networking::NetworkPolicy>(),
    known::<networking::ServiceCIDR>(),
    known::<scheduling::PriorityClass>(),
    known::<storage::CSIDriver>(),
    known::<storage::StorageClass>(),
    known::<node::RuntimeClass>(),
    known::<coordination::Lease>(),
    known::<discovery::EndpointSlice>(),
    known::<certificates::CertificateSigningRequest>(),
    known::<flowcontrol::FlowSchema>(),
    known::<flowcontrol::PriorityLevelConfiguration>(),
    known::<admissionregistration::MutatingWebhookConfiguration>(),
    known::<admissionregistration::ValidatingAdmissionPolicy>(),
    known::<admissionregistration::ValidatingAdmissionPolicyBinding>(),
    known::<admissionregistration::ValidatingWebhookConfiguration>(),
    known::<apiregistration::APIService>(),
];

/// API versions to which Kubernetes adds no kinds any more, all of which are in [`KINDS`] or here.
const COMPLETE: &[(&str, &[&str])] = &[
    ("v1", &["Binding", "ComponentStatus"]),
    ("apps/v1", &[]),
    ("batch/v1", &[]),
    ("rbac.authorization.k8s.io/v1", &[]),
];

/// API versions that no supported minor serves, with the one that replaced each
/// (<https://kubernetes.io/docs/reference/using-api/deprecation-guide/>).
const REMOVED: &[(&str, &str)] = &[
    ("extensions/v1beta1", "apps/v1, networking.k8s.io/v1 or policy/v1"),
    ("apps/v1beta1", "apps/v1"),
    ("apps/v1beta2", "apps/v1"),
    ("batch/v1beta1", "batch/v1"),
    ("batch/v2alpha1", "batch/v1"),
    ("policy/v1beta1", "policy/v1"),
    ("autoscaling/v2beta1", "autoscaling/v2"),
    ("autoscaling/v2beta2", "autoscaling/v2"),
    ("rbac.authorization.k8s.io/v1alpha1", "rbac.authorization.k8s.io/v1"),
    ("rbac.authorization.k8s.io/v1beta1", "rbac.authorization.k8s.io/v1"),
    ("apiextensions.k8s.io/v1beta1", "apiextensions.k8s.io/v1"),
    ("apiregistration.k8s.io/v1beta1", "apiregistration.k8s.io/v1"),
    ("scheduling.k8s.io/v1beta1", "scheduling.k8s.io/v1"),
    ("flowcontrol.apiserver.k8s.io/v1beta1", "flowcontrol.apiserver.k8s.io/v1"),
    ("flowcontrol.apiserver.k8s.io/v1beta2", "flowcontrol.apiserver.k8s.io/v1"),
    ("flowcontrol.apiserver.k8s.io/v1beta3", "flowcontrol.apiserver.k8s.io/v1"),
];

/// Holds a document to its kind. Returns the fields that its kind does not have in the oldest minor; none for a kind
/// whose fields are not known.
///
/// # Errors
///
/// What no supported API server accepts.
pub(super) fn check(api_version: &str, kind: &str, document: &Node) -> Result<Vec<UnknownField>, String> {
    let at = document.mark;
    if let Some((_, instead)) = REMOVED.iter().find(|(removed, _)| *removed == api_version) {
        return Err(format!("no supported Kubernetes serves {api_version}, but {instead} at {at}"));
    }
    let of_kind = |known: &&KnownKind| (known.api_version, known.kind) == (api_version, kind);
    if let Some(known) = KINDS.iter().find(of_kind) {
        return (known.check)(document);
    }
    let complete = COMPLETE.iter().find(|(complete, _)| *complete == api_version);
    if complete.is_some_and(|(_, others)| !others.contains(&kind)) {
        let elsewhere = KINDS.iter().find(|known| known.kind == kind);
        let elsewhere = elsewhere.map(|known| format!(": it is of {}", known.api_version));
        return Err(format!("{api_version} has no kind {kind}{} at {at}", elsewhere.unwrap_or_default()));
    }
    Ok(Vec::new())
}
