//! APIs that kubemint's objects and the control plane need (`--runtime-config` of kube-apiserver).

use super::{Member, breaks, weakens};

/// Every stable API whose absence does harm, by its version: how kube-apiserver 1.37 and its clients behaved without it.
pub static APIS: &[Member] = &[
    breaks("/v1", "there are no Nodes, Pods, Services and Secrets"),
    breaks("admissionregistration.k8s.io/v1", "kube-apiserver ends at its start"),
    breaks("apiextensions.k8s.io/v1", "kube-apiserver never becomes ready"),
    breaks("apiregistration.k8s.io/v1", "kube-apiserver ends at its start"),
    breaks("apps/v1", "no Deployment, DaemonSet or StatefulSet runs, the cluster's DNS among them"),
    breaks("authentication.k8s.io/v1", "kubelets cannot ask who calls them, and refuse API servers"),
    breaks("authorization.k8s.io/v1", "kubelets cannot ask what is allowed, and refuse API servers"),
    weakens("autoscaling/v1", "clients that ask for the scale of an object fail"),
    weakens("autoscaling/v2", "no HorizontalPodAutoscaler works"),
    weakens("batch/v1", "no Job and no CronJob runs"),
    breaks("certificates.k8s.io/v1", "kube-apiserver never becomes ready"),
    breaks("coordination.k8s.io/v1", "no controller manager and no scheduler leads, and no Node stays ready"),
    breaks("discovery.k8s.io/v1", "kube-apiserver never becomes ready"),
    weakens("events.k8s.io/v1", "the scheduler's events are lost"),
    breaks("networking.k8s.io/v1", "kube-apiserver ends at its start"),
    breaks("node.k8s.io/v1", "kube-apiserver never becomes ready"),
    breaks("policy/v1", "the scheduler waits for its objects, and places no Pod"),
    breaks("rbac.authorization.k8s.io/v1", "nobody but system:masters may do anything"),
    breaks("resource.k8s.io/v1", "kube-apiserver never becomes ready"),
    breaks("scheduling.k8s.io/v1", "kube-apiserver never becomes ready"),
    breaks("storage.k8s.io/v1", "kube-apiserver never becomes ready"),
];
