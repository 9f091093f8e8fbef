//! The parts of a tree that go to different places.

use std::fmt;

use crate::{
    model::NodeName,
    tree::{Place, RelPath, Secrecy, sums},
};

/// What goes to one place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// What belongs to no machine: the operators'.
    Cluster,
    /// What a machine gets.
    Node(NodeName),
}

impl Part {
    /// The part with this name, as `Display` writes it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix("nodes/") {
            Some(name) => NodeName::parse(name).ok().map(Self::Node),
            None => (text == sums::CLUSTER).then_some(Self::Cluster),
        }
    }

    /// Where a machine's files lie, or the cluster's: what stands before their paths in either half.
    pub(super) fn prefix(&self) -> String {
        format!("{self}/")
    }

    /// Where the sums of its secret files lie.
    pub(super) fn secret_sums(&self) -> Place {
        match self {
            Self::Cluster => sums::place_of_cluster(),
            Self::Node(node) => sums::place(Secrecy::Secret, node),
        }
    }

    /// The part that a file belongs to; `None` where it belongs to the tree itself.
    #[must_use]
    pub fn of(path: &RelPath) -> Option<Self> {
        match path.as_str().split('/').collect::<Vec<_>>().as_slice() {
            [sums::CLUSTER, _, ..] => Some(Self::Cluster),
            ["nodes", name, _, ..] => NodeName::parse(name).ok().map(Self::Node),
            _ => None,
        }
    }
}

impl fmt::Display for Part {
    /// `cluster`, or `nodes/` and the name: the folder in either half.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cluster => f.write_str(sums::CLUSTER),
            Self::Node(name) => write!(f, "nodes/{name}"),
        }
    }
}

/// Which halves of a part are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// Both.
    Whole,
    /// What anyone may see.
    Public,
    /// What is encrypted where it is committed.
    Secret,
}

impl Share {
    /// Whether a half belongs to it.
    #[must_use]
    pub const fn has(self, secrecy: Secrecy) -> bool {
        matches!(
            (self, secrecy),
            (Self::Whole, _) | (Self::Public, Secrecy::Public) | (Self::Secret, Secrecy::Secret)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_reads_back_and_knows_its_files() {
        for name in ["cluster", "nodes/cluster", "nodes/master-1"] {
            let part = Part::parse(name).unwrap();
            assert_eq!(part.to_string(), name);
            assert_eq!(Part::of(&RelPath::parse(&format!("{name}/a/b")).unwrap()), Some(part));
        }
        for other in ["nodes", "nodes/", "nodes/a/b", "clusters", ""] {
            assert_eq!(Part::parse(other), None, "{other}");
        }
        assert_eq!(Part::of(&RelPath::parse("kubemint.lock").unwrap()), None);
    }
}
