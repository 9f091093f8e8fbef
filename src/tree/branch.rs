//! A part of a tree that is built separately.

use super::{Artifact, RelPath, TreeBuilder, TreeError, lock::Row};
use crate::model::NodeName;

/// Artifacts that will be added to a tree that has others already. Many branches can be built at the same time.
#[derive(Debug)]
pub struct Branch<'a> {
    trunk: &'a TreeBuilder,
    own: TreeBuilder,
}

impl<'a> Branch<'a> {
    /// A branch without artifacts of its own.
    #[must_use]
    pub fn of(trunk: &'a TreeBuilder) -> Self {
        Self { trunk, own: trunk.like() }
    }

    /// Adds an artifact. A conflict with the tree's artifacts is found when the branch is [merged](TreeBuilder::merge).
    ///
    /// # Errors
    /// [`TreeError`] if it conflicts with an artifact of the branch.
    pub fn insert(&mut self, artifact: Artifact) -> Result<(), TreeError> {
        self.own.insert(artifact)
    }

    /// Adds every artifact.
    ///
    /// # Errors
    /// As [`insert`](Self::insert), at the first that cannot be added.
    pub fn extend(&mut self, artifacts: impl IntoIterator<Item = Artifact>) -> Result<(), TreeError> {
        self.own.extend(artifacts)
    }

    /// The row that kubemint.lock will have for a path in either output.
    #[must_use]
    pub fn row(&self, path: &RelPath) -> Option<Row> {
        self.own.row(path).or_else(|| self.trunk.row(path))
    }

    /// Every artifact of a node so far, in no order.
    pub fn of_node(&self, node: &NodeName) -> impl Iterator<Item = &Artifact> {
        self.trunk.of_node(node).chain(self.own.of_node(node))
    }

    /// The artifacts of the branch alone.
    #[must_use]
    pub fn cut(self) -> TreeBuilder {
        self.own
    }
}
