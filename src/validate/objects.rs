//! Each object is defined once: not in two files, nor in a file and by kubemint.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use crate::{
    diagnostic::Violation,
    model::{CorednsRun, Draft, KubeProxyRun, ObjectFile, OwnObject},
};

/// The identity of an object: its API group, kind, namespace and name. Without a namespace,
/// kubectl uses `default`.
type Identity<'a> = (&'a str, &'a str, &'a str, &'a str);

const RBAC: &str = "rbac.authorization.k8s.io";
const ADMISSION: &str = "admissionregistration.k8s.io";

/// The names of kubemint's own cluster-scoped objects (`render::cluster_objects`; a test compares them).
const OWN: &[(&str, &str, &str)] = &[
    (RBAC, "ClusterRole", "kubeadm:get-nodes"),
    (RBAC, "ClusterRoleBinding", "kubeadm:apiserver-kubelet-client"),
    (RBAC, "ClusterRoleBinding", "kubeadm:cluster-admins"),
    (RBAC, "ClusterRoleBinding", "kubeadm:get-nodes"),
    (RBAC, "ClusterRoleBinding", "kubeadm:kubelet-bootstrap"),
    (RBAC, "ClusterRoleBinding", "kubeadm:node-autoapprove-bootstrap"),
    (RBAC, "ClusterRoleBinding", "kubeadm:node-autoapprove-certificate-rotation"),
    (ADMISSION, "ValidatingAdmissionPolicy", "kubemint-nodes-register-first"),
    (ADMISSION, "ValidatingAdmissionPolicyBinding", "kubemint-nodes-register-first"),
];

/// The objects of CoreDNS: API group, kind, namespace and name.
const COREDNS: &[Identity<'static>] = &[
    ("", "ConfigMap", "kube-system", "coredns"),
    ("", "Service", "kube-system", "kube-dns"),
    ("", "ServiceAccount", "kube-system", "coredns"),
    ("apps", "Deployment", "kube-system", "coredns"),
    (RBAC, "ClusterRole", DEFAULT, "system:coredns"),
    (RBAC, "ClusterRoleBinding", DEFAULT, "system:coredns"),
];

/// The objects of kube-proxy as a DaemonSet.
const KUBE_PROXY: [Identity<'static>; 4] = [
    ("", "ServiceAccount", "kube-system", "kube-proxy"),
    ("", "ConfigMap", "kube-system", "kube-proxy"),
    ("apps", "DaemonSet", "kube-system", "kube-proxy"),
    (RBAC, "ClusterRoleBinding", DEFAULT, "kubeadm:node-proxier"),
];

/// The namespace of an object that names none.
const DEFAULT: &str = "default";

/// The name of the role and binding that let everyone read cluster-info.
const CLUSTER_INFO_ROLE: &str = "kubeadm:bootstrap-signer-clusterinfo";

fn identity(object: &OwnObject) -> Identity<'_> {
    (object.group(), &object.kind, object.namespace.as_deref().unwrap_or(DEFAULT), &object.name)
}

/// The objects that kubemint renders for this cluster.
fn own(draft: &Draft) -> impl Iterator<Item = Identity<'_>> {
    let everywhere = OWN.iter().map(|(group, kind, name)| (*group, *kind, DEFAULT, *name));
    let roles = ["Role", "RoleBinding"].map(|kind| (RBAC, kind, "kube-public", CLUSTER_INFO_ROLE));
    let roles = roles.into_iter().filter(|_| draft.bootstrap.discovery);
    let nodes = draft.nodes().map(|node| ("", "Node", DEFAULT, node.name().as_str()));
    let dns = COREDNS.iter().copied().filter(|_| draft.coredns.run == CorednsRun::Deployment);
    let cluster_info = ("", "ConfigMap", "kube-public", "cluster-info");
    let proxy = KUBE_PROXY.iter().copied().filter(|_| draft.kube_proxy.run == KubeProxyRun::DaemonSet);
    everywhere.chain(roles).chain(nodes).chain(dns).chain(proxy).chain([cluster_info])
}

/// Every file of objects with the path of its value in cluster.toml.
fn files(draft: &Draft) -> impl Iterator<Item = (String, &ObjectFile)> {
    draft.objects.iter().enumerate().flat_map(|(index, objects)| {
        objects.files.iter().map(move |file| (format!("object[{index}].source"), file))
    })
}

/// A file is named once. Two whose names differ only in case would be one file on some systems.
pub(super) fn files_stand_once(draft: &Draft) -> Vec<Violation> {
    let mut seen: BTreeMap<String, (String, &ObjectFile)> = BTreeMap::new();
    let mut found = Vec::new();
    for (place, file) in files(draft) {
        match seen.entry(file.path.as_str().to_lowercase()) {
            Entry::Vacant(vacant) => {
                vacant.insert((place, file));
            }
            Entry::Occupied(first) => {
                let (before, other) = first.get();
                let message =
                    format!("{:?} is named already, as {:?}", file.path.as_str(), other.path.as_str());
                let violation = Violation::new("duplicate-object", place, message, "each file once");
                let violation = violation.also(before.clone(), "named first here");
                found.push(
                    violation.help("remove one of the two, or rename a file whose name differs in case only"),
                );
            }
        }
    }
    found
}

/// An object is in one file, and is not one of kubemint's own.
pub(super) fn stand_once(draft: &Draft) -> Vec<Violation> {
    let own: BTreeSet<Identity<'_>> = own(draft).collect();
    let mut seen: BTreeMap<Identity<'_>, (String, &ObjectFile, usize)> = BTreeMap::new();
    let mut found = Vec::new();
    for (place, file) in files(draft) {
        for object in &file.objects {
            let here = format!("{:?} has {} at line {}", file.path.as_str(), object.title(), object.line);
            if own.contains(&identity(object)) {
                let message = format!("{here}, which kubemint renders itself");
                let violation =
                    Violation::new("duplicate-object", place.clone(), message, "objects of your own");
                found.push(violation.help("remove it from the file, or give it another name"));
                continue;
            }
            match seen.entry(identity(object)) {
                Entry::Vacant(vacant) => {
                    vacant.insert((place.clone(), file, object.line));
                }
                Entry::Occupied(first) => {
                    let (before, other, line) = first.get();
                    if other.path == file.path && *before != place {
                        continue;
                    }
                    let message = format!("{here}, as {:?} has at line {line}", other.path.as_str());
                    let violation =
                        Violation::new("duplicate-object", place.clone(), message, "each object once");
                    let violation = if *before == place {
                        violation
                    } else {
                        violation.also(before.clone(), "the other is here")
                    };
                    found.push(violation.help("remove one of the two, or give it another name or namespace"));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        documents::{Form, objects},
        model::{ApplyTime, OwnObjects, SourcePath, example},
    };

    fn said(sources: &[&[(&str, &str)]], discovery: bool) -> Vec<String> {
        let file = |(path, text): &(&str, &str)| ObjectFile {
            path: SourcePath::parse(path).unwrap(),
            objects: objects(text, Form::Yaml, crate::model::Minor::V1_37).unwrap(),
        };
        let mut draft = example::draft();
        draft.bootstrap.discovery = discovery;
        draft.objects = sources
            .iter()
            .map(|files| OwnObjects {
                source: SourcePath::parse("objects").unwrap(),
                apply: ApplyTime::BeforeNodes,
                files: files.iter().map(file).collect(),
            })
            .collect();
        let violations = files_stand_once(&draft).into_iter().chain(stand_once(&draft));
        violations.map(|violation| violation.message).collect()
    }

    const MAP: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: default}\n";

    #[test]
    fn an_object_stands_once() {
        let without = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";
        assert_eq!(
            said(&[&[("a.yaml", MAP), ("b.yaml", without)]], false),
            ["\"b.yaml\" has ConfigMap a at line 1, as \"a.yaml\" has at line 1"]
        );
        assert_eq!(said(&[&[("a.yaml", &format!("{MAP}---\n{MAP}"))]], false).len(), 1);
        assert_eq!(
            said(&[&[("a.yaml", MAP)], &[("a.yaml", MAP)]], false),
            ["\"a.yaml\" is named already, as \"a.yaml\""]
        );
        let other = MAP.replace("ConfigMap", "ServiceAccount");
        assert_eq!(said(&[&[("a.yaml", MAP)], &[("A.yaml", &other)]], false).len(), 1);
        assert!(said(&[&[("a.yaml", MAP)], &[("b.yaml", &other)]], false).is_empty());
    }

    #[test]
    fn kubemints_own_objects_are_its_own() {
        let role = format!(
            "apiVersion: {RBAC}/v1\nkind: Role\nmetadata: {{name: '{CLUSTER_INFO_ROLE}', namespace: kube-public}}\n"
        );
        assert!(said(&[&[("a.yaml", &role)]], false).is_empty());
        assert!(said(&[&[("a.yaml", &role)]], true)[0].ends_with("which kubemint renders itself"));
        let node = "apiVersion: v1\nkind: Node\nmetadata: {name: worker-1}\n";
        assert_eq!(said(&[&[("a.yaml", node)]], false).len(), 1);
        assert!(said(&[&[("a.yaml", &node.replace("worker-1", "other"))]], false).is_empty());
    }
}
