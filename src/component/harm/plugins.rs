//! Admission plugins of kube-apiserver, and what is no longer guaranteed without each.

use super::{Member, breaks, weakens};

/// Plugins that break the cluster if they are on.
pub static HARMFUL_ON: &[Member] =
    &[breaks("AlwaysDeny", "every request that writes is refused, those of the control plane among them")];

/// Every plugin that is on by default; NodeRestriction, which kubemint turns on, has its own rule.
pub static PLUGINS: &[Member] = &[
    weakens(
        "CertificateApproval",
        "who may change a CertificateSigningRequest can approve it for any signer",
    ),
    weakens("CertificateSigning", "who may change a CertificateSigningRequest can sign it for any signer"),
    weakens(
        "CertificateSubjectRestriction",
        "who gets a client certificate can be of the group system:masters",
    ),
    weakens("ClusterTrustBundleAttest", "who may write a ClusterTrustBundle can do it for any signer"),
    weakens("DefaultIngressClass", "an Ingress without a class gets none"),
    weakens("DefaultStorageClass", "a PersistentVolumeClaim without a class gets none"),
    weakens("DefaultTolerationSeconds", "Pods leave a Node that does not answer at once"),
    weakens("JobValidation", "what a Job says of its scheduling is not checked"),
    weakens("LimitRanger", "LimitRanges limit nothing"),
    weakens("MutatingAdmissionPolicy", "MutatingAdmissionPolicies change nothing"),
    weakens("MutatingAdmissionWebhook", "webhooks that change objects are not called"),
    weakens(
        "NamespaceLifecycle",
        "objects are made in namespaces that end or are not there, and kube-system can be deleted",
    ),
    weakens("NodeDeclaredFeatureValidator", "Pods are changed in ways that their Node does not know"),
    weakens("PersistentVolumeClaimResize", "claims grow whose class does not allow it"),
    weakens("PodGroupProtection", "PodGroups that Pods use can be deleted"),
    weakens("PodGroupWorkloadExists", "PodGroups are made for Workloads that are not there"),
    weakens("PodResizeValidator", "Pods grow in ways that their Node cannot do"),
    weakens("PodSecurity", "the labels pod-security.kubernetes.io of namespaces protect nothing"),
    weakens("PodTopologyLabels", "Pods do not know their zone"),
    weakens("Priority", "Pods have no priority, and those of the system go first"),
    weakens("ResourceQuota", "ResourceQuotas limit nothing"),
    weakens("RuntimeClass", "the overhead of a RuntimeClass is not counted"),
    breaks("ServiceAccount", "no Pod has a token, the cluster's DNS and network among them"),
    weakens("StorageObjectInUseProtection", "volumes that Pods use can be deleted"),
    weakens("TaintNodesByCondition", "Pods are placed on new Nodes before these are ready"),
    weakens("ValidatingAdmissionPolicy", "ValidatingAdmissionPolicies refuse nothing"),
    weakens("ValidatingAdmissionWebhook", "webhooks that refuse objects are not called"),
];
