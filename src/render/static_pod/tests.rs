use serde_json::{Value, json};

use super::*;
use crate::{
    component::invocations,
    model::{Component, NodeRef, Runtime, example::draft},
    render::read_yaml::read_yaml,
    tree::{Content, Secrecy},
};

fn inputs() -> InputsDigest {
    InputsDigest::from_digest([7; 32])
}

/// Every pod of the first control-plane node, parsed.
fn pods(cluster: &Cluster) -> Vec<(Invocation, Value)> {
    let node = &cluster.control_plane[0];
    invocations(cluster, NodeRef::ControlPlane(node))
        .into_iter()
        .filter(|invocation| invocation.component != Component::Kubelet)
        .map(|invocation| {
            let artifact = manifest(cluster, &node.node.name, &invocation, &inputs()).unwrap();
            (invocation, read(&artifact))
        })
        .collect()
}

/// A component on the first control-plane node.
fn invocation(cluster: &Cluster, component: Component) -> Invocation {
    let node = NodeRef::ControlPlane(&cluster.control_plane[0]);
    crate::component::invocation(cluster, node, component, Runtime::StaticPod)
}

fn read(artifact: &Artifact) -> Value {
    let Content::File(bytes) = &artifact.content else { panic!("{} is a directory", artifact.path) };
    let mut documents = read_yaml(std::str::from_utf8(bytes).unwrap());
    assert_eq!(documents.len(), 1);
    documents.remove(0)
}

fn cluster() -> Cluster {
    crate::validate::cluster(draft()).unwrap()
}

#[test]
fn a_pod_reads_back_as_it_was_meant() {
    let cluster = cluster();
    let pods = pods(&cluster);
    assert_eq!(pods.len(), 4);
    for (invocation, read) in pods {
        let meant = serde_json::to_value(pod(&cluster, &invocation, &inputs())).unwrap();
        assert_eq!(read, meant);
        assert_eq!(read["apiVersion"], "v1");
        assert_eq!(read["kind"], "Pod");
    }
}

#[test]
fn a_manifest_is_public_and_roots_alone_on_its_machine() {
    let cluster = cluster();
    let node = &cluster.control_plane[0];
    let invocation = invocation(&cluster, Component::Etcd);
    let artifact = manifest(&cluster, &node.node.name, &invocation, &inputs()).unwrap();
    assert_eq!(artifact.path.as_str(), "nodes/master-1/etc/kubernetes/manifests/etcd.yaml");
    assert_eq!(artifact.secrecy, Secrecy::Public);
    assert_eq!(artifact.mode.bits(), 0o600);
}

#[test]
fn no_pod_has_more_rights_than_it_needs() {
    for (invocation, pod) in pods(&cluster()) {
        let context = &pod["spec"]["securityContext"];
        assert_eq!(context["runAsNonRoot"], true);
        assert!(context["runAsUser"].as_u64().unwrap() > 0);
        assert_eq!(context["runAsUser"], context["runAsGroup"]);
        assert_eq!(context["seccompProfile"], json!({ "type": "RuntimeDefault" }));
        let container = &pod["spec"]["containers"][0];
        let mut capabilities = json!({ "drop": ["ALL"] });
        if invocation.component == Component::KubeApiserver {
            capabilities["add"] = json!(["NET_BIND_SERVICE"]);
        }
        assert_eq!(
            container["securityContext"],
            json!({
                "allowPrivilegeEscalation": false,
                "capabilities": capabilities,
                "readOnlyRootFilesystem": true,
            })
        );
        assert_eq!(pod["spec"]["automountServiceAccountToken"], false);
        assert_eq!(pod["spec"]["hostPID"], Value::Null);
        assert_eq!(pod["spec"]["hostIPC"], Value::Null);
    }
}

#[test]
fn only_who_signs_tokens_is_in_the_keys_group() {
    for (invocation, pod) in pods(&cluster()) {
        let groups = &pod["spec"]["securityContext"]["supplementalGroups"];
        match invocation.component {
            Component::KubeApiserver | Component::KubeControllerManager => assert_eq!(*groups, json!([565])),
            _ => assert_eq!(*groups, Value::Null),
        }
    }
}

#[test]
fn only_data_and_logs_are_mounted_for_writing() {
    for (_, pod) in pods(&cluster()) {
        for mount in pod["spec"]["containers"][0]["volumeMounts"].as_array().unwrap() {
            let path = mount["mountPath"].as_str().unwrap();
            let writable = mount["readOnly"] != true;
            assert_eq!(writable, ["/var/lib/etcd", "/var/log/kubernetes/audit"].contains(&path), "{path}");
        }
    }
}

#[test]
fn every_mount_has_its_volume() {
    for (_, pod) in pods(&cluster()) {
        let volumes = pod["spec"]["volumes"].as_array().unwrap().iter();
        let volumes: Vec<_> = volumes.map(|v| (&v["name"], &v["hostPath"]["path"])).collect();
        let mounts = pod["spec"]["containers"][0]["volumeMounts"].as_array().unwrap().iter();
        assert_eq!(volumes, mounts.map(|m| (&m["name"], &m["mountPath"])).collect::<Vec<_>>());
    }
}

/// What the kubelet would create in place of a missing path would belong to root, not to the component.
#[test]
fn a_missing_path_is_an_error() {
    for (invocation, pod) in pods(&cluster()) {
        for (mount, volume) in invocation.mounts.iter().zip(pod["spec"]["volumes"].as_array().unwrap()) {
            let kind = if mount.path.as_str().ends_with(".conf") { "File" } else { "Directory" };
            assert_eq!(volume["hostPath"]["type"], kind, "{}", mount.path);
        }
    }
}

#[test]
fn a_changed_input_changes_the_pod() {
    let cluster = cluster();
    let node = &cluster.control_plane[0];
    let invocation = invocation(&cluster, Component::KubeScheduler);
    let one = manifest(&cluster, &node.node.name, &invocation, &InputsDigest::from_digest([1; 32])).unwrap();
    let other =
        manifest(&cluster, &node.node.name, &invocation, &InputsDigest::from_digest([2; 32])).unwrap();
    assert_eq!(read(&one)["metadata"]["annotations"][INPUTS_ANNOTATION], "01".repeat(32));
    assert_ne!(one.content, other.content);
}

/// As the kubelet does (`third_party/forked/golang/expansion`), for a container without variables.
fn expanded(argument: &str) -> String {
    assert!(!argument.replace("$$", "").contains('$'), "{argument} would be expanded");
    argument.replace("$$", "$")
}

#[test]
fn hostile_arguments_reach_the_process_unchanged() {
    let hostile = "$(HOME) $$ ${X} $ %h %% \"a\" 'b' \\n: # & * ! | > \n\t 🦀 yes ";
    let mut draft = draft();
    draft.scheduler.extra_args.insert("leader-elect-resource-name".to_owned(), hostile.to_owned());
    let cluster = crate::validate::cluster(draft).unwrap();
    let pods = pods(&cluster);
    let (_, pod) = pods.iter().find(|(i, _)| i.component == Component::KubeScheduler).unwrap();
    let command = pod["spec"]["containers"][0]["command"].as_array().unwrap();
    let last = command.last().and_then(Value::as_str).unwrap();
    assert_eq!(expanded(last), format!("--leader-elect-resource-name={hostile}"));
}

#[test]
fn probes_are_kubeadms() {
    let pods = pods(&cluster());
    let (_, pod) = pods.iter().find(|(i, _)| i.component == Component::KubeApiserver).unwrap();
    let liveness = &pod["spec"]["containers"][0]["livenessProbe"];
    let get = json!({ "host": "192.168.56.101", "path": "/livez", "port": 6443, "scheme": "HTTPS" });
    assert_eq!(
        *liveness,
        json!({
            "httpGet": get,
            "initialDelaySeconds": 10,
            "timeoutSeconds": 15,
            "failureThreshold": 8,
            "periodSeconds": 10,
        })
    );
}
