use base64ct::{Base64, Encoding as _};
use serde_json::{Value, json};

use super::*;
use crate::{
    derive::Seed,
    model::{Cidr, Cidrs, Draft, NodeAddress, NodeAddresses, NodesReach, example::draft},
    render::read_yaml::read_yaml,
    tree::{Content, Secrecy},
};

fn render(change: impl FnOnce(&mut Draft)) -> Vec<Artifact> {
    let mut draft = draft();
    change(&mut draft);
    let cluster = crate::validate::cluster(draft).unwrap();
    let pki = Pki::mint(&cluster, &Seed::DEMO, &crate::progress::Progress::default()).unwrap();
    let token = bootstrap_token::bootstrap_token(&cluster, &Seed::DEMO).unwrap();
    kubeconfigs(&cluster, &pki, Some(&token)).unwrap()
}

fn text<'a>(artifacts: &'a [Artifact], path: &str) -> &'a str {
    let found = artifacts.iter().find(|artifact| artifact.path.as_str() == path);
    match &found.unwrap_or_else(|| panic!("no {path}")).content {
        Content::File(bytes) => std::str::from_utf8(bytes).unwrap(),
        Content::Folder | Content::Withheld => panic!("no file"),
    }
}

fn document(artifacts: &[Artifact], path: &str) -> Value {
    read_yaml(text(artifacts, path)).remove(0)
}

fn server(artifacts: &[Artifact], path: &str) -> String {
    document(artifacts, path)["clusters"][0]["cluster"]["server"].as_str().unwrap().to_owned()
}

#[test]
fn has_the_structure_that_kubectl_config_writes() {
    let all = render(|_| ());
    let path = "nodes/master-1/etc/kubernetes/controller-manager.conf";
    let mut document = document(&all, path);
    for data in [
        "/clusters/0/cluster/certificate-authority-data",
        "/users/0/user/client-certificate-data",
        "/users/0/user/client-key-data",
    ] {
        let value = document.pointer_mut(data).unwrap();
        let pem = Base64::decode_vec(value.as_str().unwrap()).unwrap();
        assert!(pem.starts_with(b"-----BEGIN ") && pem.ends_with(b"-----\n"), "{data}");
        *value = json!("data");
    }
    let user = "system:kube-controller-manager";
    let expected = json!({
        "apiVersion": "v1",
        "clusters": [{
            "cluster": { "certificate-authority-data": "data", "server": "https://192.168.56.101:6443" },
            "name": "kubernetes",
        }],
        "contexts": [{
            "context": { "cluster": "kubernetes", "user": user },
            "name": "system:kube-controller-manager@kubernetes",
        }],
        "current-context": "system:kube-controller-manager@kubernetes",
        "kind": "Config",
        "users": [{
            "name": user,
            "user": { "client-certificate-data": "data", "client-key-data": "data" },
        }],
    });
    assert_eq!(document, expected);
    assert_eq!(text(&all, path).lines().count(), 18);
}

#[test]
fn there_is_one_for_each_who_needs_one() {
    let paths: Vec<_> = render(|_| ()).into_iter().map(|artifact| artifact.path.to_string()).collect();
    let machines = [1, 2, 3].map(|n| {
        ["controller-manager", "kubelet", "scheduler"]
            .map(|of| format!("nodes/master-{n}/etc/kubernetes/{of}.conf"))
    });
    let mut expected: Vec<_> = machines.into_iter().flatten().collect();
    expected.extend(
        [
            "nodes/worker-1/etc/kubernetes/bootstrap-kubelet.conf",
            "nodes/worker-2/etc/kubernetes/kubelet.conf",
            "cluster/admin.conf",
            "cluster/super-admin.conf",
            "cluster/admins/prometheus.conf",
        ]
        .map(str::to_owned),
    );
    assert_eq!(std::collections::BTreeSet::from_iter(paths), expected.into_iter().collect());
}

#[test]
fn the_control_plane_asks_its_own_api_server_by_default() {
    let path = |node: &str, of: &str| format!("nodes/{node}/etc/kubernetes/{of}.conf");
    let all = render(|draft| draft.controller_manager.apiserver = ApiserverChoice::Endpoint);
    let endpoint = "https://192.168.56.105:6443";
    assert_eq!(server(&all, &path("master-2", "controller-manager")), endpoint);
    assert_eq!(server(&all, &path("master-2", "scheduler")), "https://192.168.56.102:6443");
    assert_eq!(server(&all, &path("master-2", "kubelet")), "https://192.168.56.102:6443");
    for of_all in
        [path("worker-1", "bootstrap-kubelet"), path("worker-2", "kubelet"), "cluster/admin.conf".to_owned()]
    {
        assert_eq!(server(&all, &of_all), endpoint, "{of_all}");
    }
}

#[test]
fn an_ipv6_address_stands_in_brackets() {
    let all = render(|draft| {
        let range = |text| Cidrs::new(Cidr::parse(text).unwrap(), None).unwrap();
        draft.service_cidr = range("fd00:10::/108");
        draft.pod_cidr = range("fd00:20::/48");
        draft.control_plane.truncate(1);
        draft.workers.clear();
        let address = NodeAddress::parse("fd00::1").unwrap();
        draft.control_plane[0].node.addresses = NodeAddresses::new(address, None).unwrap();
        draft.apiserver.port = 443;
    });
    assert_eq!(server(&all, "nodes/master-1/etc/kubernetes/scheduler.conf"), "https://[fd00::1]:443");
}

#[test]
fn a_worker_that_bootstraps_has_the_token_and_no_key() {
    let all = render(|_| ());
    let user = &document(&all, "nodes/worker-1/etc/kubernetes/bootstrap-kubelet.conf")["users"][0];
    let token = user["user"]["token"].as_str().unwrap();
    assert_eq!((token.len(), &token[6..7]), (23, "."));
    assert_eq!(user["user"].as_object().unwrap().len(), 1);
    assert_eq!(user["name"], "tls-bootstrap-token-user");
}

#[test]
fn only_their_reader_may_read_them() {
    for artifact in render(|_| ()) {
        assert_eq!(artifact.secrecy, Secrecy::Secret, "{}", artifact.path);
        assert_eq!(artifact.mode.bits(), 0o600, "{}", artifact.path);
        let owner = match artifact.path.as_str().rsplit('/').next().unwrap() {
            "controller-manager.conf" => Account::KubeControllerManager,
            "scheduler.conf" => Account::KubeScheduler,
            _ => Account::Root,
        };
        assert_eq!(artifact.owner, owner, "{}", artifact.path);
    }
}

#[test]
fn the_digest_of_the_template_covers_all_but_what_is_derived() {
    let templates = |all: &[Artifact]| -> Vec<_> {
        let template = |artifact: &Artifact| match &artifact.origin {
            Origin::Composed { template, .. } => *template,
            other => panic!("{other:?}"),
        };
        all.iter().map(template).collect()
    };
    let before = templates(&render(|_| ()));
    let other_keys = render(|draft| draft.pki.generations.leaf_default = 2);
    assert_eq!(templates(&other_keys), before);
    let other_name = templates(&render(|draft| draft.name = crate::model::Label::parse("other").unwrap()));
    assert!(other_name.iter().zip(&before).all(|(other, template)| other != template));
}

/// People merge the administrators' kubeconfigs of two clusters, and the first of two entries with the same name wins.
#[test]
fn no_entry_of_an_administrators_kubeconfig_is_named_as_one_of_another_cluster() {
    let names = |artifacts: &[Artifact]| -> Vec<String> {
        let of_person = artifacts.iter().filter(|artifact| artifact.path.as_str().starts_with("cluster/"));
        let documents: Vec<Value> =
            of_person.map(|artifact| document(artifacts, artifact.path.as_str())).collect();
        assert_eq!(documents.len(), 3);
        let names = documents.iter().flat_map(|document| {
            assert_eq!(document["current-context"], document["contexts"][0]["name"]);
            assert_eq!(document["contexts"][0]["context"]["user"], document["users"][0]["name"]);
            assert_eq!(document["contexts"][0]["context"]["cluster"], document["clusters"][0]["name"]);
            ["clusters", "users", "contexts"]
                .map(|kind| document[kind][0]["name"].as_str().unwrap().to_owned())
        });
        names.collect()
    };
    let this = names(&render(|_| ()));
    assert!(this.contains(&"kubernetes-admin@kubernetes-5f0c1c0e".to_owned()), "{this:?}");
    let other_id = "6f0c1c0e9a3b4d62a7e15d0b8c9f7e21";
    let other = names(&render(|draft| draft.id = crate::model::ClusterId::parse(other_id).unwrap()));
    assert!(this.iter().all(|name| !other.contains(name)), "{this:?} {other:?}");
    let renamed = names(&render(|draft| draft.name = crate::model::Label::parse("other").unwrap()));
    assert!(this.iter().all(|name| !renamed.contains(name)), "{this:?} {renamed:?}");
}

#[test]
fn clients_of_a_worker_with_haproxy_connect_to_it_and_others_do_not() {
    let all = render(|draft| draft.load_balancer.nodes = NodesReach::Haproxy);
    for (path, expected) in [
        ("nodes/worker-1/etc/kubernetes/bootstrap-kubelet.conf", "https://127.0.0.1:7443"),
        ("nodes/worker-2/etc/kubernetes/kubelet.conf", "https://127.0.0.1:7443"),
        ("nodes/master-2/etc/kubernetes/kubelet.conf", "https://192.168.56.102:6443"),
        ("cluster/admins/prometheus.conf", "https://192.168.56.105:6443"),
    ] {
        assert_eq!(server(&all, path), expected, "{path}");
    }
}
