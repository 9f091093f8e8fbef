//! Controllers of kube-controller-manager, and what stops working without each.

use super::{Member, breaks, weakens};

/// Every controller that runs in kubemint's clusters unless `--controllers` disables it.
pub static CONTROLLERS: &[Member] = &[
    weakens("bootstrap-signer-controller", "the ConfigMap cluster-info is not signed for machines that join"),
    weakens(
        "certificatesigningrequest-approving-controller",
        "nobody approves kubelets that join or renew their certificate",
    ),
    weakens(
        "certificatesigningrequest-cleaner-controller",
        "old CertificateSigningRequests are never removed",
    ),
    breaks("certificatesigningrequest-signing-controller", "no kubelet that joins gets a certificate"),
    weakens("clusterrole-aggregation-controller", "the ClusterRoles admin, edit and view grant nothing"),
    weakens("cronjob-controller", "no CronJob runs"),
    weakens("daemonset-controller", "no DaemonSet runs, kube-proxy's and the network's among them"),
    weakens("deployment-controller", "no Deployment runs, the cluster's DNS among them"),
    weakens("device-taint-eviction-controller", "Pods stay on devices with taints"),
    weakens("disruption-controller", "PodDisruptionBudgets protect nothing, or let no eviction pass"),
    weakens("endpoints-controller", "Services have no Endpoints, which old clients read"),
    weakens("endpointslice-controller", "no Service has endpoints"),
    weakens(
        "endpointslice-mirroring-controller",
        "Services with Endpoints of their own have no EndpointSlices",
    ),
    weakens("ephemeral-volume-controller", "Pods with ephemeral volumes do not start"),
    weakens("garbage-collector-controller", "what belongs to a deleted object is never removed"),
    weakens("horizontal-pod-autoscaler-controller", "no HorizontalPodAutoscaler works"),
    weakens("job-controller", "no Job runs"),
    weakens(
        "kube-apiserver-serving-clustertrustbundle-publisher-controller",
        "the ClusterTrustBundle of API servers is missing",
    ),
    weakens("legacy-serviceaccount-token-cleaner-controller", "tokens that nobody uses are never removed"),
    weakens("namespace-controller", "deleted namespaces never end"),
    weakens("node-ipam-controller", "no Node gets a range of addresses for its Pods"),
    breaks(
        "node-lifecycle-controller",
        "new Nodes keep the taint not-ready, and Nodes that fail are not noticed",
    ),
    weakens("persistentvolume-attach-detach-controller", "volumes are not attached to machines"),
    weakens("persistentvolume-binder-controller", "no PersistentVolumeClaim is bound"),
    weakens("persistentvolume-expander-controller", "volumes do not grow"),
    weakens("persistentvolume-protection-controller", "deleted PersistentVolumes never end"),
    weakens("persistentvolumeclaim-protection-controller", "deleted PersistentVolumeClaims never end"),
    weakens(
        "pod-garbage-collector-controller",
        "Pods that are done, or whose Node is gone, are never removed",
    ),
    weakens("podcertificaterequest-cleaner-controller", "old PodCertificateRequests are never removed"),
    weakens("podgroup-protection-controller", "deleted PodGroups never end"),
    weakens("replicaset-controller", "no ReplicaSet and no Deployment runs, the cluster's DNS among them"),
    weakens("replicationcontroller-controller", "no ReplicationController runs"),
    weakens("resourceclaim-controller", "Pods with claims of devices do not start"),
    weakens("resourcepoolstatusrequest-controller", "no ResourcePoolStatusRequest is answered"),
    weakens("resourcequota-controller", "what counts against a ResourceQuota is not counted again"),
    breaks(
        "root-ca-certificate-publisher-controller",
        "no Pod with a token starts: the ConfigMap kube-root-ca.crt is missing",
    ),
    weakens("selinux-warning-controller", "nobody warns of volumes with several SELinux labels"),
    weakens("service-cidr-controller", "further ranges of Services are not taken into use"),
    breaks(
        "serviceaccount-controller",
        "new namespaces have no ServiceAccount, and no Pod can be made in them",
    ),
    weakens("serviceaccount-token-controller", "Secrets for tokens of ServiceAccounts stay empty"),
    weakens("statefulset-controller", "no StatefulSet runs"),
    weakens("storage-version-migrator-controller", "no StorageVersionMigration runs"),
    weakens("storageversion-garbage-collector-controller", "old StorageVersions are never removed"),
    weakens("taint-eviction-controller", "Pods stay on Nodes that do not answer"),
    weakens("token-cleaner-controller", "bootstrap tokens that have ended are never removed"),
    weakens("ttl-after-finished-controller", "Jobs with a time to live are never removed"),
    weakens("ttl-controller", "kubelets of a large cluster ask for Secrets more often"),
    weakens(
        "validatingadmissionpolicy-status-controller",
        "ValidatingAdmissionPolicies have no warnings of types",
    ),
    weakens("volumeattributesclass-protection-controller", "deleted VolumeAttributesClasses never end"),
];
