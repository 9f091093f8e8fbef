//! The parts of a tree, which go to different machines.

use std::fmt;

use crate::{
    model::NodeName,
    tree::{Place, RelPath, Secrecy, sums},
};

/// The files that go to one place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The files that belong to no machine: the operators' files.
    Cluster,
    /// The files of one machine.
    Node(NodeName),
}

impl Part {
    /// Parses the name of a part, as `Display` formats it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix("nodes/") {
            Some(name) => NodeName::parse(name).ok().map(Self::Node),
            None => (text == sums::CLUSTER).then_some(Self::Cluster),
        }
    }

    /// The prefix of the part's paths, in the public and the secret output.
    pub(super) fn prefix(&self) -> String {
        format!("{self}/")
    }

    /// The place of the SHA256SUMS of its secret files.
    pub(super) fn secret_sums(&self) -> Place {
        match self {
            Self::Cluster => sums::place_of_cluster(),
            Self::Node(node) => sums::place(Secrecy::Secret, node),
        }
    }

    /// The part that a file belongs to; `None` for files of the tree as a whole.
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
    /// `cluster`, or `nodes/` and the name: the directory in either output.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cluster => f.write_str(sums::CLUSTER),
            Self::Node(name) => write!(f, "nodes/{name}"),
        }
    }
}

/// Whether to take the public files of a part, the secret ones or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// Both.
    Whole,
    /// The public files.
    Public,
    /// The secret files, which `seal` encrypts.
    Secret,
}

impl Share {
    /// Whether it includes files of this secrecy.
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
