//! Roles and bindings, under the names that kubeadm uses (kubernetes 1.37, `cmd/kubeadm/app/constants`).
//!
//! Those of the group system:monitoring, which can read metrics, are built into kube-apiserver.

use k8s_openapi::api::rbac::v1::{
    ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, RoleRef, Subject,
};

use super::{
    bootstrap_token_secret::BOOTSTRAPPERS,
    object::{metadata, object},
};
use crate::{
    model::Cluster,
    render::yaml::{Documents, YamlError},
    tree::{Artifact, RelPath},
};

const API_GROUP: &str = "rbac.authorization.k8s.io";

/// The role and the binding that let a machine with a bootstrap token see whether its name is taken.
const GET_NODES: &str = "kubeadm:get-nodes";

/// The role and the binding that let anyone read cluster-info.
const CLUSTER_INFO: &str = "kubeadm:bootstrap-signer-clusterinfo";

/// The subject of a binding.
#[derive(Clone, Copy)]
enum Who {
    User(&'static str),
    Group(&'static str),
}

/// A ClusterRoleBinding in a file of its own.
struct Binding {
    /// The file below rbac/.
    file: &'static str,
    name: &'static str,
    role: &'static str,
    who: Who,
}

const BINDINGS: [Binding; 5] = [
    // The group of admin.conf.
    Binding {
        file: "cluster-admins.yaml",
        name: "kubeadm:cluster-admins",
        role: "cluster-admin",
        who: Who::Group("kubeadm:cluster-admins"),
    },
    // A machine with a bootstrap token may request a certificate, …
    Binding {
        file: "kubelet-bootstrap.yaml",
        name: "kubeadm:kubelet-bootstrap",
        role: "system:node-bootstrapper",
        who: Who::Group(BOOTSTRAPPERS),
    },
    // … which is approved automatically, …
    Binding {
        file: "node-autoapprove-bootstrap.yaml",
        name: "kubeadm:node-autoapprove-bootstrap",
        role: "system:certificates.k8s.io:certificatesigningrequests:nodeclient",
        who: Who::Group(BOOTSTRAPPERS),
    },
    // … and so are its renewals.
    Binding {
        file: "node-autoapprove-certificate-rotation.yaml",
        name: "kubeadm:node-autoapprove-certificate-rotation",
        role: "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient",
        who: Who::Group("system:nodes"),
    },
    // kube-apiserver's client certificate for kubelets has no group.
    Binding {
        file: "apiserver-kubelet-client.yaml",
        name: "kubeadm:apiserver-kubelet-client",
        role: "system:kubelet-api-admin",
        who: Who::User("kube-apiserver-kubelet-client"),
    },
];

/// The role and binding that let joining machines read Nodes, in rbac/.
const GET_NODES_FILE: &str = "get-nodes.yaml";

/// The role and binding that let anyone read cluster-info, in rbac/.
const CLUSTER_INFO_FILE: &str = "bootstrap-signer-clusterinfo.yaml";

/// Every file with roles and bindings, below cluster/.
pub(super) fn files() -> impl Iterator<Item = String> {
    let bindings = BINDINGS.iter().map(|binding| binding.file);
    bindings.chain([GET_NODES_FILE, CLUSTER_INFO_FILE]).map(|file| format!("rbac/{file}"))
}

/// Every role and binding, each binding in a file with the role it needs.
pub(super) fn rbac(cluster: &Cluster) -> Result<Vec<Artifact>, YamlError> {
    let file = |binding: &Binding| object(&format!("rbac/{}", binding.file), &cluster_role_binding(binding));
    let mut made = BINDINGS.iter().map(file).collect::<Result<Vec<_>, _>>()?;
    made.push(get_nodes()?);
    if cluster.bootstrap.discovery {
        made.push(read_cluster_info()?);
    }
    Ok(made)
}

fn get_nodes() -> Result<Artifact, YamlError> {
    let role = ClusterRole {
        metadata: metadata(GET_NODES, None),
        rules: Some(vec![get("nodes", None)]),
        ..ClusterRole::default()
    };
    let binding =
        Binding { file: GET_NODES_FILE, name: GET_NODES, role: GET_NODES, who: Who::Group(BOOTSTRAPPERS) };
    let mut documents = Documents::new();
    documents.push(&role)?;
    documents.push(&cluster_role_binding(&binding))?;
    Ok(Artifact::public(RelPath::joined(&["cluster", "rbac", binding.file]), documents.finish()))
}

fn read_cluster_info() -> Result<Artifact, YamlError> {
    let metadata = || metadata(CLUSTER_INFO, Some("kube-public"));
    let mut documents = Documents::new();
    documents
        .push(&Role { metadata: metadata(), rules: Some(vec![get("configmaps", Some("cluster-info"))]) })?;
    documents.push(&RoleBinding {
        metadata: metadata(),
        role_ref: role_ref("Role", CLUSTER_INFO),
        subjects: Some(vec![subject(Who::User("system:anonymous"))]),
    })?;
    let path = RelPath::joined(&["cluster", "rbac", CLUSTER_INFO_FILE]);
    Ok(Artifact::public(path, documents.finish()))
}

fn cluster_role_binding(binding: &Binding) -> ClusterRoleBinding {
    ClusterRoleBinding {
        metadata: metadata(binding.name, None),
        role_ref: role_ref("ClusterRole", binding.role),
        subjects: Some(vec![subject(binding.who)]),
    }
}

fn role_ref(kind: &str, name: &str) -> RoleRef {
    RoleRef { api_group: API_GROUP.to_owned(), kind: kind.to_owned(), name: name.to_owned() }
}

fn subject(who: Who) -> Subject {
    let (kind, name) = match who {
        Who::User(name) => ("User", name),
        Who::Group(name) => ("Group", name),
    };
    Subject {
        api_group: Some(API_GROUP.to_owned()),
        kind: kind.to_owned(),
        name: name.to_owned(),
        namespace: None,
    }
}

/// A rule that allows to get a core resource, of any name or of one.
fn get(resource: &str, name: Option<&str>) -> PolicyRule {
    PolicyRule {
        api_groups: Some(vec![String::new()]),
        resources: Some(vec![resource.to_owned()]),
        resource_names: name.map(|name| vec![name.to_owned()]),
        verbs: vec!["get".to_owned()],
        ..PolicyRule::default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        model::example,
        render::{read_systemd, read_yaml::read_yaml},
    };

    fn objects(discovery: bool) -> Vec<Value> {
        let mut draft = example::draft();
        draft.bootstrap.discovery = discovery;
        let made = rbac(&crate::validate::cluster(draft).unwrap()).unwrap();
        made.iter().flat_map(|file| read_yaml(read_systemd::text(file))).collect()
    }

    /// `kind name role subject` of each binding, `kind name` of each role.
    fn summary(object: &Value) -> String {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let head = format!("{} {}", text(&object["kind"]), text(&object["metadata"]["name"]));
        match object.get("roleRef") {
            Some(role) => {
                let who = &object["subjects"][0];
                format!("{head} {} {}:{}", text(&role["name"]), text(&who["kind"]), text(&who["name"]))
            }
            None => head,
        }
    }

    /// As kubeadm 1.37.2 creates them (`phases/bootstraptoken`, `phases/kubeconfig`).
    #[test]
    fn bindings_are_kubeadms() {
        let token = "Group:system:bootstrappers:kubeadm:default-node-token";
        let mut expected = vec![
            "ClusterRoleBinding kubeadm:cluster-admins cluster-admin Group:kubeadm:cluster-admins".to_owned(),
            format!("ClusterRoleBinding kubeadm:kubelet-bootstrap system:node-bootstrapper {token}"),
            format!(
                "ClusterRoleBinding kubeadm:node-autoapprove-bootstrap \
                 system:certificates.k8s.io:certificatesigningrequests:nodeclient {token}"
            ),
            "ClusterRoleBinding kubeadm:node-autoapprove-certificate-rotation \
             system:certificates.k8s.io:certificatesigningrequests:selfnodeclient Group:system:nodes"
                .to_owned(),
            "ClusterRoleBinding kubeadm:apiserver-kubelet-client system:kubelet-api-admin \
             User:kube-apiserver-kubelet-client"
                .to_owned(),
            "ClusterRole kubeadm:get-nodes".to_owned(),
            format!("ClusterRoleBinding kubeadm:get-nodes kubeadm:get-nodes {token}"),
        ];
        assert_eq!(objects(false).iter().map(summary).collect::<Vec<_>>(), expected);
        let name = "kubeadm:bootstrap-signer-clusterinfo";
        expected.push(format!("Role {name}"));
        expected.push(format!("RoleBinding {name} {name} User:system:anonymous"));
        assert_eq!(objects(true).iter().map(summary).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn roles_allow_no_more_than_to_get() {
        let objects = objects(true);
        assert_eq!(
            objects[5]["rules"],
            json!([{ "apiGroups": [""], "resources": ["nodes"], "verbs": ["get"] }])
        );
        assert_eq!(objects[7]["metadata"]["namespace"], "kube-public");
        assert_eq!(
            objects[7]["rules"],
            json!([{
                "apiGroups": [""],
                "resourceNames": ["cluster-info"],
                "resources": ["configmaps"],
                "verbs": ["get"],
            }])
        );
    }
}
