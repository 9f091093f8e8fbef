//! The command lines of a tree's control plane, whatever runs the processes. A file is read where somebody asks for its
//! flags: most are the same in both trees.

use std::collections::BTreeMap;

use crate::{
    difference::{Files, Site, artifact_kind::ArtifactKind, command_line, static_pod, unit},
    model::Component,
    tree::Lock,
};

/// Each process of the control plane, by component and node, as far as its files were read.
#[derive(Default)]
pub(super) struct CommandLines<'a>(BTreeMap<(Component, String), CommandLine<'a>>);

/// The file that has one command line.
pub(super) struct CommandLine<'a> {
    text: &'a str,
    words: fn(&str) -> Vec<String>,
}

/// The words of one command line.
pub(super) struct Words(Vec<String>);

impl<'a> CommandLines<'a> {
    /// Those of a tree.
    pub(super) fn of(lock: &Lock, files: &'a Files) -> Self {
        let of_row = |row: &crate::tree::lock::Row| {
            let Site::Node(node) = Site::of(&row.place) else { return None };
            let (component, words): (_, fn(&str) -> Vec<String>) = match ArtifactKind::of(&row.place) {
                // Of kubelets there may be a thousand.
                ArtifactKind::Unit(Component::Kubelet) => return None,
                ArtifactKind::StaticPod(component) => (component, static_pod::command),
                ArtifactKind::Unit(component) => (component, unit::command),
                _ => return None,
            };
            Some(((component, node), CommandLine { text: files.text(&row.place)?, words }))
        };
        Self(lock.rows().filter_map(of_row).collect())
    }

    /// That of a component on a node.
    pub(super) fn get(&self, component: Component, node: &str) -> Option<&CommandLine<'a>> {
        self.0.get(&(component, node.to_owned()))
    }

    /// All of them, component by component.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&(Component, String), &CommandLine<'a>)> {
        self.0.iter()
    }
}

impl CommandLine<'_> {
    /// Whether both stand in files that are the same.
    pub(super) fn is_in_same_file_as(&self, other: &CommandLine<'_>) -> bool {
        self.text == other.text
    }

    /// Its words.
    pub(super) fn words(&self) -> Words {
        Words((self.words)(self.text))
    }
}

impl Words {
    /// Its flags by name, without dashes.
    pub(super) fn flags(&self) -> BTreeMap<&str, String> {
        command_line::flags(self.0.iter().map(String::as_str))
    }
}
