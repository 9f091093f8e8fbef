//! The text of a new cluster.toml.

use std::path::Path;

use serde::Serialize;

use super::{InitArgs, NodeArg};
use crate::{
    cli::{CliError, Presentation, cluster_file},
    model::{AttributeText, Timestamp},
};

/// What the template is filled with.
pub struct Document<'a> {
    /// What the user chose.
    pub args: &'a InitArgs,
    /// The new cluster's id.
    pub id: String,
    /// Where the certificates' validity begins.
    pub today: Timestamp,
    /// When the bootstrap token ends.
    pub token_expiry: Timestamp,
}

#[derive(Serialize)]
struct Fields<'a> {
    name: &'a str,
    id: &'a str,
    version: &'a str,
    endpoint: &'a str,
    service_cidr: String,
    pod_cidr: String,
    control_plane: Vec<Node<'a>>,
    workers: Vec<Node<'a>>,
    not_before: String,
    key_algorithm: &'a str,
    token_expiry: String,
}

#[derive(Serialize)]
struct Node<'a> {
    name: &'a str,
    address: String,
}

impl<'a> Node<'a> {
    fn all(nodes: &'a [NodeArg]) -> Vec<Self> {
        let one = |node: &'a NodeArg| Self {
            name: &node.name,
            address: one_or_array(node.addresses.iter().map(String::as_str)),
        };
        nodes.iter().map(one).collect()
    }
}

/// A TOML string, or an array of strings where there are several. No value has a character that TOML would escape.
fn one_or_array<'a>(values: impl Iterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = values.map(|value| format!("\"{value}\"")).collect();
    match quoted.as_slice() {
        [one] => one.clone(),
        several => format!("[{}]", several.join(", ")),
    }
}

impl Document<'_> {
    /// The template with its fields, as it will be written.
    ///
    /// # Errors
    /// [`CliError::Input`] where an argument could not stand in a TOML string.
    pub fn text(&self) -> Result<String, CliError> {
        let args = self.args;
        for free in [
            &args.name,
            &args.kubernetes_version,
            &args.endpoint,
            &args.service_cidr,
            &args.pod_cidr,
            &args.key_algorithm,
        ] {
            // These stand between quotes in the template; config checks what they mean.
            if AttributeText::parse(free).is_err() || free.contains(['"', '\\']) {
                return Err(CliError::input(
                    format!("{free:?} is not a usable value"),
                    "see `kubemint init --help`",
                ));
            }
        }
        let fields = Fields {
            name: &args.name,
            id: &self.id,
            version: &args.kubernetes_version,
            endpoint: &args.endpoint,
            service_cidr: one_or_array(args.service_cidr.split(',')),
            pod_cidr: one_or_array(args.pod_cidr.split(',')),
            control_plane: Node::all(&args.control_plane),
            workers: Node::all(&args.workers),
            not_before: self.today.to_string(),
            key_algorithm: &args.key_algorithm,
            token_expiry: self.token_expiry.to_string(),
        };
        let internal =
            |error: tera::Error| CliError::System(format!("the template of cluster.toml: {error}"));
        let context = tera::Context::from_serialize(&fields).map_err(internal)?;
        tera::Tera::one_off(include_str!("../../../templates/cluster.toml"), &context, false)
            .map_err(internal)
    }
}

/// Holds the new text to the same rules as any cluster.toml.
///
/// # Errors
/// [`CliError::Faults`] with every fault, as if the file were there.
pub fn check(path: &Path, text: &str, presentation: &Presentation) -> Result<(), CliError> {
    cluster_file::parse(path, text, presentation).map(drop)
}
