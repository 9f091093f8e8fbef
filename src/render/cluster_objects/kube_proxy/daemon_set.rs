//! The pods of kube-proxy.

use std::collections::BTreeMap;

use k8s_openapi::{
    api::{
        apps::v1::{DaemonSet, DaemonSetSpec},
        core::v1::{
            ConfigMapVolumeSource, Container, EnvVar, EnvVarSource, HostPathVolumeSource,
            ObjectFieldSelector, PodSpec, PodTemplateSpec, SecurityContext, Toleration, Volume, VolumeMount,
        },
    },
    apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta},
};
use sha2::{Digest as _, Sha256};

use crate::{
    component::{kube_proxy::pod, process},
    model::{Cluster, Component},
    render::{
        cluster_objects::object::metadata,
        image,
        static_pod::{INPUTS_ANNOTATION, argument, requirements, variables},
    },
};

/// The name of the DaemonSet, the ConfigMap and the ServiceAccount.
pub(super) const NAME: &str = "kube-proxy";
pub(super) const NAMESPACE: &str = "kube-system";

/// The files of the machine that a pod mounts: volume, path, type, whether it is read-only.
const HOST_PATHS: [(&str, &str, &str, bool); 2] =
    [("xtables-lock", "/run/xtables.lock", "FileOrCreate", false), ("lib-modules", "/lib/modules", "", true)];

/// The DaemonSet of pods that read `files`, the data of their ConfigMap.
pub(super) fn daemon_set(cluster: &Cluster, files: &BTreeMap<String, String>) -> DaemonSet {
    let labels = || Some(BTreeMap::from([("k8s-app".to_owned(), NAME.to_owned())]));
    let annotations = BTreeMap::from([(INPUTS_ANNOTATION.to_owned(), digest(files))]);
    let template = ObjectMeta { labels: labels(), annotations: Some(annotations), ..ObjectMeta::default() };
    DaemonSet {
        metadata: ObjectMeta { labels: labels(), ..metadata(NAME, Some(NAMESPACE)) },
        spec: Some(DaemonSetSpec {
            selector: LabelSelector { match_labels: labels(), ..LabelSelector::default() },
            template: PodTemplateSpec { metadata: Some(template), spec: Some(pod_spec(cluster)) },
            ..DaemonSetSpec::default()
        }),
        ..DaemonSet::default()
    }
}

/// Changes with the files, so that the pods are replaced.
fn digest(files: &BTreeMap<String, String>) -> String {
    let mut hash = Sha256::new();
    for text in files.values() {
        hash.update(Sha256::digest(text));
    }
    base16ct::lower::encode_string(&hash.finalize())
}

fn pod_spec(cluster: &Cluster) -> PodSpec {
    let host = HOST_PATHS.map(|(name, path, kind, _)| Volume {
        name: name.to_owned(),
        host_path: Some(HostPathVolumeSource {
            path: path.to_owned(),
            type_: (!kind.is_empty()).then(|| kind.to_owned()),
        }),
        ..Volume::default()
    });
    let files = Volume {
        name: NAME.to_owned(),
        config_map: Some(ConfigMapVolumeSource { name: NAME.to_owned(), ..ConfigMapVolumeSource::default() }),
        ..Volume::default()
    };
    PodSpec {
        priority_class_name: Some("system-node-critical".to_owned()),
        service_account_name: Some(NAME.to_owned()),
        host_network: Some(true),
        node_selector: Some(BTreeMap::from([("kubernetes.io/os".to_owned(), "linux".to_owned())])),
        // On every node, whatever its taints: without it, nothing on the node reaches a Service.
        tolerations: Some(vec![Toleration { operator: Some("Exists".to_owned()), ..Toleration::default() }]),
        containers: vec![container(cluster)],
        volumes: Some([files].into_iter().chain(host).collect()),
        ..PodSpec::default()
    }
}

fn container(cluster: &Cluster) -> Container {
    let mount = |name: &str, path: &str, read_only: bool| VolumeMount {
        name: name.to_owned(),
        mount_path: path.to_owned(),
        read_only: read_only.then_some(true),
        ..VolumeMount::default()
    };
    let host = HOST_PATHS.map(|(name, path, _, read_only)| mount(name, path, read_only));
    let own =
        cluster.kube_proxy.extra_args.iter().map(|(name, value)| argument(&format!("--{name}={value}")));
    let rendered = [
        "/usr/local/bin/kube-proxy".to_owned(),
        format!("--config={}/{}", pod::DIRECTORY, pod::CONFIG),
        "--hostname-override=$(NODE_NAME)".to_owned(),
    ];
    let (environment, resources) = process(cluster, Component::KubeProxy);
    let mut set = variables(&environment);
    set.retain(|variable| variable.name != NODE_NAME);
    Container {
        name: NAME.to_owned(),
        image: Some(image::image(cluster, Component::KubeProxy)),
        image_pull_policy: Some("IfNotPresent".to_owned()),
        command: Some(rendered.into_iter().chain(own).collect()),
        env: Some(set.into_iter().chain([node_name()]).collect()),
        resources: (!resources.limits.is_empty()).then(|| requirements(&resources)),
        // It writes sysctls and loads modules of the kernel.
        security_context: Some(SecurityContext { privileged: Some(true), ..SecurityContext::default() }),
        volume_mounts: Some(
            [mount(NAME, &pod::DIRECTORY.to_string(), false)].into_iter().chain(host).collect(),
        ),
        ..Container::default()
    }
}

/// The variable with the name of the node, for the flag.
const NODE_NAME: &str = "NODE_NAME";

fn node_name() -> EnvVar {
    EnvVar {
        name: NODE_NAME.to_owned(),
        value_from: Some(EnvVarSource {
            field_ref: Some(ObjectFieldSelector {
                field_path: "spec.nodeName".to_owned(),
                ..ObjectFieldSelector::default()
            }),
            ..EnvVarSource::default()
        }),
        ..EnvVar::default()
    }
}
