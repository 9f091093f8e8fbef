//! The command lines of a tree's control plane, whatever runs the processes.

use std::collections::BTreeMap;

use crate::{
    difference::{Files, Site, artifact_kind::ArtifactKind, command_line, static_pod, unit},
    model::Component,
    tree::Lock,
};

/// Each process of the control plane, by component and node, as far as its files were read.
#[derive(Debug, Default)]
pub(super) struct CommandLines(BTreeMap<(Component, String), CommandLine>);

/// The words of one command line.
#[derive(Debug)]
pub(super) struct CommandLine(Vec<String>);

impl CommandLines {
    /// Those of a tree.
    pub(super) fn of(lock: &Lock, files: &Files) -> Self {
        let of_row = |row: &crate::tree::lock::Row| {
            let Site::Node(node) = Site::of(&row.place) else { return None };
            let (component, words): (_, fn(&str) -> Vec<String>) = match ArtifactKind::of(&row.place) {
                // Of kubelets there may be a thousand.
                ArtifactKind::Unit(Component::Kubelet) => return None,
                ArtifactKind::StaticPod(component) => (component, static_pod::command),
                ArtifactKind::Unit(component) => (component, unit::command),
                _ => return None,
            };
            Some(((component, node), CommandLine(words(files.text(&row.place)?))))
        };
        Self(lock.rows().filter_map(of_row).collect())
    }

    /// That of a component on a node.
    pub(super) fn get(&self, component: Component, node: &str) -> Option<&CommandLine> {
        self.0.get(&(component, node.to_owned()))
    }

    /// All of them, component by component.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&(Component, String), &CommandLine)> {
        self.0.iter()
    }
}

impl CommandLine {
    /// Its flags by name, without dashes.
    pub(super) fn flags(&self) -> BTreeMap<&str, String> {
        command_line::flags(self.0.iter().map(String::as_str))
    }
}
