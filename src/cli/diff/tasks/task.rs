//! One task of a rollout.

/// Something to do on one machine, or with the cluster.
pub(in crate::cli::diff) struct Task {
    /// Its kind, for programs.
    pub(in crate::cli::diff) kind: &'static str,
    /// Its title, for people; the same for consecutive tasks.
    pub(in crate::cli::diff) title: String,
    /// The node, if it is done on a machine.
    pub(in crate::cli::diff) node: Option<String>,
    /// The component that restarts.
    pub(in crate::cli::diff) component: Option<&'static str>,
    /// What to run, where kubemint and kubectl are installed.
    pub(in crate::cli::diff) commands: Vec<String>,
}

impl Task {
    pub(super) fn on_node(kind: &'static str, title: &str, node: &str, commands: Vec<String>) -> Self {
        Self { kind, title: title.to_owned(), node: Some(node.to_owned()), component: None, commands }
    }

    pub(super) fn of_cluster(kind: &'static str, title: &str, commands: Vec<String>) -> Self {
        Self { kind, title: title.to_owned(), node: None, component: None, commands }
    }
}
