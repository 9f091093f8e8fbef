//! The user's own objects, in files named like theirs, in the order in which objects depend on one another.

use super::{
    kustomization::{KUSTOMIZATION, Kustomization},
    object::object,
};
use crate::{
    kubernetes::ApplyOrder,
    model::{ApplyTime, Cluster, ObjectFile, OwnObject, SourcePath},
    render::yaml::YamlError,
    tree::{Artifact, RelPath},
};

/// What is applied at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnGroup {
    /// Namespaces and CustomResourceDefinitions, before everything else: kubectl does not know the kind of an object before
    /// its definition is established.
    Definitions,
    /// The others that are applied with kubemint's own objects.
    BeforeNodes,
    /// The others that are applied once the nodes have registered.
    AfterNodes,
}

impl OwnGroup {
    /// Every group.
    pub const ALL: [Self; 3] = [Self::Definitions, Self::BeforeNodes, Self::AfterNodes];

    /// Its directory, below the public output.
    #[must_use]
    pub const fn directory(self) -> &'static str {
        match self {
            Self::Definitions => "cluster/objects/definitions",
            Self::BeforeNodes => "cluster/objects/before-nodes",
            Self::AfterNodes => "cluster/objects/after-nodes",
        }
    }

    /// Whether it has a kustomization of its own; otherwise kubemint's own lists its files.
    #[must_use]
    pub const fn has_kustomization(self) -> bool {
        !matches!(self, Self::BeforeNodes)
    }

    /// The group of the file at a path in the public output, and the file's own path.
    #[must_use]
    pub fn of(path: &str) -> Option<(Self, SourcePath)> {
        Self::ALL.into_iter().find_map(|group| {
            let below = path.strip_prefix(group.directory())?.strip_prefix('/')?;
            let known = ["yaml", "yml", "json"]
                .iter()
                .any(|extension| below.rsplit_once('.').is_some_and(|(_, found)| found == *extension));
            SourcePath::parse(below)
                .ok()
                .filter(|_| known && below != KUSTOMIZATION)
                .map(|path| (group, path))
        })
    }

    fn has(self, apply: ApplyTime, object: &OwnObject) -> bool {
        let is_definition = order(object) == ApplyOrder::Definition;
        match self {
            Self::Definitions => is_definition,
            Self::BeforeNodes => !is_definition && apply == ApplyTime::BeforeNodes,
            Self::AfterNodes => !is_definition && apply == ApplyTime::AfterNodes,
        }
    }
}

fn order(object: &OwnObject) -> ApplyOrder {
    ApplyOrder::of(object.group(), &object.kind)
}

/// The files of a group, in the order of cluster.toml.
pub(super) fn files(cluster: &Cluster, group: OwnGroup) -> Vec<Artifact> {
    let of_source =
        cluster.objects.iter().flat_map(|source| source.files.iter().map(|file| (source.apply, file)));
    let file = |(apply, file): (ApplyTime, &ObjectFile)| {
        let text = text(file.objects.iter().filter(|object| group.has(apply, object)).collect())?;
        let path = RelPath::joined(&[group.directory(), file.path.as_str()]);
        Some(Artifact::public(path, text))
    };
    of_source.filter_map(file).collect()
}

/// The kustomization of a group that has one and is not empty.
pub(super) fn kustomization(group: OwnGroup, files: &[Artifact]) -> Result<Option<Artifact>, YamlError> {
    if files.is_empty() || !group.has_kustomization() {
        return Ok(None);
    }
    let below = format!("{}/", group.directory());
    let listed = files.iter().filter_map(|file| file.path.as_str().strip_prefix(&below));
    let kustomization = Kustomization::new(listed.map(str::to_owned).collect());
    let path = format!("{}/{KUSTOMIZATION}", group.directory());
    object(path.trim_start_matches("cluster/"), &kustomization).map(Some)
}

/// The documents as the user wrote them; `None` if there are none. Those that do not depend on one another stay in order.
fn text(mut objects: Vec<&OwnObject>) -> Option<String> {
    if objects.is_empty() {
        return None;
    }
    objects.sort_by_key(|object| order(object));
    let ended = |object: &&OwnObject| {
        let text = object.text.trim_end_matches(['\n', '\r']);
        format!("{text}\n")
    };
    Some(objects.iter().map(ended).collect::<Vec<_>>().join("---\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        documents::{Form, objects},
        model::{Minor, OwnObjects, example},
        render::{read_systemd, read_yaml::read_yaml},
    };

    const TEXT: &str = "# the operator\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n---\n\
        apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {name: a}\n---\n\
        apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a}\n---\n\
        apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: as.b.c}\n---\n\
        apiVersion: v1\nkind: Namespace\nmetadata: {name: a}";

    fn cluster(apply: ApplyTime) -> Cluster {
        let mut draft = example::draft();
        let path = SourcePath::parse("objects/a.yml").unwrap();
        let objects = objects(TEXT, Form::Yaml, Minor::V1_37).unwrap();
        let files = vec![ObjectFile { path: path.clone(), objects }];
        draft.objects = vec![OwnObjects { source: path, apply, files }];
        crate::validate::cluster(draft).unwrap()
    }

    fn kinds(cluster: &Cluster, group: OwnGroup) -> Vec<String> {
        let files = files(cluster, group);
        let documents = files.iter().flat_map(|file| read_yaml(read_systemd::text(file)));
        documents.map(|document| document["kind"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn what_others_depend_on_comes_first() {
        let before = cluster(ApplyTime::BeforeNodes);
        assert_eq!(kinds(&before, OwnGroup::Definitions), ["CustomResourceDefinition", "Namespace"]);
        let rest = ["ServiceAccount", "Deployment", "ValidatingWebhookConfiguration"];
        assert_eq!(kinds(&before, OwnGroup::BeforeNodes), rest);
        assert!(kinds(&before, OwnGroup::AfterNodes).is_empty());
        let after = cluster(ApplyTime::AfterNodes);
        assert_eq!(kinds(&after, OwnGroup::AfterNodes), rest);
        assert_eq!(kinds(&after, OwnGroup::Definitions).len(), 2);
        let file = &files(&after, OwnGroup::AfterNodes)[0];
        assert!(read_systemd::text(file).contains("# the operator\napiVersion: apps/v1\n"));
        assert_eq!(file.path.as_str(), "cluster/objects/after-nodes/objects/a.yml");
    }

    #[test]
    fn a_path_tells_its_group() {
        let of = |path: &str| OwnGroup::of(path).map(|(group, path)| (group, path.to_string()));
        let found = of("cluster/objects/after-nodes/objects/a.yml");
        assert_eq!(found, Some((OwnGroup::AfterNodes, "objects/a.yml".to_owned())));
        for other in [
            "cluster/objects/a.yaml",
            "cluster/objects/after-nodes/kustomization.yaml",
            "cluster/objects/after-nodes/a.sh",
            "cluster/objects/after-nodes/../a.yaml",
            "cluster/rbac/get-nodes.yaml",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
    }
}
