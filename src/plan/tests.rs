//! Text that means something to YAML, systemd, a shell or a template comes back as it was written, from every key of
//! cluster.toml that takes free text.

use serde_json::Value;

use super::*;
use crate::{
    config,
    model::{Component, Runtime},
    render::{
        read_systemd::{assignments, expand_command, words},
        read_yaml::read_yaml,
    },
    tree::Place,
};

/// No control characters: a certificate's subject has none.
const PLAIN: &str = "%n $HOME $${x} $(id) \"q\" 'q' \\ ; # {{ x }} {% y %}: yes, & * ! | > ~ 😀";

/// With them; a flag's value and a field of the kubelet's may have any but NUL.
const HOSTILE: &str =
    "%n $HOME $${x} $(id) \"q\" 'q' \\ ; # {{ x }}: yes\n\t\u{1}\u{7f}\u{85}\u{2028}\u{feff}😀\nUser=root ";

/// A flag of free text of each component.
const FLAGS: [(Component, &str, &str); 5] = [
    (Component::Etcd, "etcd", "log-rotation-config-json"),
    (Component::KubeApiserver, "apiserver", "external-hostname"),
    (Component::KubeControllerManager, "controller_manager", "leader-elect-resource-name"),
    (Component::KubeScheduler, "scheduler", "leader-elect-resource-name"),
    (Component::Kubelet, "kubelet", "runtime-cgroups"),
];

fn hostile(runtime: &str) -> Cluster {
    let hostile = toml::Value::from(HOSTILE);
    let mut text = format!(
        "schema = 1\n[cluster]\nname = \"a\"\nid = \"5f0c1c0e9a3b4d62a7e15d0b8c9f7e21\"\n\
         kubernetes_version = \"1.37.2\"\nendpoint = \"192.168.56.101:6443\"\n\
         service_cidr = \"10.254.0.0/16\"\npod_cidr = \"172.30.0.0/16\"\n\
         [[control_plane]]\nname = \"master-1\"\naddress = \"192.168.56.101\"\n\
         [pki]\nnot_before = 2026-11-23T00:00:00Z\n\
         subject = {{ province = {short}, locality = {short}, organizational_unit = {short} }}\n\
         [[admin]]\nname = \"alice\"\ngroups = [{short}]\n",
        short = toml::Value::from(&PLAIN[..short()])
    );
    for (component, table, flag) in FLAGS {
        let runtime =
            if component == Component::Kubelet { String::new() } else { format!("runtime = {runtime:?}\n") };
        text.push_str(&format!("[{table}]\n{runtime}extra_args = {{ {flag} = {hostile} }}\n"));
    }
    text.push_str(&format!(
        "[kubelet.config]\nkubeletCgroups = {hostile}\nstaticPodURLHeader = {{ {PLAIN:?} = [{hostile}] }}\n"
    ));
    config::read(&text, &|_: &str| Err(std::io::ErrorKind::NotFound.into()))
        .unwrap_or_else(|diagnostics| panic!("{text}: {diagnostics:#?}"))
}

/// Where [`PLAIN`] is cut for attributes of at most 64 characters.
fn short() -> usize {
    PLAIN.char_indices().nth(64).map_or(PLAIN.len(), |(at, _)| at)
}

fn text(tree: &Tree, place: &str) -> String {
    let (output, path) = place.split_once('/').unwrap();
    let path = RelPath::parse(path).unwrap();
    let place = if output == "public" { Place::public(path) } else { Place::secret(path) };
    let file = tree.file(&place).unwrap_or_else(|| panic!("no {place}"));
    String::from_utf8(file.bytes.to_vec()).unwrap()
}

fn tree(cluster: &Cluster) -> Tree {
    plan(cluster, &Seed::DEMO).unwrap()
}

/// The arguments of a component's process, as the kubelet or systemd hands them over.
fn arguments(tree: &Tree, cluster: &Cluster, component: Component) -> Vec<String> {
    let (etc, name) = ("public/nodes/master-1/etc", component.name());
    if cluster.runtime(component) == Runtime::Systemd {
        let unit = text(tree, &format!("{etc}/systemd/system/{name}.service"));
        let commands = assignments(&unit).into_iter().filter(|(_, key, _)| key == "ExecStart");
        let [(_, _, command)] = commands.collect::<Vec<_>>().try_into().unwrap();
        return words(&command).iter().map(|word| expand_command(word)).collect();
    }
    let pod = read_yaml(&text(tree, &format!("{etc}/kubernetes/manifests/{name}.yaml"))).remove(0);
    let command = pod["spec"]["containers"][0]["command"].as_array().unwrap();
    // As the kubelet expands `$$` for a container without variables.
    command.iter().map(|word| word.as_str().unwrap().replace("$$", "$")).collect()
}

#[test]
fn hostile_flags_reach_every_process_of_either_runtime() {
    for runtime in ["static-pod", "systemd"] {
        let cluster = hostile(runtime);
        let tree = tree(&cluster);
        for (component, _, flag) in FLAGS {
            let arguments = arguments(&tree, &cluster, component);
            let expected = format!("--{flag}={HOSTILE}");
            assert!(arguments.contains(&expected), "{component:?} {runtime}: {arguments:#?}");
        }
    }
}

#[test]
fn hostile_fields_reach_the_kubelet() {
    let tree = tree(&hostile("static-pod"));
    let config = read_yaml(&text(&tree, "public/nodes/master-1/var/lib/kubelet/config.yaml")).remove(0);
    assert_eq!(config["kubeletCgroups"], HOSTILE);
    assert_eq!(config["staticPodURLHeader"][PLAIN][0], HOSTILE);
}

#[test]
fn hostile_subjects_and_groups_reach_the_certificates() {
    let tree = tree(&hostile("static-pod"));
    let short = &PLAIN[..short()];
    let pem = text(&tree, "public/nodes/master-1/etc/kubernetes/pki/apiserver.crt");
    assert_eq!(subject(pem.as_bytes(), "2.5.4.8"), short);
    assert_eq!(subject(pem.as_bytes(), "2.5.4.7"), short);
    assert_eq!(subject(pem.as_bytes(), "2.5.4.11"), short);
    let kubeconfig = read_yaml(&text(&tree, "secret/cluster/admins/alice.conf")).remove(0);
    let pem = decoded(&kubeconfig["users"][0]["user"]["client-certificate-data"]);
    assert_eq!(subject(&pem, "2.5.4.10"), short);
}

#[test]
fn no_line_of_the_listing_and_the_lock_is_made_by_a_subject() {
    let tree = tree(&hostile("static-pod"));
    let listing = text(&tree, "public/certificates.txt");
    assert!(!listing.contains("\nUser="), "{listing}");
    crate::tree::lock::Lock::parse(&text(&tree, "public/kubemint.lock")).unwrap();
}

fn decoded(base64: &Value) -> Vec<u8> {
    use base64ct::Encoding;
    base64ct::Base64::decode_vec(base64.as_str().unwrap()).unwrap()
}

/// The attribute with this object identifier.
fn subject(pem: &[u8], oid: &str) -> String {
    let (_, pem) = x509_parser::pem::parse_x509_pem(pem).unwrap();
    let certificate = pem.parse_x509().unwrap();
    let attributes = certificate.subject().iter_attributes();
    let mut found = attributes.filter(|attribute| attribute.attr_type().to_id_string() == oid);
    found.next().unwrap().as_str().unwrap().to_owned()
}
