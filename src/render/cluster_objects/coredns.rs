//! CoreDNS, as kubeadm installs it (kubernetes 1.34 to 1.37, `cmd/kubeadm/app/phases/addons/dns/manifests.go`).

mod corefile;
mod deployment;
mod service;

use std::collections::BTreeMap;

use k8s_openapi::api::{
    core::v1::{ConfigMap, ServiceAccount},
    rbac::v1::{ClusterRole, PolicyRule},
};

use self::service::{NAME, NAMESPACE};
use super::object::{bound_service_account, metadata};
use crate::{
    model::{Cluster, CorednsRun},
    render::yaml::{Documents, YamlError},
    tree::{Artifact, RelPath},
};

/// The file below cluster/ of the public output.
pub(super) const FILE: &str = "coredns.yaml";

const ROLE: &str = "system:coredns";

/// The objects, each before those that refer to it; `None` if the cluster has no CoreDNS.
pub(super) fn coredns(cluster: &Cluster) -> Result<Option<Artifact>, YamlError> {
    if cluster.coredns.run == CorednsRun::None {
        return Ok(None);
    }
    let mut documents = Documents::new();
    documents
        .push(&ServiceAccount { metadata: metadata(NAME, Some(NAMESPACE)), ..ServiceAccount::default() })?;
    documents.push(&role())?;
    documents.push(&bound_service_account(ROLE, ROLE, NAMESPACE, NAME))?;
    documents.push(&ConfigMap {
        metadata: metadata(NAME, Some(NAMESPACE)),
        data: Some(BTreeMap::from([("Corefile".to_owned(), corefile::corefile(cluster))])),
        ..ConfigMap::default()
    })?;
    documents.push(&service::service(cluster))?;
    documents.push(&deployment::deployment(cluster))?;
    Ok(Some(Artifact::public(RelPath::joined(&["cluster", FILE]), documents.finish())))
}

fn role() -> ClusterRole {
    let watch = |group: &str, resources: &[&str]| PolicyRule {
        api_groups: Some(vec![group.to_owned()]),
        resources: Some(resources.iter().map(|&resource| resource.to_owned()).collect()),
        verbs: vec!["list".to_owned(), "watch".to_owned()],
        ..PolicyRule::default()
    };
    ClusterRole {
        metadata: metadata(ROLE, None),
        rules: Some(vec![
            watch("", &["endpoints", "services", "pods", "namespaces"]),
            watch("discovery.k8s.io", &["endpointslices"]),
        ]),
        ..ClusterRole::default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::{
        model::{CorednsSettings, DnsUpstream, ImageRepository, example},
        render::{read_systemd, read_yaml::read_yaml},
    };

    fn objects(change: impl Fn(&mut CorednsSettings)) -> Vec<Value> {
        let mut draft = example::draft();
        draft.images.repository = ImageRepository::parse("registry.example.com/k8s").unwrap();
        change(&mut draft.coredns);
        let made = coredns(&crate::validate::cluster(draft).unwrap()).unwrap();
        made.iter().flat_map(|file| read_yaml(read_systemd::text(file))).collect()
    }

    #[test]
    fn has_the_objects_of_kubeadm_at_the_address_of_the_kubelets() {
        let objects = objects(|_| {});
        let named = |object: &Value| {
            format!("{} {}", object["kind"].as_str().unwrap(), object["metadata"]["name"].as_str().unwrap())
        };
        assert_eq!(
            objects.iter().map(named).collect::<Vec<_>>(),
            [
                "ServiceAccount coredns",
                "ClusterRole system:coredns",
                "ClusterRoleBinding system:coredns",
                "ConfigMap coredns",
                "Service kube-dns",
                "Deployment coredns",
            ]
        );
        assert_eq!(objects[4]["spec"]["clusterIP"], "10.254.0.10");
        let corefile = objects[3]["data"]["Corefile"].as_str().unwrap();
        assert!(corefile.contains("kubernetes cluster.local in-addr.arpa ip6.arpa {"), "{corefile}");
        assert!(crate::documents::corefile(corefile).is_ok(), "{corefile}");
        assert_eq!(
            objects[5]["spec"]["template"]["spec"]["containers"][0]["image"],
            "registry.example.com/k8s/coredns:v1.14.6"
        );
        assert_eq!(objects[5]["spec"]["selector"]["matchLabels"], objects[4]["spec"]["selector"]);
    }

    #[test]
    fn upstreams_and_a_corefile_of_the_users_own_are_taken() {
        let upstreams = objects(|settings| {
            settings.upstreams =
                ["10.0.0.2", "10.0.0.3:5353"].map(|text| DnsUpstream::parse(text).unwrap()).to_vec();
        });
        let corefile = upstreams[3]["data"]["Corefile"].as_str().unwrap();
        assert!(corefile.contains("forward . 10.0.0.2 10.0.0.3:5353 {"), "{corefile}");
        let own = ". {\n    whoami\n}\n";
        let with_own = objects(|settings| settings.corefile = crate::documents::corefile(own).ok());
        assert_eq!(with_own[3]["data"]["Corefile"], own);
    }

    #[test]
    fn none_has_no_objects() {
        assert!(objects(|settings| settings.run = CorednsRun::None).is_empty());
    }
}
