//! Why a tree cannot be put together.

use crate::{
    derive::{DeriveError, LabelError},
    layout::Misfits,
    model::NodeName,
    pki::{PkiError, ReuseError},
    render::{
        encryption_config::EncryptionConfigError, kubelet_config::KubeletConfigError,
        template::TemplateError, unit::UnitError, yaml::YamlError,
    },
    tree::{MachinePath, TreeError},
};

/// Why a tree cannot be put together. Apart from [`Reuse`](Self::Reuse) none of them is expected of a valid cluster, so
/// each is worth a report.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// A key or token cannot be derived.
    #[error(transparent)]
    Derive(#[from] DeriveError),
    /// The cluster's id cannot be derived for.
    #[error(transparent)]
    Label(#[from] LabelError),
    /// A key or certificate cannot be made.
    #[error(transparent)]
    Pki(#[from] PkiError),
    /// A committed tree does not have what the cluster asks for.
    #[error(transparent)]
    Reuse(#[from] ReuseError),
    /// A template and its values do not fit each other.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// A unit cannot be rendered.
    #[error(transparent)]
    Unit(#[from] UnitError),
    /// A YAML document cannot be written.
    #[error(transparent)]
    Yaml(#[from] YamlError),
    /// The kubelet's configuration cannot be written.
    #[error(transparent)]
    KubeletConfig(#[from] KubeletConfigError),
    /// The encryption configuration cannot be made.
    #[error(transparent)]
    EncryptionConfig(#[from] EncryptionConfigError),
    /// A component reads a file at its start that nothing renders.
    #[error("{component} on {node} reads {path} at its start, but nothing renders it")]
    MissingInput {
        /// The component.
        component: &'static str,
        /// Its node.
        node: NodeName,
        /// The file.
        path: MachinePath,
    },
    /// The system gives no threads.
    #[error("cannot start threads: {0}")]
    Threads(String),
    /// A file or directory is not in the table of what a tree may hold.
    #[error("the tree breaks the table of what kubemint makes: {0}")]
    Layout(#[from] Misfits),
    /// Two artifacts claim one path.
    #[error(transparent)]
    Tree(#[from] TreeError),
}
