//! The configuration file of each component that has one.

use super::yaml::{YamlError, to_yaml};
use crate::{
    component::{ConfigurationFile, Fields, configuration_file},
    model::{Cluster, Component, NodeRef},
    tree::{Artifact, Mode},
};

/// Why a configuration file cannot be rendered.
#[derive(Debug, thiserror::Error)]
pub enum ConfigurationError {
    /// It cannot be written as JSON, in which the user's fields are merged.
    #[error("this configuration file cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// It cannot be written as YAML.
    #[error(transparent)]
    Yaml(#[from] YamlError),
}

/// The configuration files of the components on a node.
///
/// # Errors
/// [`ConfigurationError`] if one cannot be written as JSON or YAML.
pub fn configuration_files(
    cluster: &Cluster,
    node: NodeRef<'_>,
) -> Result<Vec<Artifact>, ConfigurationError> {
    let here = cluster.components_on(node).filter_map(|(component, _)| configuration_file(component));
    here.map(|file| artifact(file, cluster, node)).collect()
}

fn artifact(
    file: &ConfigurationFile,
    cluster: &Cluster,
    node: NodeRef<'_>,
) -> Result<Artifact, ConfigurationError> {
    let text = to_yaml(&file.fields_on(cluster, node)?)?;
    Ok(Artifact::public(file.path.on(node.name()), text).with_mode(Mode::SECRET_FILE))
}

/// The fields that a component's configuration has on every node; none if the cluster does not configure it.
///
/// # Errors
/// As [`configuration_files`].
pub fn of_every_node(cluster: &Cluster, component: Component) -> Result<Fields, ConfigurationError> {
    let in_pods = || cluster.nodes().next().filter(|_| cluster.configures(component));
    let Some(node) = cluster.nodes_with(component).next().or_else(in_pods) else { return Ok(Fields::new()) };
    fields_where(cluster, node, component, |file, name| !file.of_nodes.contains(&name))
}

/// The fields of a component's configuration on a node beside those that every node has.
///
/// # Errors
/// As [`configuration_files`].
pub fn of_node(
    cluster: &Cluster,
    node: NodeRef<'_>,
    component: Component,
) -> Result<Fields, ConfigurationError> {
    fields_where(cluster, node, component, |file, name| file.of_nodes.contains(&name))
}

fn fields_where(
    cluster: &Cluster,
    node: NodeRef<'_>,
    component: Component,
    is_wanted: impl Fn(&ConfigurationFile, &str) -> bool,
) -> Result<Fields, ConfigurationError> {
    let Some(file) = configuration_file(component) else { return Ok(Fields::new()) };
    let mut fields = file.fields_on(cluster, node)?;
    fields.retain(|name, _| is_wanted(file, name));
    Ok(fields)
}
