//! kube-proxy as a DaemonSet, as kubeadm installs it (kubernetes 1.34 to 1.37, `cmd/kubeadm/app/phases/addons/proxy`).
//!
//! kubeadm's Role that lets joining nodes read the ConfigMap is left out: only `kubeadm join` uses it, and the kubelet may
//! read the ConfigMaps of the pods on its node.

mod daemon_set;

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{ConfigMap, ServiceAccount};

use self::daemon_set::{NAME, NAMESPACE};
use super::object::{bound_service_account, metadata};
use crate::{
    component::kube_proxy::pod,
    model::{Cluster, Component, KubeProxyRun},
    render::{
        configuration::{ConfigurationError, of_every_node},
        yaml::{Documents, to_yaml},
    },
    tree::{Artifact, RelPath},
};

/// The file below cluster/ of the public output.
pub(super) const FILE: &str = "kube-proxy.yaml";

/// The binding of kubeadm's (`constants.KubeProxyClusterRoleBindingName`).
const BINDING: &str = "kubeadm:node-proxier";
/// A role of the API server's bootstrap policy (`plugin/pkg/auth/authorizer/rbac/bootstrappolicy`).
const ROLE: &str = "system:node-proxier";

/// The objects, each before those that refer to it; `None` if no DaemonSet runs kube-proxy.
pub(super) fn kube_proxy(cluster: &Cluster) -> Result<Option<Artifact>, ConfigurationError> {
    if cluster.kube_proxy.run != KubeProxyRun::DaemonSet {
        return Ok(None);
    }
    let files = files(cluster)?;
    let mut documents = Documents::new();
    documents
        .push(&ServiceAccount { metadata: metadata(NAME, Some(NAMESPACE)), ..ServiceAccount::default() })?;
    documents.push(&bound_service_account(BINDING, ROLE, NAMESPACE, NAME))?;
    let daemon_set = daemon_set::daemon_set(cluster, &files);
    documents.push(&ConfigMap {
        metadata: metadata(NAME, Some(NAMESPACE)),
        data: Some(files),
        ..ConfigMap::default()
    })?;
    documents.push(&daemon_set)?;
    Ok(Some(Artifact::public(RelPath::joined(&["cluster", FILE]), documents.finish())))
}

/// The files of the ConfigMap, by the names that kubeadm gives them.
fn files(cluster: &Cluster) -> Result<BTreeMap<String, String>, ConfigurationError> {
    let fields = of_every_node(cluster, Component::KubeProxy)?;
    Ok(BTreeMap::from([
        (pod::CONFIG.to_owned(), to_yaml(&fields)?),
        (pod::KUBECONFIG.to_owned(), to_yaml(&kubeconfig(cluster))?),
    ]))
}

/// A kubeconfig without credentials of its own: it names the files of the pod's service account.
fn kubeconfig(cluster: &Cluster) -> serde_json::Value {
    const ACCOUNT: &str = "/var/run/secrets/kubernetes.io/serviceaccount";
    serde_json::json!({
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{
            "name": "default",
            "cluster": {
                "certificate-authority": format!("{ACCOUNT}/ca.crt"),
                "server": format!("https://{}", cluster.endpoint),
            },
        }],
        "contexts": [{
            "name": "default",
            "context": { "cluster": "default", "namespace": "default", "user": "default" },
        }],
        "current-context": "default",
        "users": [{ "name": "default", "user": { "tokenFile": format!("{ACCOUNT}/token") } }],
    })
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::{
        model::{KubeProxySettings, ProxyMode, example},
        render::{read_systemd, read_yaml::read_yaml},
    };

    fn objects(change: impl Fn(&mut KubeProxySettings)) -> Vec<Value> {
        let mut draft = example::draft();
        draft.kube_proxy.run = KubeProxyRun::DaemonSet;
        change(&mut draft.kube_proxy);
        let made = kube_proxy(&crate::validate::cluster(draft).unwrap()).unwrap();
        made.iter().flat_map(|file| read_yaml(read_systemd::text(file))).collect()
    }

    fn digest(objects: &[Value]) -> String {
        objects[3]["spec"]["template"]["metadata"]["annotations"]["kubemint/inputs"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    #[test]
    fn has_the_objects_of_kubeadm() {
        let objects = objects(|_| {});
        let kinds: Vec<_> = objects.iter().map(|object| object["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["ServiceAccount", "ClusterRoleBinding", "ConfigMap", "DaemonSet"]);
        let [config, kubeconfig] = ["config.conf", "kubeconfig.conf"].map(|name| {
            let [file] = read_yaml(objects[2]["data"][name].as_str().unwrap()).try_into().unwrap();
            file
        });
        assert_eq!(config["kind"], "KubeProxyConfiguration");
        assert_eq!(config["clientConnection"]["kubeconfig"], "/var/lib/kube-proxy/kubeconfig.conf");
        assert_eq!(config["mode"], "nftables");
        assert_eq!(kubeconfig["clusters"][0]["cluster"]["server"], "https://192.168.56.105:6443");
        let pod = &objects[3]["spec"]["template"]["spec"];
        assert_eq!(pod["containers"][0]["image"], "registry.k8s.io/kube-proxy:v1.37.2");
        assert_eq!(
            pod["containers"][0]["command"],
            serde_json::json!([
                "/usr/local/bin/kube-proxy",
                "--config=/var/lib/kube-proxy/config.conf",
                "--hostname-override=$(NODE_NAME)"
            ])
        );
        assert_eq!(
            (&pod["hostNetwork"], &pod["tolerations"][0]["operator"]),
            (&true.into(), &"Exists".into())
        );
    }

    /// The kubelet updates the files of a ConfigMap, but kube-proxy reads them only when it starts.
    #[test]
    fn pods_are_replaced_when_their_configuration_changes() {
        let before = digest(&objects(|_| {}));
        assert_eq!(before, digest(&objects(|_| {})));
        assert_ne!(before, digest(&objects(|settings| settings.mode = ProxyMode::Iptables)));
    }

    #[test]
    fn a_users_flags_are_not_expanded_by_the_kubelet() {
        let objects = objects(|settings| {
            settings.extra_args = [("v".to_owned(), "2".to_owned())].into_iter().collect();
        });
        let command = &objects[3]["spec"]["template"]["spec"]["containers"][0]["command"];
        assert_eq!(command[3], "--v=2");
    }

    #[test]
    fn variables_and_limits_are_those_of_its_table() {
        let objects = objects(|settings| {
            let parse = crate::model::VariableName::parse;
            let value = crate::model::VariableValue::parse("$x").unwrap();
            settings.process.env = [(parse("GOGC").unwrap(), value)].into();
            settings.process.limits.memory = crate::model::MemoryQuantity::parse("256Mi").ok();
        });
        let container = &objects[3]["spec"]["template"]["spec"]["containers"][0];
        assert_eq!(container["env"][0]["value"], "$$x");
        assert_eq!(container["env"][1]["name"], "NODE_NAME");
        assert_eq!(container["resources"]["limits"]["memory"], "256Mi");
    }

    #[test]
    fn other_ways_to_run_it_have_no_objects() {
        for run in [KubeProxyRun::None, KubeProxyRun::Systemd] {
            assert!(objects(|settings| settings.run = run).is_empty(), "{run:?}");
        }
    }
}
