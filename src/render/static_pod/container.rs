//! The one container of a static pod.

use std::{collections::BTreeMap, iter};

use k8s_openapi::{
    api::core::v1::{Capabilities, Container, EnvVar, ResourceRequirements, SecurityContext, VolumeMount},
    apimachinery::pkg::api::resource::Quantity,
};

use super::probe::{LIVENESS, READINESS, STARTUP, probe};
use crate::{
    component::{CommandLine, Invocation, Mount, ProcessResources},
    model::Cluster,
    render::image::image,
};

pub(super) fn container(cluster: &Cluster, invocation: &Invocation) -> Container {
    let probes = invocation.probes.as_ref();
    Container {
        name: invocation.component.name().to_owned(),
        image: Some(image(cluster, invocation.component)),
        image_pull_policy: Some("IfNotPresent".to_owned()),
        command: Some(command(&invocation.command)),
        env: (!invocation.environment.is_empty()).then(|| variables(&invocation.environment)),
        startup_probe: probes.map(|probes| probe(&probes.startup, &STARTUP)),
        liveness_probe: probes.map(|probes| probe(&probes.liveness, &LIVENESS)),
        readiness_probe: probes.map(|probes| probe(&probes.readiness, &READINESS)),
        resources: Some(requirements(&invocation.resources)),
        security_context: Some(security_context(invocation)),
        volume_mounts: Some(invocation.mounts.iter().map(volume_mount).collect()),
        ..Container::default()
    }
}

/// An argument, or the value of a variable, as a pod has it: the kubelet expands `$(NAME)` in it and reads `$$` as `$`, whatever the
/// variables are.
#[must_use]
pub fn argument(text: &str) -> String {
    text.replace('$', "$$")
}

fn command(command: &CommandLine) -> Vec<String> {
    let arguments = command.arguments().map(|text| argument(&text));
    iter::once(command.program().to_owned()).chain(arguments).collect()
}

/// The values are expanded as arguments are.
#[must_use]
pub fn variables(environment: &BTreeMap<String, String>) -> Vec<EnvVar> {
    let variable = |(name, value): (&String, &String)| EnvVar {
        name: name.clone(),
        value: Some(argument(value)),
        value_from: None,
    };
    environment.iter().map(variable).collect()
}

/// The requests and limits of a container.
#[must_use]
pub fn requirements(resources: &ProcessResources) -> ResourceRequirements {
    let quantities = |texts: &BTreeMap<&'static str, String>| -> Option<BTreeMap<String, Quantity>> {
        let quantities = texts.iter().map(|(name, text)| ((*name).to_owned(), Quantity(text.clone())));
        (!texts.is_empty()).then(|| quantities.collect())
    };
    ResourceRequirements {
        requests: quantities(&resources.requests),
        limits: quantities(&resources.limits),
        ..ResourceRequirements::default()
    }
}

/// With `allowPrivilegeEscalation: false` a process does not gain a file capability; but if the container cannot have it at all,
/// execve(2) itself fails with EPERM (capabilities(7), "Safety checking for capability-dumb binaries").
fn security_context(invocation: &Invocation) -> SecurityContext {
    let added = invocation.needs_net_bind_service.then(|| vec!["NET_BIND_SERVICE".to_owned()]);
    SecurityContext {
        allow_privilege_escalation: Some(false),
        capabilities: Some(Capabilities { add: added, drop: Some(vec!["ALL".to_owned()]) }),
        read_only_root_filesystem: Some(true),
        ..SecurityContext::default()
    }
}

fn volume_mount(mount: &Mount) -> VolumeMount {
    VolumeMount {
        name: mount.name.to_owned(),
        mount_path: mount.path.to_string(),
        read_only: (!mount.writable).then_some(true),
        ..VolumeMount::default()
    }
}
