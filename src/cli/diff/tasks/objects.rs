//! Tasks that apply, label and delete objects of the cluster.

use std::path::Path;

use super::Task;
use crate::{
    cli::shell_word::{command, shell_word},
    difference::rollout::{Edit, NodeEdit, ObjectsFolder, Rollout, RotationAction, RotationStep},
    pki::Ca,
    render::cluster_objects::{APPLY, FORCE, OwnGroup},
};

/// Applies the objects, except those of nodes; `None` if they have not changed.
pub(super) fn apply(rollout: &Rollout, out: &Path, is_first: bool) -> Option<Task> {
    let title = if is_first {
        "Apply the objects, first as super-admin: admin.conf has no rights until then"
    } else {
        "Apply the objects"
    };
    let commands = |folder: &ObjectsFolder| {
        let first = match folder {
            ObjectsFolder::Definitions | ObjectsFolder::Public => SUPER_ADMIN,
            ObjectsFolder::Secret => ADMIN,
        };
        let kubeconfig = is_first.then_some(first);
        let wait = (*folder == ObjectsFolder::Definitions).then(|| established(rollout, out, kubeconfig));
        [applied(out, kubeconfig, APPLY, folder.path())].into_iter().chain(wait.flatten())
    };
    let commands = rollout.objects.apply.iter().flat_map(commands).collect();
    (!rollout.objects.apply.is_empty()).then(|| Task::of_cluster("apply", title, commands))
}

/// Waits for the kinds that were defined: kubectl knows a kind once an API server has established it.
fn established(rollout: &Rollout, out: &Path, kubeconfig: Option<&str>) -> Option<String> {
    let names: Vec<String> = rollout
        .objects
        .definitions
        .iter()
        .map(|name| shell_word(&format!("customresourcedefinition/{name}")))
        .collect();
    (!names.is_empty()).then(|| {
        let wait = "wait --for=condition=Established --timeout=60s";
        format!("kubectl {}{wait} {}", with_kubeconfig(out, kubeconfig), names.join(" "))
    })
}

/// Applies the user's own objects that wait for the nodes.
pub(super) fn apply_after_nodes(rollout: &Rollout, out: &Path, is_first: bool) -> Option<Task> {
    let directory = format!("public/{}", OwnGroup::AfterNodes.directory());
    let command = applied(out, is_first.then_some(ADMIN), APPLY, &directory);
    let title = "Apply the objects that wait for the nodes";
    rollout.objects.apply_after_nodes.then(|| Task::of_cluster("apply", title, vec![command]))
}

/// Applies the labels of nodes.
pub(super) fn label(rollout: &Rollout, out: &Path, is_first: bool) -> Option<Task> {
    let apply = format!("{APPLY} {FORCE}");
    let command = applied(out, is_first.then_some(ADMIN), &apply, "public/cluster/nodes");
    let title = "Label the nodes, once they have registered";
    rollout.objects.label_nodes.then(|| Task::of_cluster("label", title, vec![command]))
}

/// Changes a label or taint that an apply does not.
pub(super) fn edit_node(edit: &NodeEdit) -> Task {
    let node = edit.node.as_str();
    let (kind, title, change) = match &edit.edit {
        Edit::Unlabel(key) => {
            ("label", UNLABEL, command("kubectl label node", &[node, &format!("{key}-")], ""))
        }
        Edit::Untaint(taint) => {
            ("taint", TAINT, command("kubectl taint node", &[node, &format!("{taint}-")], ""))
        }
        Edit::Taint(taint) => ("taint", TAINT, command("kubectl taint node", &[node, taint], "--overwrite")),
    };
    Task::on_node(kind, title, node, vec![change])
}

const UNLABEL: &str = "Remove the labels that a kubelet gave its node as well: an apply leaves them";
const TAINT: &str = "Change the taints by hand: a kubelet sets them only on a Node that it creates";

/// The administrator who has permissions before that.
const SUPER_ADMIN: &str = "super-admin.conf";

/// The administrator who has permissions once the bindings are applied.
const ADMIN: &str = "admin.conf";

/// Deletes objects that are in no directory any more.
pub(super) fn delete_objects(rollout: &Rollout) -> Option<Task> {
    let commands = rollout.objects.delete.iter().map(|object| delete(object)).collect();
    let title = "Delete what an apply leaves behind";
    (!rollout.objects.delete.is_empty()).then(|| Task::of_cluster("delete", title, commands))
}

/// What aggregated API servers still trust after a CA has left every bundle: kube-apiserver adds its CAs to this
/// ConfigMap and removes only expired ones (1.37, `clusterauthenticationtrust`, `combineCertLists`).
pub(super) fn delete_old_authorities(rollout: &Rollout) -> Option<Task> {
    let labels = [Ca::Kubernetes.label(), Ca::FrontProxy.label()];
    let retires =
        |step: &RotationStep| step.action == RotationAction::Retires && labels.contains(&step.label.as_str());
    let title = "Delete the ConfigMap by which aggregated API servers go on trusting the old CA, and wait until an API server \
                 has made it anew";
    let config_map = "--namespace kube-system configmap extension-apiserver-authentication";
    let commands = vec![
        format!("kubectl delete {config_map}"),
        format!("until kubectl get {config_map}; do sleep 2; done"),
    ];
    rollout.rotations.steps.iter().any(retires).then(|| Task::of_cluster("delete", title, commands))
}

/// Applies a directory, with a kubeconfig of the tree or with the caller's own.
fn applied(out: &Path, kubeconfig: Option<&str>, apply: &str, folder: &str) -> String {
    let who = with_kubeconfig(out, kubeconfig);
    format!("kubectl {who}{apply} -k {}", shell_word(&out.join(folder).to_string_lossy()))
}

/// The option for a kubeconfig of the tree, with a space; nothing for the caller's own.
fn with_kubeconfig(out: &Path, kubeconfig: Option<&str>) -> String {
    let path = |name: &str| out.join("secret/cluster").join(name);
    let option = |name| format!("--kubeconfig {} ", shell_word(&path(name).to_string_lossy()));
    kubeconfig.map(option).unwrap_or_default()
}

/// `kubectl delete` for `Kind namespace/name`. Both come from a committed file that cannot be trusted.
fn delete(object: &str) -> String {
    let (kind, name) = object.split_once(' ').unwrap_or((object, ""));
    let kind = kind.to_lowercase();
    match name.split_once('/') {
        Some((namespace, name)) => {
            let namespace = format!("--namespace={}", shell_word(namespace));
            command("kubectl delete", &[&kind, name], &namespace)
        }
        None => command("kubectl delete", &[&kind, name], ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deletes_by_kind_and_name() {
        assert_eq!(delete("ClusterRole kubeadm:x"), "kubectl delete clusterrole kubeadm:x");
        assert_eq!(delete("ConfigMap a/b"), "kubectl delete configmap b --namespace=a");
    }

    #[test]
    fn no_name_of_an_object_is_an_option() {
        assert_eq!(delete("ClusterRole --all"), "kubectl delete -- clusterrole '--all'");
        assert_eq!(delete("Role --all/--all"), "kubectl delete --namespace='--all' -- role '--all'");
        assert_eq!(delete("--all x"), "kubectl delete -- '--all' x");
    }
}
