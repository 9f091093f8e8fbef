//! Which components of a machine read a file, from what their pods, units and configuration name.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    Files, Site,
    artifact_kind::{ArtifactKind, path_on_machine},
    fields, static_pod, unit,
};
use crate::{
    component::paths,
    model::Component,
    tree::{Lock, Place},
};

/// The paths that each component of a machine names, by node.
pub(super) struct Readers(BTreeMap<String, BTreeMap<Component, BTreeSet<String>>>);

impl Readers {
    /// What the components of both trees name, from the files that were read.
    pub(super) fn new(trees: [Option<(&Lock, &Files)>; 2]) -> Self {
        let mut readers = Self(BTreeMap::new());
        for (lock, files) in trees.into_iter().flatten() {
            for row in lock.rows() {
                if let (Site::Node(node), Some(text)) = (Site::of(&row.place), files.text(&row.place)) {
                    readers.add(node, &row.place, text);
                }
            }
        }
        readers
    }

    fn add(&mut self, node: String, place: &Place, text: &str) {
        let kind = ArtifactKind::of(place);
        let named = match kind {
            ArtifactKind::StaticPod(component) => (component, values(&static_pod::command(text))),
            ArtifactKind::Unit(component) => (component, values(&unit::command(text))),
            ArtifactKind::Yaml if is_kubelet_config(place) => {
                (Component::Kubelet, strings(&fields::documents(text).unwrap_or_default()))
            }
            _ => return,
        };
        let (component, paths) = named;
        self.0.entry(node).or_default().entry(component).or_default().extend(paths);
    }

    /// Who reads a file, in the order in which components start. A pod and a unit are read for their component.
    pub(super) fn of(&self, place: &Place) -> Vec<Component> {
        if let Some(component) = ArtifactKind::of(place).starts() {
            return vec![component];
        }
        let Site::Node(node) = Site::of(place) else { return Vec::new() };
        let Some(path) = path_on_machine(place.path.as_str()) else { return Vec::new() };
        let path = format!("/{path}");
        let named = self.0.get(&node).into_iter().flatten().filter(|(_, paths)| paths.contains(&path));
        named.map(|(component, _)| *component).collect()
    }
}

fn is_kubelet_config(place: &Place) -> bool {
    path_on_machine(place.path.as_str()) == paths::KUBELET_CONFIG.as_str().strip_prefix('/')
}

/// The values of a command line's flags that may be paths.
fn values(words: &[String]) -> BTreeSet<String> {
    let value = |word: &String| word.split_once('=').map(|(_, value)| value.to_owned());
    words.iter().filter_map(value).filter(|value| value.starts_with('/')).collect()
}

/// The strings in a document that may be paths.
fn strings(values: &[Value]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut left: Vec<&Value> = values.iter().collect();
    while let Some(value) = left.pop() {
        match value {
            Value::String(text) if text.starts_with('/') => {
                found.insert(text.clone());
            }
            Value::Array(items) => left.extend(items),
            Value::Object(fields) => left.extend(fields.values()),
            _ => {}
        }
    }
    found
}
