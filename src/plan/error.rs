//! Why a tree cannot be put together.

use crate::{
    derive::{DeriveError, LabelError},
    tree::TreeError,
};

/// Why a tree cannot be put together. None of them is expected of a valid cluster, so each is worth a report.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// A key or token cannot be derived.
    #[error(transparent)]
    Derive(#[from] DeriveError),
    /// The cluster's id cannot be derived for.
    #[error(transparent)]
    Label(#[from] LabelError),
    /// Two artifacts claim one path.
    #[error(transparent)]
    Tree(#[from] TreeError),
}
