//! Why a committed tree cannot be used.

use super::super::PkiError;
use crate::{derive::KeyAlgorithm, tree::Place};

/// Why a certificate or key of a committed tree cannot be reused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The tree is of another cluster or schema.
    #[error("the committed tree is of {what} {found}, but cluster.toml has {asked}")]
    Identity {
        /// `cluster` or `schema`.
        what: &'static str,
        /// The value in the lock.
        found: String,
        /// The value in cluster.toml.
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
        /// The differences, if they are known.
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
    /// A file differs from the rendered one.
    #[error("{0} is not the file that kubemint.lock lists")]
    File(Place),
    /// A file does not contain what its row says.
    #[error("{0} does not contain the certificates or keys that kubemint.lock lists for it")]
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
    /// A certificate differs from the requested one.
    #[error("{place}: the certificate {label} is not the one that kubemint.lock and cluster.toml ask for")]
    Statement {
        /// The file.
        place: Place,
        /// The label of its key.
        label: String,
    },
    /// A certificate has another issuer, or was changed after it was signed.
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
    /// How to fix it.
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

/// Why certificates could not be reused from a committed tree.
#[derive(Debug, thiserror::Error)]
pub enum ReuseError {
    /// The tree does not have what cluster.toml requests, with every reason.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Refused(Vec<Refusal>),
    /// A certificate request cannot be encoded.
    #[error(transparent)]
    Pki(#[from] PkiError),
}
