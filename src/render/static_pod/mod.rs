//! Static pods: a component's command line, wrapped in the pod that the kubelet runs.
//!
//! Names, labels, probes, priority and CPU are kubeadm's (Kubernetes 1.37, `cmd/kubeadm/app/util/staticpod`), so that
//! tools that look for the pods of a control plane find them. Unlike kubeadm's, they run as users of their own and can write only
//! their data.

mod container;
mod probe;

use std::collections::BTreeMap;

use k8s_openapi::{
    api::core::v1::{HostPathVolumeSource, Pod, PodSecurityContext, PodSpec, SeccompProfile, Volume},
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

pub use container::{argument, requirements, variables};

use super::yaml::{YamlError, to_yaml};
use crate::{
    component::{Invocation, Mount, paths},
    model::{Cluster, NodeName, Users},
    tree::{Artifact, InputsDigest, Mode, RelPath},
};

/// The annotation with the inputs digest.
pub const INPUTS_ANNOTATION: &str = "kubemint/inputs";

/// The value of the priority class system-node-critical, which nothing else resolves for a static pod.
const SYSTEM_NODE_CRITICAL: i32 = 2_000_001_000;

/// The manifest that runs `invocation` on `node`: /etc/kubernetes/manifests/NAME.yaml, readable only for root.
///
/// # Errors
/// [`YamlError`] if the pod cannot be written as YAML.
pub fn manifest(
    cluster: &Cluster,
    node: &NodeName,
    invocation: &Invocation,
    inputs: &InputsDigest,
) -> Result<Artifact, YamlError> {
    let folder = paths::MANIFESTS.on(node);
    let path = RelPath::joined(&[folder.as_str(), &format!("{}.yaml", invocation.component.name())]);
    let text = to_yaml(&pod(cluster, invocation, inputs))?;
    Ok(Artifact::public(path, text).with_mode(Mode::SECRET_FILE))
}

fn pod(cluster: &Cluster, invocation: &Invocation, inputs: &InputsDigest) -> Pod {
    let name = invocation.component.name();
    let labels = [("component", name), ("tier", "control-plane")];
    Pod {
        metadata: ObjectMeta {
            name: Some(name.to_owned()),
            namespace: Some("kube-system".to_owned()),
            labels: Some(owned(&labels)),
            annotations: Some(owned(&[(INPUTS_ANNOTATION, inputs.as_str())])),
            ..ObjectMeta::default()
        },
        spec: Some(PodSpec {
            // A static pod has no service account, so there is no token to mount.
            automount_service_account_token: Some(false),
            containers: vec![container::container(cluster, invocation)],
            dns_policy: Some("Default".to_owned()),
            enable_service_links: Some(false),
            host_network: Some(true),
            priority: Some(SYSTEM_NODE_CRITICAL),
            priority_class_name: Some("system-node-critical".to_owned()),
            security_context: Some(security_context(invocation, &cluster.users)),
            termination_grace_period_seconds: Some(invocation.stop_seconds.into()),
            volumes: Some(invocation.mounts.iter().map(volume).collect()),
            ..PodSpec::default()
        }),
        status: None,
    }
}

fn owned(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn security_context(invocation: &Invocation, users: &Users) -> PodSecurityContext {
    let id = i64::from(invocation.account.id(users));
    let groups: Vec<_> = invocation.groups.iter().map(|group| i64::from(group.id(users))).collect();
    PodSecurityContext {
        run_as_user: Some(id),
        run_as_group: Some(id),
        run_as_non_root: Some(true),
        supplemental_groups: (!groups.is_empty()).then_some(groups),
        seccomp_profile: Some(SeccompProfile {
            type_: "RuntimeDefault".to_owned(),
            ..SeccompProfile::default()
        }),
        ..PodSecurityContext::default()
    }
}

/// A path of the machine, which must exist: what the kubelet would create in its place would belong to root.
fn volume(mount: &Mount) -> Volume {
    let kind = if mount.is_folder { "Directory" } else { "File" };
    Volume {
        name: mount.name.to_owned(),
        host_path: Some(HostPathVolumeSource { path: mount.path.to_string(), type_: Some(kind.to_owned()) }),
        ..Volume::default()
    }
}

#[cfg(test)]
mod tests;
