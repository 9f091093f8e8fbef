//! What the file of every object has.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;

use crate::{
    render::yaml::{YamlError, to_yaml},
    tree::{Artifact, RelPath},
};

/// A file below public/cluster with one object.
pub(super) fn object(file: &str, object: &impl Serialize) -> Result<Artifact, YamlError> {
    Ok(Artifact::public(RelPath::joined(&["cluster", file]), to_yaml(object)?))
}

/// An object's name, and its namespace if it has one.
pub(super) fn metadata(name: impl Into<String>, namespace: Option<&str>) -> ObjectMeta {
    ObjectMeta { name: Some(name.into()), namespace: namespace.map(str::to_owned), ..ObjectMeta::default() }
}
