//! Labels of nodes, to be applied after the nodes have registered.
//!
//! A kubelet must not give itself a role (the NodeRestriction admission plugin), so an administrator does, by a server-side apply
//! of objects that have only labels and leave the rest of the Node alone.
//!
//! An apply creates an object that does not exist, and a kubelet that finds its Node adds no taints. So each object has a status
//! that no Node may have: kube-apiserver validates the status of a Node that is created (`ValidateNode` in
//! pkg/apis/core/validation). For an update it takes the old status (`PrepareForUpdate` in pkg/registry/core/node) before it
//! validates and before it looks for conflicts.

use std::collections::BTreeMap;

use k8s_openapi::{
    api::core::v1::{Node, NodeStatus},
    apimachinery::pkg::{api::resource::Quantity, apis::meta::v1::ObjectMeta},
};

use super::{
    kustomization::{APPLY, FORCE, Kustomization, NODES_KUSTOMIZATION},
    object::object,
};
use crate::{
    model::{Cluster, NodeRef},
    render::yaml::{YamlError, to_yaml},
    tree::{Artifact, RelPath},
};

/// The labels that kubeadm sets on a control-plane node (`markcontrolplane`).
const CONTROL_PLANE: [&str; 2] =
    ["node-role.kubernetes.io/control-plane", "node.kubernetes.io/exclude-from-external-load-balancers"];

/// The label that `kubectl get nodes` shows as a worker's role; kubeadm does not set it.
const WORKER: [&str; 1] = ["node-role.kubernetes.io/worker"];

/// The labels of roles: every Node object here has one of them, and no kubelet can set one itself.
pub(super) const ROLES: [&str; 2] =
    ["node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/worker"];

/// A resource of which no Node can have less than none. kube-apiserver shows its name where it refuses to create the Node.
const UNREGISTERED: (&str, &str) = ("kubemint.invalid/apply-once-the-kubelet-has-registered-it", "-1");

/// A Node object for each node and the kustomization that lists them.
pub(super) fn nodes(cluster: &Cluster) -> Result<Vec<Artifact>, YamlError> {
    let files: Vec<_> = cluster.nodes().map(|node| format!("{}.yaml", node.name())).collect();
    let object_of = |(node, file)| object(&format!("nodes/{file}"), &labels_only(node));
    let mut made = cluster.nodes().zip(&files).map(object_of).collect::<Result<Vec<_>, _>>()?;
    let kustomization = to_yaml(&Kustomization::new(files))?;
    let path = RelPath::joined(&[NODES_KUSTOMIZATION]);
    let header = format!("# Apply once the nodes have registered: kubectl {APPLY} {FORCE} -k .\n");
    made.push(Artifact::public(path, format!("{header}{kustomization}")));
    Ok(made)
}

fn labels_only(node: NodeRef<'_>) -> Node {
    let role: &[&str] = if node.is_control_plane() { &CONTROL_PLANE } else { &WORKER };
    let mut labels: BTreeMap<_, _> = role.iter().map(|key| ((*key).to_owned(), String::new())).collect();
    let own = node.node().labels.iter();
    labels.extend(own.map(|(key, value)| (key.to_string(), value.to_string())));
    let name = Some(node.name().to_string());
    let (resource, quantity) = UNREGISTERED;
    let capacity = BTreeMap::from([(resource.to_owned(), Quantity(quantity.to_owned()))]);
    Node {
        metadata: ObjectMeta { name, labels: Some(labels), ..ObjectMeta::default() },
        status: Some(NodeStatus { capacity: Some(capacity), ..NodeStatus::default() }),
        ..Node::default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        model::{LabelValue, QualifiedName, example},
        render::{read_systemd, read_yaml::read_yaml},
    };

    #[test]
    fn a_node_has_its_labels_and_what_keeps_it_from_being_created() {
        let mut draft = example::draft();
        let zone = QualifiedName::parse("topology.kubernetes.io/zone").unwrap();
        draft.control_plane[0].node.labels.insert(zone, LabelValue::parse("1").unwrap());
        let made = nodes(&crate::validate::cluster(draft).unwrap()).unwrap();
        let document = |at: usize| read_yaml(read_systemd::text(&made[at])).remove(0);
        assert_eq!(made[0].path.as_str(), "cluster/nodes/master-1.yaml");
        assert_eq!(
            document(0),
            json!({
                "apiVersion": "v1",
                "kind": "Node",
                "metadata": {
                    "name": "master-1",
                    "labels": {
                        "node-role.kubernetes.io/control-plane": "",
                        "node.kubernetes.io/exclude-from-external-load-balancers": "",
                        "topology.kubernetes.io/zone": "1",
                    },
                },
                "status": { "capacity": { "kubemint.invalid/apply-once-the-kubelet-has-registered-it": "-1" } },
            })
        );
        assert_eq!(document(3)["metadata"]["labels"], json!({ "node-role.kubernetes.io/worker": "" }));
        for at in 0..5 {
            let labels = document(at)["metadata"]["labels"].clone();
            assert!(ROLES.iter().any(|role| labels.get(role).is_some()), "{labels}");
            assert_eq!(document(at)["status"], document(0)["status"]);
        }
        assert_eq!(document(5)["resources"].as_array().unwrap().len(), 5);
    }
}
