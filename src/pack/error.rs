//! Why a part cannot be packed.

use crate::{
    pki::Refusal,
    tree::{
        Place, Secrecy,
        binding::{self, Unbound},
        sums,
    },
};

/// Why a part cannot be packed.
#[derive(Debug, thiserror::Error)]
pub enum PackError<E> {
    /// The lock has no such node.
    #[error("the tree has no node {node}; it has {}", known.join(", "))]
    UnknownNode {
        /// The name that was asked for.
        node: String,
        /// The names in the lock.
        known: Vec<String>,
    },
    /// The public and the secret output both have a file for one path of the machine.
    #[error("/{0} is in both the public and the secret output; render it again")]
    Both(String),
    /// A file differs from the rendered one.
    #[error("{0} is not the file that was rendered; render the tree again, or restore it")]
    Changed(Place),
    /// The secret output does not match the lock, or its files do not match each other.
    #[error("{}", not_bound(.part, *.why))]
    Unbound {
        /// The part that was asked for.
        part: String,
        /// Why.
        why: Unbound,
    },
    /// Files do not contain the keys and certificates of their rows, or these do not match each other.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Keys(Vec<Refusal>),
    /// A file could not be read.
    #[error(transparent)]
    Read(E),
    /// The contents cannot be represented in this format.
    #[error("cannot make the archive: {0}")]
    Form(String),
}

impl<E> PackError<E> {
    /// How to fix it.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::UnknownNode { .. } => "name a node of the tree with --node, or another tree with --out",
            Self::Unbound { why: Unbound::Silent | Unbound::OtherRows, .. } => {
                "render with the seed: a lock that was rendered without it, or changed by somebody, does not go with the \
                 secrets of an earlier render"
            }
            Self::Unbound { why: Unbound::Earlier, .. } => {
                "render once more with the seed: keys and certificates stay as they are"
            }
            Self::Unbound { why: Unbound::OtherSums, .. } => {
                "render with the seed: somebody put secret files of another render there, or changed them"
            }
            Self::Keys(_) => {
                "somebody replaced a key or a certificate: restore the tree from version control, or render it with the \
                 seed, and review what changes"
            }
            Self::Both(_) | Self::Changed(_) | Self::Read(_) | Self::Form(_) => {
                "render the tree again, or restore it"
            }
        }
    }
}

/// What does not match.
fn not_bound(part: &str, why: Unbound) -> String {
    let (secret, binding) = (Secrecy::Secret.folder(), binding::NAME);
    match why {
        Unbound::Silent => {
            format!("{secret} does not say which kubemint.lock it was rendered with: it has no {binding}")
        }
        Unbound::Earlier => format!(
            "{secret}/{binding} is an earlier kubemint's and does not say which secret files belong to it"
        ),
        Unbound::OtherRows => format!(
            "the secret output was not rendered with this kubemint.lock, which says something else of the secrets, keys or \
             certificates of {part}"
        ),
        Unbound::OtherSums => {
            format!("{secret}/{part}/{} is not the one that {secret}/{binding} was rendered with", sums::NAME)
        }
    }
}
