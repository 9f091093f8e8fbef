//! The text of a new cluster.toml.

use std::path::Path;

use serde::Serialize;

use super::args::{InitArgs, NodeArg};
use crate::{
    cli::{CliError, Presentation, cluster_file, warnings::Warnings},
    model::Timestamp,
};

/// The values for the template.
pub struct Document<'a> {
    /// What the user chose.
    pub args: &'a InitArgs,
    /// The new cluster's id.
    pub id: String,
    /// When the certificates' validity begins.
    pub today: Timestamp,
    /// When the bootstrap token expires.
    pub token_expiry: Timestamp,
}

/// Each value in TOML syntax.
#[derive(Serialize)]
struct Fields {
    name: String,
    id: String,
    version: String,
    endpoint: String,
    service_cidr: String,
    pod_cidr: String,
    control_plane: Vec<Node>,
    workers: Vec<Node>,
    not_before: String,
    key_algorithm: String,
    token_expiry: String,
}

#[derive(Serialize)]
struct Node {
    name: String,
    address: String,
}

impl Node {
    fn all(nodes: &[NodeArg]) -> Vec<Self> {
        let one = |node: &NodeArg| Self {
            name: string(&node.name),
            address: string_or_array(node.addresses.iter().map(String::as_str)),
        };
        nodes.iter().map(one).collect()
    }
}

fn string(value: &str) -> String {
    toml::Value::from(value).to_string()
}

fn string_or_array<'a>(values: impl Iterator<Item = &'a str>) -> String {
    let values: Vec<toml::Value> = values.map(toml::Value::from).collect();
    match values.as_slice() {
        [one] => one.to_string(),
        _ => toml::Value::from(values).to_string(),
    }
}

impl Document<'_> {
    /// The template with its values, as it will be written.
    ///
    /// # Errors
    ///
    /// [`CliError::System`] if the template and its values do not match.
    pub fn text(&self) -> Result<String, CliError> {
        let args = self.args;
        let fields = Fields {
            name: string(&args.name),
            id: string(&self.id),
            version: string(&args.kubernetes_version),
            endpoint: string(&args.endpoint),
            service_cidr: string_or_array(args.service_cidr.split(',')),
            pod_cidr: string_or_array(args.pod_cidr.split(',')),
            control_plane: Node::all(&args.control_plane),
            workers: Node::all(&args.workers),
            not_before: self.today.to_string(),
            key_algorithm: string(&args.key_algorithm),
            token_expiry: self.token_expiry.to_string(),
        };
        let internal =
            |error: tera::Error| CliError::system(format!("the template of cluster.toml: {error}"));
        let context = tera::Context::from_serialize(&fields).map_err(internal)?;
        tera::Tera::one_off(include_str!("../../../templates/cluster.toml"), &context, false)
            .map_err(internal)
    }
}

/// Checks the new text by the same rules as any cluster.toml; returns its warnings.
///
/// # Errors
///
/// [`CliError::Diagnostics`] with all diagnostics, as if the file existed.
pub fn check(path: &Path, text: &str, presentation: &Presentation) -> Result<Warnings, CliError> {
    cluster_file::parse(path, text, presentation).map(|file| file.warnings)
}
