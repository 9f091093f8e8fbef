//! A component's flags as a table: one row per flag, in the order in which they are written.

use crate::{
    model::{Cluster, NodeRef},
    tree::MachinePath,
};

/// A flag, and the value that it has on a node.
pub(super) struct FlagRow {
    /// The name without its dashes.
    pub(super) name: &'static str,
    /// Who decides its value.
    pub(super) owner: Owner,
    /// Whether kubemint's value is kept as an item of the list that a user sets.
    pub(super) is_kept_in_list: bool,
    value: Value,
}

/// Who decides a flag's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// kubemint: the flag connects this component to the rest of the tree, or has its own setting.
    Kubemint,
    /// The user, in `extra_args`.
    User,
}

/// Where a flag's value comes from.
enum Value {
    /// It is always the same.
    Fixed(&'static str),
    /// A file of the tree, which the component reads.
    File(MachinePath),
    /// A file of the tree, in clusters that have it.
    FileWhere(MachinePath, fn(&Cluster) -> bool),
    /// It is computed from the cluster and the node; `None` omits the flag.
    From(FromNode),
    /// The flag is repeated for each of these values.
    Each(fn(&Cluster) -> Vec<String>),
}

/// The value of a flag on a node; `None` omits the flag.
type FromNode = fn(&Cluster, NodeRef<'_>) -> Option<String>;

impl FlagRow {
    const fn owned(name: &'static str, value: Value) -> Self {
        Self { name, owner: Owner::Kubemint, is_kept_in_list: false, value }
    }

    /// A flag with a constant value.
    pub(super) const fn fixed(name: &'static str, value: &'static str) -> Self {
        Self::owned(name, Value::Fixed(value))
    }

    /// A flag that names a file of the tree.
    pub(super) const fn file(name: &'static str, path: MachinePath) -> Self {
        Self::owned(name, Value::File(path))
    }

    /// A flag that names a file that only some clusters have.
    pub(super) const fn file_where(name: &'static str, path: MachinePath, has: fn(&Cluster) -> bool) -> Self {
        Self::owned(name, Value::FileWhere(path, has))
    }

    /// A flag that depends on the cluster or the node.
    pub(super) const fn from(name: &'static str, value: FromNode) -> Self {
        Self::owned(name, Value::From(value))
    }

    /// A flag of kubemint's that is repeated for each of its values.
    pub(super) const fn each(name: &'static str, values: fn(&Cluster) -> Vec<String>) -> Self {
        Self::owned(name, Value::Each(values))
    }

    /// Lets the user override the flag.
    pub(super) const fn overridable(mut self) -> Self {
        self.owner = Owner::User;
        self
    }

    /// Lets the user add to the flag's list.
    pub(super) const fn with_more(mut self) -> Self {
        self.owner = Owner::User;
        self.is_kept_in_list = true;
        self
    }

    /// The value that it has in every cluster.
    pub(super) const fn fixed_value(&self) -> Option<&'static str> {
        match self.value {
            Value::Fixed(value) => Some(value),
            Value::File(_) | Value::FileWhere(..) | Value::From(_) | Value::Each(_) => None,
        }
    }

    fn file_of(&self, cluster: &Cluster) -> Option<&MachinePath> {
        match &self.value {
            Value::File(path) => Some(path),
            Value::FileWhere(path, has) => has(cluster).then_some(path),
            Value::Fixed(_) | Value::From(_) | Value::Each(_) => None,
        }
    }

    /// The values on a node, usually one. If there are none, the flag is omitted.
    pub(super) fn values(&self, cluster: &Cluster, node: NodeRef<'_>) -> Vec<String> {
        match &self.value {
            Value::Fixed(value) => vec![(*value).to_owned()],
            Value::From(value) => value(cluster, node).into_iter().collect(),
            Value::Each(values) => values(cluster),
            Value::File(_) | Value::FileWhere(..) => {
                self.file_of(cluster).map(ToString::to_string).into_iter().collect()
            }
        }
    }
}

/// The files that a table's flags name.
pub(super) fn files(table: &[FlagRow], cluster: &Cluster) -> Vec<MachinePath> {
    table.iter().filter_map(|row| row.file_of(cluster)).cloned().collect()
}
