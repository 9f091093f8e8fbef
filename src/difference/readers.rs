//! Which components of a machine read a file: those with a flag or a configuration field that contains its path.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{
    Site,
    artifact_kind::{ArtifactKind, path_on_machine},
};
use crate::{component::specification, model::Component, resolved::ResolvedCluster, tree::Place};

/// The paths in the flags and configuration of each component, by node.
pub(super) struct Readers(BTreeMap<String, BTreeMap<Component, BTreeSet<String>>>);

impl Readers {
    /// The paths of all components in these clusters.
    pub(super) fn new<'a>(clusters: impl IntoIterator<Item = &'a ResolvedCluster>) -> Self {
        let mut readers = Self(BTreeMap::new());
        clusters.into_iter().for_each(|cluster| readers.add(cluster));
        readers
    }

    fn add(&mut self, cluster: &ResolvedCluster) {
        let common = strings(&cluster.kubelet_config);
        for (name, node) in &cluster.nodes {
            let readers = self.0.entry(name.to_string()).or_default();
            for (component, process) in &node.components {
                let paths = process.flags.values().filter(|value| value.starts_with('/')).cloned();
                let others = specification(*component).unit.reads.iter().map(ToString::to_string);
                readers.entry(*component).or_default().extend(paths.chain(others));
            }
            let runs = |component: &Component| node.components.contains_key(component);
            for (component, fields) in cluster.configurations.iter().filter(|(component, _)| runs(component))
            {
                readers.entry(*component).or_default().extend(strings(fields));
            }
            if let Some(of_node) = cluster.node(name.as_str()) {
                for component in node.components.keys() {
                    let own = cluster.cluster.overlay_inputs(*component, of_node);
                    readers.entry(*component).or_default().extend(own.map(|file| format!("/{}", file.path)));
                }
            }
            let of_kubelet = readers.entry(Component::Kubelet).or_default();
            of_kubelet.extend(common.iter().cloned().chain(strings(&node.kubelet_config)));
        }
    }

    /// The components that read a file, in the order in which they start. A pod or unit counts as read by its
    /// component.
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

/// The strings in a document that may be paths.
fn strings(fields: &Map<String, Value>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut left: Vec<&Value> = fields.values().collect();
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
