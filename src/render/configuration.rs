//! The configuration file of a component.

use serde_json::{Map, Value};

use super::{
    kubelet_config::merge,
    yaml::{YamlError, to_yaml},
};
use crate::{
    component::{Configuration, specification},
    model::{Cluster, Component, NodeRef},
    tree::{Artifact, Mode},
};

/// The configuration file of a component on a node, readable only for root; `None` where it has none, and for the kubelet,
/// whose file has a module of its own.
///
/// # Errors
/// [`YamlError`] if it cannot be written as YAML.
pub fn configuration(
    cluster: &Cluster,
    node: NodeRef<'_>,
    component: Component,
) -> Result<Option<Artifact>, YamlError> {
    let Some(of) = &specification(component).configuration else { return Ok(None) };
    let text = to_yaml(&fields(of, cluster, node))?;
    Ok(Some(Artifact::public(of.path.on(node.name()), text).with_mode(Mode::SECRET_FILE)))
}

/// Every field that is written. The user's take precedence, objects field by field.
#[must_use]
pub fn fields(of: &Configuration, cluster: &Cluster, node: NodeRef<'_>) -> Map<String, Value> {
    let text = |text: &str| Value::String(text.to_owned());
    let head = [("apiVersion", text(of.api_version)), ("kind", text(of.kind))];
    let mut all: Map<String, Value> =
        head.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    if let Value::Object(own) = (of.fields)(cluster, node) {
        all.extend(own);
    }
    merge(&mut all, (of.of_user)(cluster));
    all
}
