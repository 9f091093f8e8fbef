//! Why a tree cannot be planned.

use crate::{
    derive::{DeriveError, LabelError},
    layout::Misfits,
    model::NodeName,
    pki::{PkiError, ReuseError},
    render::{
        configuration::ConfigurationError, encryption_config::EncryptionConfigError, overlay::OverlayError,
        template::TemplateError, unit::UnitError, yaml::YamlError,
    },
    resolved::ResolvedError,
    tree::{MachinePath, TreeError},
};

/// Why a tree cannot be planned. Except for [`Reuse`](Self::Reuse), none of these is expected with a valid cluster, so each is
/// a bug.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// A key or token cannot be derived.
    #[error(transparent)]
    Derive(#[from] DeriveError),
    /// The cluster's id cannot be used in a derivation.
    #[error(transparent)]
    Label(#[from] LabelError),
    /// A key or certificate cannot be made.
    #[error(transparent)]
    Pki(#[from] PkiError),
    /// A committed tree does not have what the cluster asks for.
    #[error(transparent)]
    Reuse(#[from] ReuseError),
    /// A template cannot be rendered with its values.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// A template of the user's own cannot be rendered.
    #[error(transparent)]
    Overlay(#[from] OverlayError),
    /// A unit cannot be rendered.
    #[error(transparent)]
    Unit(#[from] UnitError),
    /// A YAML document cannot be written.
    #[error(transparent)]
    Yaml(#[from] YamlError),
    /// A component's configuration file cannot be written.
    #[error(transparent)]
    Configuration(#[from] ConfigurationError),
    /// The resolved cluster cannot be written.
    #[error(transparent)]
    Resolved(#[from] ResolvedError),
    /// The encryption configuration cannot be made.
    #[error(transparent)]
    EncryptionConfig(#[from] EncryptionConfigError),
    /// A component reads a file at its start that is not rendered.
    #[error("{component} on {node} reads {path} at its start, but nothing renders it")]
    MissingInput {
        /// The component.
        component: &'static str,
        /// Its node.
        node: NodeName,
        /// The file.
        path: MachinePath,
    },
    /// The system refuses to start threads.
    #[error("cannot start threads: {0}")]
    Threads(String),
    /// A file or directory is not in the layout of a tree.
    #[error("the tree does not match the layout of kubemint's trees: {0}")]
    Layout(#[from] Misfits),
    /// Two artifacts conflict.
    #[error(transparent)]
    Tree(#[from] TreeError),
}
