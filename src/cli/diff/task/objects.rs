//! Objects of the cluster: applied, labelled and deleted.

use std::path::Path;

use super::Task;
use crate::{cli::shell_word::shell_word, difference::rollout::Rollout};

/// The objects but those of nodes; none where they are as they were.
pub(super) fn apply(rollout: &Rollout, out: &Path, is_first: bool) -> Option<Task> {
    let title = if is_first {
        "Apply the objects, the first time with super-admin.conf"
    } else {
        "Apply the objects"
    };
    let commands = rollout.apply.iter().map(|folder| kubectl("apply -k", out, folder.path())).collect();
    (!rollout.apply.is_empty()).then(|| Task::of_cluster("apply", title, commands))
}

/// The labels of nodes.
pub(super) fn label(rollout: &Rollout, out: &Path) -> Option<Task> {
    let command = kubectl("apply --server-side --field-manager=kubemint -k", out, "public/cluster/nodes");
    let title = "Label the nodes, once they have registered";
    rollout.label_nodes.then(|| Task::of_cluster("label", title, vec![command]))
}

/// Objects that are in no folder any longer.
pub(super) fn delete_objects(rollout: &Rollout) -> Option<Task> {
    let commands = rollout.delete.iter().map(|object| delete(object)).collect();
    let title = "Delete what an apply leaves behind";
    (!rollout.delete.is_empty()).then(|| Task::of_cluster("delete", title, commands))
}

fn kubectl(verb: &str, out: &Path, folder: &str) -> String {
    format!("kubectl {verb} {}", shell_word(&out.join(folder).to_string_lossy()))
}

/// `kubectl delete` for `Kind namespace/name`.
fn delete(object: &str) -> String {
    let (kind, name) = object.split_once(' ').unwrap_or((object, ""));
    let kind = shell_word(&kind.to_lowercase());
    match name.split_once('/') {
        Some((namespace, name)) => {
            format!("kubectl delete {kind} {} --namespace {}", shell_word(name), shell_word(namespace))
        }
        None => format!("kubectl delete {kind} {}", shell_word(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deletes_by_kind_and_name() {
        assert_eq!(delete("ClusterRole kubeadm:x"), "kubectl delete clusterrole kubeadm:x");
        assert_eq!(delete("ConfigMap a/b"), "kubectl delete configmap b --namespace a");
    }
}
