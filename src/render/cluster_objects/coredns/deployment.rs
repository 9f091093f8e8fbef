//! The pods of CoreDNS.

use std::collections::BTreeMap;

use k8s_openapi::{
    api::{
        apps::v1::{Deployment, DeploymentSpec, DeploymentStrategy, RollingUpdateDeployment},
        core::v1::{
            Affinity, Capabilities, ConfigMapVolumeSource, Container, ContainerPort, HTTPGetAction,
            KeyToPath, PodAffinityTerm, PodAntiAffinity, PodSpec, PodTemplateSpec, Probe,
            ResourceRequirements, SeccompProfile, SecurityContext, Toleration, Volume, VolumeMount,
            WeightedPodAffinityTerm,
        },
    },
    apimachinery::pkg::{
        api::resource::Quantity,
        apis::meta::v1::{LabelSelector, ObjectMeta},
        util::intstr::IntOrString,
    },
};

use super::service::{DNS_PORT, METRICS_PORT, NAME, NAMESPACE, selector};
use crate::{
    model::Cluster,
    render::{cluster_objects::object::metadata, image},
};

const VOLUME: &str = "config-volume";
const FOLDER: &str = "/etc/coredns";

pub(super) fn deployment(cluster: &Cluster) -> Deployment {
    let labels = || ObjectMeta { labels: Some(selector()), ..ObjectMeta::default() };
    Deployment {
        metadata: ObjectMeta { labels: Some(selector()), ..metadata(NAME, Some(NAMESPACE)) },
        spec: Some(DeploymentSpec {
            replicas: i32::try_from(cluster.coredns.replicas).ok(),
            strategy: Some(DeploymentStrategy {
                type_: Some("RollingUpdate".to_owned()),
                rolling_update: Some(RollingUpdateDeployment {
                    max_unavailable: Some(IntOrString::Int(1)),
                    ..RollingUpdateDeployment::default()
                }),
            }),
            selector: LabelSelector { match_labels: Some(selector()), ..LabelSelector::default() },
            template: PodTemplateSpec { metadata: Some(labels()), spec: Some(pod(cluster)) },
            ..DeploymentSpec::default()
        }),
        ..Deployment::default()
    }
}

fn pod(cluster: &Cluster) -> PodSpec {
    PodSpec {
        priority_class_name: Some("system-cluster-critical".to_owned()),
        service_account_name: Some(NAME.to_owned()),
        affinity: Some(on_different_nodes()),
        tolerations: Some(vec![
            Toleration {
                key: Some("CriticalAddonsOnly".to_owned()),
                operator: Some("Exists".to_owned()),
                ..Toleration::default()
            },
            Toleration {
                key: Some("node-role.kubernetes.io/control-plane".to_owned()),
                effect: Some("NoSchedule".to_owned()),
                ..Toleration::default()
            },
        ]),
        node_selector: Some(BTreeMap::from([("kubernetes.io/os".to_owned(), "linux".to_owned())])),
        containers: vec![container(cluster)],
        // The resolv.conf of the node, which a pod with the cluster's DNS would not see.
        dns_policy: Some("Default".to_owned()),
        volumes: Some(vec![Volume {
            name: VOLUME.to_owned(),
            config_map: Some(ConfigMapVolumeSource {
                name: NAME.to_owned(),
                items: Some(vec![KeyToPath {
                    key: "Corefile".to_owned(),
                    path: "Corefile".to_owned(),
                    ..KeyToPath::default()
                }]),
                ..ConfigMapVolumeSource::default()
            }),
            ..Volume::default()
        }]),
        ..PodSpec::default()
    }
}

/// The loss of a node leaves a server.
fn on_different_nodes() -> Affinity {
    let term = PodAffinityTerm {
        label_selector: Some(LabelSelector { match_labels: Some(selector()), ..LabelSelector::default() }),
        topology_key: "kubernetes.io/hostname".to_owned(),
        ..PodAffinityTerm::default()
    };
    let preferred = WeightedPodAffinityTerm { weight: 100, pod_affinity_term: term };
    Affinity {
        pod_anti_affinity: Some(PodAntiAffinity {
            preferred_during_scheduling_ignored_during_execution: Some(vec![preferred]),
            ..PodAntiAffinity::default()
        }),
        ..Affinity::default()
    }
}

/// The container's ports: name, number, protocol.
const PORTS: [(&str, i32, &str); 5] = [
    ("dns", DNS_PORT, "UDP"),
    ("dns-tcp", DNS_PORT, "TCP"),
    ("metrics", METRICS_PORT, "TCP"),
    ("liveness-probe", 8080, "TCP"),
    ("readiness-probe", 8181, "TCP"),
];

fn container(cluster: &Cluster) -> Container {
    let port = |(name, number, protocol): (&str, i32, &str)| ContainerPort {
        name: Some(name.to_owned()),
        container_port: number,
        protocol: Some(protocol.to_owned()),
        ..ContainerPort::default()
    };
    let amounts = |all: &[(&str, &str)]| {
        all.iter().map(|&(name, amount)| (name.to_owned(), Quantity(amount.to_owned()))).collect()
    };
    Container {
        name: NAME.to_owned(),
        image: Some(image::coredns(cluster)),
        image_pull_policy: Some("IfNotPresent".to_owned()),
        args: Some(vec!["-conf".to_owned(), format!("{FOLDER}/Corefile")]),
        resources: Some(ResourceRequirements {
            limits: Some(amounts(&[("memory", "170Mi")])),
            requests: Some(amounts(&[("cpu", "100m"), ("memory", "70Mi")])),
            ..ResourceRequirements::default()
        }),
        ports: Some(PORTS.map(port).to_vec()),
        volume_mounts: Some(vec![VolumeMount {
            name: VOLUME.to_owned(),
            mount_path: FOLDER.to_owned(),
            read_only: Some(true),
            ..VolumeMount::default()
        }]),
        liveness_probe: Some(Probe {
            initial_delay_seconds: Some(60),
            timeout_seconds: Some(5),
            failure_threshold: Some(5),
            ..asks("/health", "liveness-probe")
        }),
        readiness_probe: Some(asks("/ready", "readiness-probe")),
        security_context: Some(security_context()),
        ..Container::default()
    }
}

fn asks(path: &str, port: &str) -> Probe {
    Probe {
        http_get: Some(HTTPGetAction {
            path: Some(path.to_owned()),
            port: IntOrString::String(port.to_owned()),
            scheme: Some("HTTP".to_owned()),
            ..HTTPGetAction::default()
        }),
        ..Probe::default()
    }
}

/// kubeadm's, with the runtime's system call filter.
fn security_context() -> SecurityContext {
    SecurityContext {
        allow_privilege_escalation: Some(false),
        capabilities: Some(Capabilities {
            add: Some(vec!["NET_BIND_SERVICE".to_owned()]),
            drop: Some(vec!["ALL".to_owned()]),
        }),
        read_only_root_filesystem: Some(true),
        seccomp_profile: Some(SeccompProfile {
            type_: "RuntimeDefault".to_owned(),
            ..SeccompProfile::default()
        }),
        ..SecurityContext::default()
    }
}
