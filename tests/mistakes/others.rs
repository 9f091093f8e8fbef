//! What somebody writes who comes from kubeadm, Kubespray, Talos or a walk-through with cfssl.

use crate::{Mistake, answers, mistake};

const POD: &str = "pod_cidr = \"172.30.0.0/16\"";
const ADDRESS: &str = "address = \"192.168.56.111\"";
const VERSION: &str = "\"1.37.2\"";
const ENDPOINT: &str = "\"192.168.56.101:6443\"";

/// A table before [pki].
const fn table(name: &'static str, text: &'static str, help: &'static str) -> Mistake {
    mistake(name, "[pki]\n", text, help)
}

pub(crate) const MISTAKES: &[Mistake] = &[
    table(
        "[etcd.local]",
        "[etcd.local]\ndataDir = \"/data\"\n[pki]\n",
        "etcd runs on each control-plane node",
    ),
    table(
        "serverCertSANs",
        "[etcd]\nserverCertSANs = [\"a.b\"]\n[pki]\n",
        "a member's certificates have the name",
    ),
    table(
        "[etcd.external]",
        "[etcd.external]\nendpoints = [\"a:2379\"]\n[pki]\n",
        "the values themselves in brackets",
    ),
    table("etcd URL", "[etcd]\nexternal = [\"https://10.0.0.1:2379\"]\n[pki]\n", "write \"10.0.0.1:2379\""),
    table("[featureGates]", "[featureGates]\nAllAlpha = false\n[pki]\n", "`feature_gates` of each component"),
    table("kubeletExtraArgs", "[kubelet]\nkubeletExtraArgs = { v = \"2\" }\n[pki]\n", "[kubelet.config]"),
    table("key of a CSR", "[pki]\nkey = { algo = \"rsa\", size = 2048 }\n", "`key_algorithm`"),
    table("names of a CSR", "[pki]\nnames = [{ C = \"US\" }]\n", "`subject`"),
    table("C of a CSR", "[pki]\nsubject = { C = \"US\" }\n", "`country`"),
    table("L of a CSR", "[pki]\nsubject = { L = \"Portland\" }\n", "`locality`"),
    table("O of a CSR", "[pki]\nsubject = { O = \"Kubernetes\" }\n", "as groups"),
    table("hosts of a CSR", "[pki]\nhosts = [\"127.0.0.1\"]\n", "`extra_sans` of [apiserver]"),
    table(
        "signing profiles",
        "[signing]\nexpiry = \"8760h\"\n[pki]\n",
        "what each certificate is for is fixed",
    ),
    table("[machine]", "[machine]\ntype = \"controlplane\"\n[pki]\n", "sets up nothing else of a machine"),
    table("[install]", "[install]\ndisk = \"/dev/sda\"\n[pki]\n", "sets up nothing else of a machine"),
    table("admissionControl", "[apiserver]\nadmissionControl = []\n[pki]\n", "`enable-admission-plugins`"),
    table(
        "auditPolicy",
        "[apiserver]\nauditPolicy = { kind = \"Policy\" }\n[pki]\n",
        "`policy_file` of [audit]",
    ),
    table("[dns]", "[dns]\nimageTag = \"v1.14.6\"\n[pki]\n", "write [coredns]"),
    table("addons", "[addons]\ncoredns = true\n[pki]\n", "[coredns]"),
    table(
        "upstream by name",
        "[coredns]\nupstreams = [\"dns.example.com\"]\n[pki]\n",
        "cannot be a name itself",
    ),
    table(
        "upstream resolved",
        "[coredns]\nupstreams = [\"127.0.0.53\"]\n[pki]\n",
        "name the server's real address",
    ),
    table(
        "upstream of the cluster",
        "[coredns]\nupstreams = [\"10.254.0.10\"]\n[pki]\n",
        "a DNS server that is there before the cluster",
    ),
    table("coredns off", "[coredns]\nrun = false\n[pki]\n", "\"none\""),
    mistake("podSubnets", POD, "podSubnets = [\"172.30.0.0/16\"]", "`pod_cidr`"),
    mistake("kube_pods_subnet", POD, "kube_pods_subnet = \"172.30.0.0/16\"", "`pod_cidr`"),
    mistake("kube_service_addresses", "service_cidr", "kube_service_addresses", "`service_cidr`"),
    mistake("kube_version", "kubernetes_version", "kube_version", "`kubernetes_version`"),
    mistake("ansible_host", ADDRESS, "ansible_host = \"192.168.56.111\"", "`address`"),
    mistake("access_ip", ADDRESS, "access_ip = \"192.168.56.111\"", "`address`"),
    mistake("internal_address", ADDRESS, "internal_address = \"192.168.56.111\"", "`address`"),
    table("[[kube_node]]", "[[kube_node]]\nname = \"a\"\n[pki]\n", "write [[worker]]"),
    table(
        "[[kube_control_plane]]",
        "[[kube_control_plane]]\nname = \"a\"\n[pki]\n",
        "write [[control_plane]]",
    ),
    mistake(
        "kube_network_plugin",
        POD,
        "kube_network_plugin = \"a\"\npod_cidr = \"172.30.0.0/16\"",
        "the CNI plugin",
    ),
    mistake(
        "container_manager",
        POD,
        "container_manager = \"a\"\npod_cidr = \"172.30.0.0/16\"",
        "names its socket",
    ),
    mistake("address of a host", ADDRESS, "address = \"worker-1.example.com\"", "the address and no name"),
    mistake("address with a mask", ADDRESS, "address = \"192.168.56.111/24\"", "write \"192.168.56.111\""),
    mistake("a worker's name with _", "\"worker-1\"", "\"worker_1\"", "write \"worker-1\""),
    mistake("an old version", VERSION, "\"1.29.3\"", "1.34 to 1.37"),
    mistake("the newest version", VERSION, "\"latest\"", "nothing is looked up"),
    mistake("a version of k3s", VERSION, "\"1.37.2+k3s1\"", "write \"1.37.2\""),
    mistake("an endpoint from a variable", ENDPOINT, "\"${ENDPOINT}\"", "substitutes nothing"),
    mistake("an endpoint from a template", ENDPOINT, "\"{{ endpoint }}\"", "substitutes nothing"),
    mistake(
        "ranges with a comma",
        "\"172.30.0.0/16\"",
        "\"172.30.0.0/16, fd00::/48\"",
        "two strings in an array",
    ),
    mistake(
        "a range with a netmask",
        "\"172.30.0.0/16\"",
        "\"172.30.0.0/255.255.0.0\"",
        "the length of the prefix",
    ),
    table("maxAge", "[audit]\nmaxAge = 30\n[pki]\n", "`max_age_days`"),
    table("encryption enabled", "[encryption]\nenabled = true\n[pki]\n", "switches [encryption] off"),
    table("encryption with AES-GCM", "[encryption]\nprovider = \"aes-gcm\"\n[pki]\n", "take secretbox"),
    table("encryption with KMS", "[encryption]\nprovider = \"kms\"\n[pki]\n", "no KMS plugin"),
    table("admin below a header", "admin = [\"alice\"]\n[pki]\n", "write [[admin]]"),
    table("schema below a header", "schema = 1\n[pki]\n", "to the top of the file"),
    table("[admin]", "[admin]\nname = \"alice\"\n[pki]\n", "[[admin]]"),
    table("max_pods", "[kubelet.config]\nmax_pods = 250\n[pki]\n", "`maxPods`"),
    table("maxPods as text", "[kubelet.config]\nmaxPods = \"250\"\n[pki]\n", "write 250, without quotes"),
    table(
        "a quantity as a number",
        "[kubelet.config]\nsystemReserved = { cpu = 1 }\n[pki]\n",
        "in double quotes: \"1\"",
    ),
    table(
        "evictionHard as text",
        "[kubelet.config]\nevictionHard = \"a<100Mi\"\n[pki]\n",
        "a name and a value for each",
    ),
    table(
        "a repository's URL",
        "[images]\nrepository = \"https://r.example.com\"\n[pki]\n",
        "write \"r.example.com\"",
    ),
    table(
        "a repository's tag",
        "[images]\nrepository = \"r.example.com/k8s:1.37\"\n[pki]\n",
        "write \"r.example.com/k8s\"",
    ),
    table(
        "gates as text",
        "[apiserver]\nfeature_gates = \"AllAlpha=false\"\n[pki]\n",
        "{ AllAlpha = false }",
    ),
    table(
        "a flag's switch",
        "[apiserver.extra_args]\nprofiling = false\n[pki]\n",
        "in double quotes: \"false\"",
    ),
    table(
        "a flag's list",
        "[apiserver.extra_args]\nenable-admission-plugins = [\"A\", \"B\"]\n[pki]\n",
        "with commas: \"A,B\"",
    ),
    table(
        "a flag with its value",
        "[apiserver.extra_args]\n\"event-ttl=1h\" = \"\"\n[pki]\n",
        "event-ttl = \"1h\"",
    ),
    table("[haproxy]", "[haproxy]\nport = 6443\n[pki]\n", "take [load_balancer]: nodes = \"haproxy\""),
    table("generation of the CA", "[pki.generations]\nca = { active = 1 }\n[pki]\n", "`kubernetes_ca`"),
    table("[sops]", "[sops]\nversion = \"3.9.0\"\n[pki]\n", "the file unencrypted"),
    mistake("include", "schema = 1", "include = [\"a.toml\"]\nschema = 1", "one file"),
    table("a comment with slashes", "[pki]\n// a comment\n", "a comment begins with #"),
    mistake("a comma at the end", "name = \"worker-1\"", "name = \"worker-1\",", "ends without a sign"),
    table(
        "runtime of containers",
        "[apiserver]\nruntime = \"containerd\"\n[pki]\n",
        "`container_runtime_endpoint` of [kubelet]",
    ),
];

#[test]
fn each_is_answered_with_what_to_do() {
    answers("others", MISTAKES);
}
