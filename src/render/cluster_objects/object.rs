//! What the file of every object has.

use k8s_openapi::{
    api::rbac::v1::{ClusterRoleBinding, RoleRef, Subject},
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};
use serde::Serialize;

use crate::{
    render::yaml::{YamlError, to_yaml},
    tree::{Artifact, RelPath},
};

/// A file below public/cluster with one object.
pub(super) fn object(file: &str, object: &impl Serialize) -> Result<Artifact, YamlError> {
    Ok(Artifact::public(RelPath::joined(&["cluster", file]), to_yaml(object)?))
}

/// The binding `name` of a ClusterRole to a ServiceAccount.
pub(super) fn bound_service_account(
    name: &str,
    role: &str,
    namespace: &str,
    account: &str,
) -> ClusterRoleBinding {
    ClusterRoleBinding {
        metadata: metadata(name, None),
        role_ref: RoleRef {
            api_group: "rbac.authorization.k8s.io".to_owned(),
            kind: "ClusterRole".to_owned(),
            name: role.to_owned(),
        },
        subjects: Some(vec![Subject {
            kind: "ServiceAccount".to_owned(),
            name: account.to_owned(),
            namespace: Some(namespace.to_owned()),
            api_group: None,
        }]),
    }
}

/// An object's name, and its namespace if it has one.
pub(super) fn metadata(name: impl Into<String>, namespace: Option<&str>) -> ObjectMeta {
    ObjectMeta { name: Some(name.into()), namespace: namespace.map(str::to_owned), ..ObjectMeta::default() }
}
