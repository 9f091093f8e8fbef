//! Why nothing can be rendered from a committed tree.

use super::super::PkiError;
use crate::{derive::KeyAlgorithm, tree::Place};

/// Why a certificate or key of a committed tree cannot be used again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The tree is another cluster's, or of another schema.
    #[error("the committed tree is of {what} {found}, and cluster.toml says {asked}")]
    Identity {
        /// `cluster` or `schema`.
        what: &'static str,
        /// What the lock says.
        found: String,
        /// What cluster.toml says.
        asked: String,
    },
    /// There is no such certificate or key.
    #[error("the committed tree has no {label} of generation {generation}")]
    Missing {
        /// The label of the key.
        label: String,
        /// Its generation.
        generation: u32,
    },
    /// cluster.toml asks for another certificate.
    #[error("cluster.toml asks for another certificate {label} than the committed one{}", said(.differences))]
    Differs {
        /// The label of its key.
        label: String,
        /// What is different, where it can be told.
        differences: Vec<String>,
    },
    /// cluster.toml asks for a key of another algorithm.
    #[error(
        "cluster.toml asks for another key {label} than the committed one: algorithm {asked}, was {found}"
    )]
    Algorithm {
        /// The label of the key.
        label: String,
        /// What cluster.toml says.
        asked: KeyAlgorithm,
        /// What the lock says.
        found: KeyAlgorithm,
    },
    /// A file is not the one that was rendered.
    #[error("{0} is not the file that kubemint.lock lists")]
    File(Place),
    /// A file does not hold what its row says.
    #[error("{0} does not hold the certificates or keys that kubemint.lock lists for it")]
    Content(Place),
    /// Two rows of the lock contradict each other.
    #[error("{place} has another {label} of generation {generation} than the files before it")]
    Contradiction {
        /// The second of them.
        place: Place,
        /// The label of the key.
        label: String,
        /// Its generation.
        generation: u32,
    },
    /// A certificate or file has another key than its row says.
    #[error("{place} has another key for {label} than kubemint.lock lists")]
    Key {
        /// The file.
        place: Place,
        /// The label that it should have.
        label: String,
    },
    /// A certificate says something else than was asked for.
    #[error("{place}: the certificate {label} does not say what kubemint.lock and cluster.toml ask for")]
    Statement {
        /// The file.
        place: Place,
        /// The label of its key.
        label: String,
    },
    /// A certificate was signed by somebody else, or changed after it was signed.
    #[error("{place}: the certificate {label} is not signed by {issuer}")]
    Signature {
        /// The file.
        place: Place,
        /// The label of its key.
        label: String,
        /// The label of the key that should have signed it.
        issuer: String,
    },
}

impl Refusal {
    /// How to mend it.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Identity { .. } => "name the tree that was rendered from this cluster.toml",
            Self::Missing { .. } | Self::Differs { .. } | Self::Algorithm { .. } => {
                "render with the seed first, and commit what it writes: without the seed nothing can be signed"
            }
            _ => "restore the committed tree from version control, or render it again with the seed",
        }
    }
}

fn said(differences: &[String]) -> String {
    if differences.is_empty() { String::new() } else { format!(": {}", differences.join("; ")) }
}

/// Why certificates could not be taken from a committed tree.
#[derive(Debug, thiserror::Error)]
pub enum ReuseError {
    /// The tree does not have what cluster.toml asks for: every reason.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Refused(Vec<Refusal>),
    /// A certificate cannot be asked for.
    #[error(transparent)]
    Pki(#[from] PkiError),
}
