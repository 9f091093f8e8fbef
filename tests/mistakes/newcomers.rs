//! What somebody writes who has read the pages once: units and names of other programs, a value where a table belongs, and
//! what nothing fills.

use crate::{Mistake, answers, mistake};

/// A table before [pki].
const fn table(name: &'static str, text: &'static str, help: &'static str) -> Mistake {
    mistake(name, "[pki]\n", text, help)
}

pub(crate) const MISTAKES: &[Mistake] = &[
    table("logMaxAge of kubeadm", "[audit]\nlogMaxAge = 30\n[pki]\n", "did you mean `max_age_days`"),
    table("where the log goes", "[audit]\npath = \"/var/log/audit.log\"\n[pki]\n", "did you mean `log_path`"),
    table("no audit", "[audit]\npolicy = \"none\"\n[pki]\n", "did you mean \"off\""),
    table("policy that is false", "[audit]\npolicy = false\n[pki]\n", "did you mean \"off\""),
    table(
        "size with its unit",
        "[audit]\nmax_size_megabytes = \"100MB\"\n[pki]\n",
        "write 100, without quotes",
    ),
    table("age with its unit", "[audit]\nmax_age_days = \"30d\"\n[pki]\n", "write 30, without quotes"),
    table(
        "identity for no encryption",
        "[encryption]\nprovider = \"identity\"\n[pki]\n",
        "did you mean \"none\"",
    ),
    table("provider that is false", "[encryption]\nprovider = false\n[pki]\n", "did you mean \"none\""),
    mistake(
        "encryption that is false",
        "schema = 1\n",
        "schema = 1\nencryption = false\n",
        "provider = \"none\"",
    ),
    mistake("audit that is false", "schema = 1\n", "schema = 1\naudit = false\n", "policy = \"off\""),
    mistake(
        "kubelet that is true",
        "schema = 1\n",
        "schema = 1\nkubelet = true\n",
        "leave it out for the defaults",
    ),
    table(
        "a key of encryption itself",
        "[encryption]\nkey = \"c2VjcmV0IGlzIHNlY3VyZQ==\"\n[pki]\n",
        "keys are derived from the seed",
    ),
    table("generation as a number", "[encryption]\nkey = 2\n[pki]\n", "{ active = 2, trusted = [1, 2] }"),
    mistake(
        "generation of a CA as a number",
        "[pki]\n",
        "[pki]\ngenerations = { kubernetes_ca = 2 }\n",
        "{ active = 2, trusted = [1, 2] }",
    ),
    mistake("subject of OpenSSL", "[pki]\n", "[pki]\nsubject = \"/C=DE/O=Example\"\n", "write [pki.subject]"),
    table("no external etcd", "[etcd]\nexternal = false\n[pki]\n", "leave it out for none"),
    table("version of etcd", "[etcd]\nversion = \"3.5.9\"\n[pki]\n", "`etcd_tag` of [images]"),
    table(
        "digest behind its image",
        "[images.digests]\nkube-apiserver = \"registry.k8s.io/kube-apiserver@sha256:0000000000000000000000000000000000000000000000000000000000000000\"\n[pki]\n",
        "the digest alone",
    ),
    mistake(
        "address of one interface",
        "address = \"192.168.56.111\"",
        "address = \"fe80::1%eth0\"",
        "an address without %",
    ),
    mistake(
        "addresses of several machines",
        "address = \"192.168.56.111\"",
        "address = \"192.168.56.111-120\"",
        "one address for each machine",
    ),
    mistake("address as a name", "name = \"worker-1\"", "name = \"192.168.56.111\"", "this is an address"),
    mistake("user of SSH in a name", "name = \"worker-1\"", "name = \"root@worker-1\"", "write \"worker-1\""),
    mistake("no name", "name = \"worker-1\"", "name = \"\"", "write a name"),
    mistake(
        "label of the kubelet",
        "address = \"192.168.56.111\"",
        "address = \"192.168.56.111\"\nlabels = { \"kubernetes.io/hostname\" = \"a\" }",
        "take another name",
    ),
    mistake("element of a YAML list", "name = \"worker-1\"", "- name: worker-1", "[[worker]]"),
    mistake(
        "several endpoints in a string",
        "\"192.168.56.101:6443\"",
        "\"192.168.56.101:6443,192.168.56.102:6443\"",
        "load balancer or virtual IP",
    ),
    mistake(
        "several endpoints in an array",
        "\"192.168.56.101:6443\"",
        "[\"192.168.56.101:6443\", \"192.168.56.102:6443\"]",
        "it has one value",
    ),
    mistake(
        "what was to be replaced",
        "\"192.168.56.101:6443\"",
        "\"<endpoint>:6443\"",
        "kubemint substitutes nothing",
    ),
    mistake(
        "port of a shell variable",
        "\"192.168.56.101:6443\"",
        "\"192.168.56.101:$PORT\"",
        "kubemint substitutes nothing",
    ),
    mistake(
        "range of addresses on the internet",
        "pod_cidr = \"172.30.0.0/16\"",
        "pod_cidr = \"8.8.0.0/16\"",
        "unless the range is yours",
    ),
    mistake(
        "mask with its slash",
        "pod_cidr = \"172.30.0.0/16\"",
        "pod_cidr = \"172.30.0.0/16\"\nnode_mask_ipv4 = \"/24\"",
        "write 24, without quotes",
    ),
    table(
        "alternative names in one string",
        "[apiserver]\nextra_sans = \"api.example.com,10.0.0.1\"\n[pki]\n",
        "[\"api.example.com\", \"10.0.0.1\"]",
    ),
    table("token for a day", "[bootstrap]\ntoken_expiry = \"24h\"\n[pki]\n", "reads no clock to count from"),
    table(
        "placeholder of another name",
        "[rollout]\nssh = \"ssh root@{ip}\"\n[pki]\n",
        "{address} for its address",
    ),
    table(
        "placeholder of a template",
        "[rollout]\nssh = \"ssh root@{{ name }}\"\n[pki]\n",
        "in single braces",
    ),
    mistake(
        "ECDSA key of a host",
        "pod_cidr = \"172.30.0.0/16\"",
        "pod_cidr = \"172.30.0.0/16\"\nrecipients = [\"ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBPK\"]",
        "ssh_host_ed25519_key.pub",
    ),
    mistake(
        "line of known_hosts",
        "pod_cidr = \"172.30.0.0/16\"",
        "pod_cidr = \"172.30.0.0/16\"\nrecipients = [\"worker-1 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW+uObz5dvMgjz1OxfM/XXUB+VHtZ6isGN\"]",
        "begin with ssh-ed25519",
    ),
    mistake(
        "age key with a slip",
        "pod_cidr = \"172.30.0.0/16\"",
        "pod_cidr = \"172.30.0.0/16\"\nrecipients = [\"age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8q\"]",
        "copy the whole line",
    ),
    mistake(
        "half an SSH key",
        "pod_cidr = \"172.30.0.0/16\"",
        "pod_cidr = \"172.30.0.0/16\"\nrecipients = [\"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsK\"]",
        "copy the whole line",
    ),
    mistake(
        "path of a key",
        "pod_cidr = \"172.30.0.0/16\"",
        "pod_cidr = \"172.30.0.0/16\"\nrecipients = [\"~/.ssh/id_ed25519.pub\"]",
        "the line that stands in the .pub file",
    ),
    mistake(
        "somebody's key at GitHub",
        "pod_cidr = \"172.30.0.0/16\"",
        "pod_cidr = \"172.30.0.0/16\"\nrecipients = [\"github:anna\"]",
        "https://github.com/USER.keys",
    ),
    mistake(
        "OpenPGP key",
        "pod_cidr = \"172.30.0.0/16\"",
        "pod_cidr = \"172.30.0.0/16\"\nrecipients = [\"0xDEADBEEF\"]",
        "age-keygen",
    ),
    table(
        "minutes without their unit",
        "[apiserver]\nextra_args = { event-ttl = \"1h30\" }\n[pki]\n",
        "write \"1h30m\"",
    ),
    table("days", "[apiserver]\nextra_args = { event-ttl = \"2d\" }\n[pki]\n", "write \"48h\""),
    table(
        "a minute in words",
        "[controller_manager]\nextra_args = { node-monitor-grace-period = \"1 min\" }\n[pki]\n",
        "write \"1m\"",
    ),
    table(
        "gigabytes",
        "[etcd]\nextra_args = { quota-backend-bytes = \"8GB\" }\n[pki]\n",
        "write \"8000000000\"",
    ),
    table(
        "gibibytes",
        "[etcd]\nextra_args = { quota-backend-bytes = \"8GiB\" }\n[pki]\n",
        "write \"8589934592\"",
    ),
    table(
        "milliseconds with their unit",
        "[etcd]\nextra_args = { heartbeat-interval = \"100ms\" }\n[pki]\n",
        "write \"100\"",
    ),
    table(
        "seconds with their unit",
        "[apiserver]\nextra_args = { default-not-ready-toleration-seconds = \"30s\" }\n[pki]\n",
        "write \"30\"",
    ),
    table(
        "boolean of a person",
        "[apiserver]\nextra_args = { profiling = \"no\" }\n[pki]\n",
        "write \"false\"",
    ),
    table(
        "version of TLS as nginx has it",
        "[apiserver]\nextra_args = { tls-min-version = \"TLSv1.2\" }\n[pki]\n",
        "write \"VersionTLS12\"",
    ),
    table(
        "cipher suite of OpenSSL",
        "[apiserver]\nextra_args = { tls-cipher-suites = \"ECDHE-RSA-AES128-GCM-SHA256\" }\n[pki]\n",
        "write \"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256\"",
    ),
    table(
        "blank behind a comma",
        "[apiserver]\nextra_args = { enable-admission-plugins = \"NodeRestriction, AlwaysPullImages\" }\n[pki]\n",
        "write \"NodeRestriction,AlwaysPullImages\"",
    ),
    table(
        "PodSecurityPolicy",
        "[apiserver]\nextra_args = { enable-admission-plugins = \"NodeRestriction,PodSecurityPolicy\" }\n[pki]\n",
        "went with Kubernetes 1.25",
    ),
    table(
        "API that never was",
        "[apiserver]\nextra_args = { runtime-config = \"batch/v2alpha1=true\" }\n[pki]\n",
        "correct the value",
    ),
    table(
        "megabytes with a B",
        "[kubelet.config]\nevictionHard = { \"memory.available\" = \"200MB\" }\nmergeDefaultEvictionSettings = true\n[pki]\n",
        "did you mean `200M`",
    ),
    table(
        "blank in a quantity",
        "[kubelet.config]\nkubeReserved = { cpu = \"500 m\" }\n[pki]\n",
        "did you mean `500m`",
    ),
    table(
        "time without its unit",
        "[kubelet.config]\nshutdownGracePeriod = \"30\"\n[pki]\n",
        "write \"30s\"",
    ),
    table("time as a number", "[kubelet.config]\nshutdownGracePeriod = 30\n[pki]\n", "write \"30s\""),
    table(
        "word in place of a table",
        "[kubelet.config]\nmemorySwap = \"LimitedSwap\"\n[pki]\n",
        "swapBehavior",
    ),
    table(
        "socket of dockershim",
        "[kubelet]\ncontainer_runtime_endpoint = \"unix:///var/run/dockershim.sock\"\n[pki]\n",
        "cri-dockerd",
    ),
    table(
        "flag of etcd as its environment variable",
        "[etcd.extra_args]\nETCD_HEARTBEAT_INTERVAL = \"100\"\n[pki]\n",
        "the flag is `heartbeat-interval`",
    ),
    table(
        "version that an API group has not",
        "[apiserver.extra_args]\nruntime-config = \"batch/v2alpha1=true\"\n[pki]\n",
        "\"batch\" has batch/v1",
    ),
    table(
        "API group that there is not",
        "[apiserver.extra_args]\nruntime-config = \"batches.k8s.io/v1=true\"\n[pki]\n",
        "no API group is named",
    ),
];

#[test]
fn each_is_answered_with_what_to_write() {
    answers("newcomers", MISTAKES);
}
