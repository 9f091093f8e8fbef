//! The intended key in place of an unknown one: a typing error, a key of another table, or the name that kubeadm,
//! a component or another installer uses.

use super::{Shape, log::Meant, tables};
use crate::suggestion::suggestion;

/// Other names of a key in lowercase without separators, and the key: its table's header and its name.
///
/// kubeadm's are those of kubeadm.k8s.io/v1beta3 and v1beta4 (`cmd/kubeadm/app/apis/kubeadm`, Kubernetes 1.37).
const KEYS: &[(&[&str], &str, &str)] = &[
    (&["clustername"], "[cluster]", "name"),
    (&["kubernetesversion", "k8sversion", "version", "kubeversion"], "[cluster]", "kubernetes_version"),
    (
        &[
            "controlplaneendpoint",
            "apiserverendpoint",
            "server",
            "masterurl",
            "endpoints",
            "apiserverloadbalancerdomainname",
        ],
        "[cluster]",
        "endpoint",
    ),
    (&["vip", "virtualip", "virtualipaddress", "vipaddress"], "[load_balancer]", "virtual_ip"),
    (&["vipinterface", "virtualipinterface"], "[load_balancer]", "interface"),
    (&["virtualrouterid", "vrid"], "[load_balancer]", "router_id"),
    (
        &[
            "servicesubnet",
            "servicesubnets",
            "serviceclusteriprange",
            "servicenetwork",
            "servicecidrs",
            "clusteriprange",
            "kubeserviceaddresses",
        ],
        "[cluster]",
        "service_cidr",
    ),
    (
        &[
            "podsubnet",
            "podsubnets",
            "clustercidr",
            "podnetwork",
            "podnetworkcidr",
            "podcidrs",
            "kubepodssubnet",
        ],
        "[cluster]",
        "pod_cidr",
    ),
    (&["dnsdomain", "clusterdomain", "domain", "clusterdns"], "[cluster]", "dns_domain"),
    (&["nodecidrmasksize"], "[cluster]", "node_mask_ipv4"),
    (&["clusterid", "uuid"], "[cluster]", "id"),
    (
        &[
            "ip",
            "ipaddress",
            "nodeip",
            "internalip",
            "internaladdress",
            "privateip",
            "externalip",
            "publicip",
            "advertiseaddress",
            "addresses",
            "ips",
            "addr",
            "ansiblehost",
            "accessip",
        ],
        "[[control_plane]] and [[worker]]",
        "address",
    ),
    (
        &["hostname", "host", "node", "nodename", "hostnameoverride"],
        "[[control_plane]] and [[worker]]",
        "name",
    ),
    (&["nodelabels", "label"], "[[control_plane]] and [[worker]]", "labels"),
    (&["taint", "registerwithtaints"], "[[control_plane]] and [[worker]]", "taints"),
    (&["etcdstate", "initialclusterstate"], "[[control_plane]]", "etcd_initial_state"),
    (
        &[
            "certsans",
            "apiservercertsans",
            "apiservercertextrasans",
            "sans",
            "san",
            "subjectaltnames",
            "tlssan",
            "altnames",
            "extrasan",
            "hosts",
        ],
        "[apiserver]",
        "extra_sans",
    ),
    (&["bindport", "apiserverport", "secureport"], "[apiserver]", "port"),
    (&["authenticationconfig", "oidc", "jwt"], "[apiserver]", "authentication_file"),
    (&["listenaddress", "bindip"], "[apiserver], [controller_manager] and [scheduler]", "bind_address"),
    (&["extraargs", "args", "flags", "arguments"], "each component", "extra_args"),
    (&["featuregate", "featuregates"], "each component", "feature_gates"),
    (&["extraenvs", "extraenv", "envs", "environment"], "each component", "env"),
    (&["imagerepository", "registry", "imageregistry"], "[images]", "repository"),
    (&["imagetag", "etcdversion"], "[images]", "etcd_tag"),
    (
        &["crisocket", "containerruntime", "runtimeendpoint", "containerruntimesocket"],
        "[kubelet]",
        "container_runtime_endpoint",
    ),
    (&["kubeletconfiguration", "kubeletconfig"], "[kubelet]", "config"),
    (
        &["encryptionalgorithm", "algorithm", "algo", "key", "keytype", "keysize", "keyalg", "rsakeysize"],
        "[pki]",
        "key_algorithm",
    ),
    (&["cacertificatevalidityperiod", "cavalidity", "caexpiry", "cadays"], "[pki]", "ca_validity"),
    (
        &["certificatevalidityperiod", "certvalidity", "validity", "days", "expiry", "duration"],
        "[pki]",
        "leaf_validity",
    ),
    (&["notafter", "validuntil", "expires"], "[pki]", "ca_validity"),
    (&["validfrom", "startdate", "notbefore"], "[pki]", "not_before"),
    (&["ttl", "tokenttl", "expires"], "[bootstrap]", "token_expiry"),
    (&["serviceaccountissuer", "serviceaccountissuers", "issuer"], "[service_accounts]", "issuers"),
    (&["serviceaccountjwksuri", "jwks"], "[service_accounts]", "jwks_uri"),
    (&["apiaudiences", "audiences"], "[service_accounts]", "api_audiences"),
    (&["serviceaccountkeyfiles", "serviceaccountkeyfile"], "[service_accounts]", "verification_keys"),
    (&["auditpolicy", "auditpolicyfile"], "[audit]", "policy_file"),
    (
        &["maxage", "auditlogmaxage", "logmaxage", "auditmaxage", "retention", "retentiondays"],
        "[audit]",
        "max_age_days",
    ),
    (&["maxsize", "auditlogmaxsize", "logmaxsize", "maxsizemb"], "[audit]", "max_size_megabytes"),
    (&["maxbackup", "auditlogmaxbackup", "logmaxbackup"], "[audit]", "max_backups"),
    (
        &["path", "logpath", "logfile", "file", "logdir", "auditlogpath", "auditlogdir", "logging"],
        "[audit]",
        "log_path",
    ),
    (&["level", "auditlevel", "preset", "mode"], "[audit]", "policy"),
    (&["externaletcd", "etcdendpoints"], "[etcd]", "external"),
    (&["names", "subjects", "dn"], "[pki]", "subject"),
    (&["c", "countryname"], "[pki.subject]", "country"),
    (&["st", "state", "stateorprovincename"], "[pki.subject]", "province"),
    (&["l", "city", "localityname"], "[pki.subject]", "locality"),
    (&["ou", "organizationalunitname"], "[pki.subject]", "organizational_unit"),
    (&["ca", "kubernetes", "clusterca"], "[pki.generations]", "kubernetes_ca"),
    (&["etcd"], "[pki.generations]", "etcd_ca"),
    (&["frontproxy"], "[pki.generations]", "front_proxy_ca"),
    (&["sa", "serviceaccounts"], "[pki.generations]", "service_account"),
];

/// Other names of a table, and its header.
const TABLES: &[(&[&str], &str)] = &[
    (
        &[
            "master",
            "masters",
            "controlplane",
            "controlplanes",
            "controllers",
            "server",
            "servers",
            "controlplanenode",
            "kubecontrolplane",
            "kubemaster",
        ],
        "[[control_plane]]",
    ),
    (&["workers", "agent", "agents", "node", "nodes", "minion", "workernode", "kubenode"], "[[worker]]"),
    (&["kubeapiserver", "apiserver", "api"], "[apiserver]"),
    (&["kubecontrollermanager", "controllermanager", "manager", "kcm"], "[controller_manager]"),
    (&["kubescheduler"], "[scheduler]"),
    (&["certificates", "certs", "tls", "ca"], "[pki]"),
    (&["networking", "network"], "[cluster], with service_cidr, pod_cidr and dns_domain"),
    (&["kubeletconfiguration"], "[kubelet.config]"),
    (&["dns"], "[coredns]"),
    (&["kubeproxy", "proxy"], "[kube_proxy]"),
    (&["kubeproxyconfiguration"], "[kube_proxy.config]"),
    (&["admins", "kubeconfigs"], "[[admin]]"),
    (&["files", "writefiles", "sysctls", "sysctl", "overlays"], "[[overlay]]"),
];

/// Settings that kubemint does not have, and what to use instead.
const ELSEWHERE: &[(&[&str], &str)] = &[
    (
        &["cni", "networkplugin", "kubenetworkplugin", "calico", "cilium", "flannel"],
        "leave it out: the CNI plugin is installed into the running cluster",
    ),
    (&["coredns"], "CoreDNS has a table of its own, [coredns], with `tag` and `digest`"),
    (
        &["addons"],
        "leave it out: CoreDNS is configured in [coredns], and other add-ons are installed into the running cluster",
    ),
    (
        &["seed", "token", "password", "secret", "certificatekey", "tokensecret"],
        "leave it out: no secret belongs in cluster.toml; all of them are derived from the seed, and --seed-file says where that is",
    ),
    (&["apiversion", "kind", "metadata", "spec"], "leave it out: a cluster.toml is no Kubernetes object"),
    (
        &["o", "organization", "organizations"],
        "leave it out: Kubernetes reads a certificate's organizations as groups; [pki.subject] has country, province, locality and organizational_unit",
    ),
    (
        &["commonname", "cn"],
        "leave it out: each certificate's common name is what Kubernetes knows its holder by",
    ),
    (
        &["certificatesdir", "certsdir"],
        "leave it out: files lie where kubeadm has them, in /etc/kubernetes/pki",
    ),
    (&["datadir"], "leave it out: etcd's data is in /var/lib/etcd"),
    (&["extravolumes"], "leave it out: static pods mount what kubemint's own flags name"),
    (&["role", "roles"], "leave it out: the header says it, [[control_plane]] or [[worker]]"),
    (
        &["localapiendpoint", "noderegistration"],
        "leave it out: a node's address, labels and taints are keys of its [[control_plane]] or [[worker]]",
    ),
    (&["ssh", "sshkey", "user"], "leave it out: kubemint dials no machine"),
    (
        &["local"],
        "leave it out: etcd runs on each control-plane node, with its data in /var/lib/etcd, unless `external` of [etcd] names another",
    ),
    (
        &["servercertsans", "peercertsans"],
        "leave it out: a member's certificates have the name and `address` of its [[control_plane]] node",
    ),
    (
        &["admissioncontrol", "admissionplugins", "enableadmissionplugins"],
        "leave it out: take `enable-admission-plugins` and `admission-control-config-file` in [apiserver.extra_args]",
    ),
    (
        &["machine", "install", "disk", "kernel"],
        "leave it out: kubemint writes what Kubernetes reads, and sets up nothing else of a machine; [[overlay]] lays files \
         of your own over it",
    ),
    (
        &["containermanager", "containerd", "docker", "crio"],
        "leave it out: install the container runtime yourself; `container_runtime_endpoint` of [kubelet] names its socket",
    ),
    (
        &["haproxy", "loadbalancer"],
        "take [load_balancer]: nodes = \"haproxy\" sets up a haproxy on each worker",
    ),
    (
        &["keepalived"],
        "take `virtual_ip`, `interface` and `router_id` of [load_balancer]: keepalived holds that address on the control plane",
    ),
    (
        &["kubevip", "metallb", "nginx"],
        "leave it out: kubemint sets up haproxy and keepalived, with [load_balancer]; `endpoint` of [cluster] names another load \
         balancer that is there",
    ),
    (
        &["signing", "profiles", "profile", "usages", "csr", "req"],
        "leave it out: what each certificate is for is fixed; `ca_validity`, `leaf_validity` and `key_algorithm` of [pki] say the rest",
    ),
    (
        &["sops"],
        "leave it out, and the file unencrypted: it has no secrets. The seed may be encrypted by age, or come from `sops -d` by --seed-file -",
    ),
    (
        &["include", "includes", "import", "imports", "vars", "variables"],
        "leave it out: a cluster.toml is one file, and nothing in it is substituted; have a template engine write it",
    ),
    (
        &["enabled", "enable", "disabled"],
        "leave it out: `provider = \"none\"` switches [encryption] off, and `policy = \"off\"` [audit]",
    ),
];

/// What `unknown` probably means in the table of `shape`.
pub(super) fn meant(shape: &'static Shape, unknown: &str) -> Meant {
    let plain: String =
        unknown.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let own = |name: &'static str| Meant { own: Some(name), help: format!("did you mean `{name}`?") };
    let is = |words: &&[&str]| words.contains(&plain.as_str());
    if let Some(near) = suggestion(unknown, shape.keys.iter().map(|key| key.name)) {
        return own(near);
    }
    if shape.title.is_empty()
        && let Some((_, header)) = TABLES.iter().find(|(words, _)| is(words))
    {
        let name = header.trim_matches(['[', ']']);
        return Meant { own: shape.key(name).map(|key| key.name), help: format!("write {header}") };
    }
    let key = KEYS.iter().filter(|(words, ..)| is(words));
    let in_table = key.clone().find(|(_, _, name)| shape.key(name).is_some());
    if let Some((_, _, name)) = in_table {
        return own(name);
    }
    let of_another =
        tables::shapes().find(|other| !std::ptr::eq(*other, shape) && other.key(unknown).is_some());
    let help = if let Some(header) = table_of_its_own(shape, unknown, &plain) {
        header
    } else if shape.title == "[etcd]" && ["version", "tag", "image", "imagetag"].contains(&plain.as_str()) {
        "here it is `etcd_tag` of [images]; leave it out for the etcd that belongs to `kubernetes_version`"
            .to_owned()
    } else if let Some(other) = of_another.filter(|other| !other.title.is_empty()) {
        format!("`{unknown}` is a key of {}: move it there", other.in_words())
    } else if let Some((_, table, name)) = key.clone().next() {
        format!("here it is `{name}` of {table}")
    } else if let Some((_, help)) = ELSEWHERE.iter().find(|(words, _)| is(words)) {
        (*help).to_owned()
    } else {
        flag_or_field(shape, unknown)
    };
    Meant { own: None, help }
}

/// The advice for a top-level key, or another tool's name for a table, below a header.
fn table_of_its_own(shape: &'static Shape, unknown: &str, plain: &str) -> Option<String> {
    if shape.title.is_empty() {
        return None;
    }
    if unknown == "schema" {
        return Some("move it to the top of the file, above the first header".to_owned());
    }
    let is_it = |other: &&'static Shape| other.title.trim_matches(['[', ']']) == unknown;
    let known = tables::shapes().find(is_it).map(|other| other.title);
    let header = known.or_else(|| {
        let (_, header) = TABLES.iter().find(|(words, _)| words.contains(&plain))?;
        Some(*header)
    });
    header.map(|header| format!("it is a table of its own: write {header}"))
}

/// The place of a component's flag or field.
fn flag_or_field(shape: &'static Shape, unknown: &str) -> String {
    if unknown.contains('-') && shape.key("extra_args").is_some() {
        return format!("a flag belongs in {}", shape.title.replace(']', ".extra_args]"));
    }
    if shape.key("config").is_some() {
        return format!("a field of its configuration belongs in {}", shape.title.replace(']', ".config]"));
    }
    "leave it out: kubemint has nothing of that name; docs/configuration.md says what each key does"
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_other_programs_call_a_key_is_one_here() {
        for (words, table, name) in KEYS {
            let header = table.split([',', ' ']).next().unwrap();
            let known = tables::shapes()
                .any(|shape| shape.key(name).is_some() && (shape.title == header || header == "each"));
            assert!(known, "{words:?}: {table} has no {name}");
        }
        for (_, header) in TABLES {
            let name = header.split(',').next().unwrap();
            let is_table = |name: &str| tables::shapes().find(|shape| shape.title == name);
            let config = name.strip_suffix(".config]").and_then(|before| is_table(&format!("{before}]")));
            let is_config = config.is_some_and(|shape| shape.key("config").is_some());
            assert!(is_table(name).is_some() || is_config, "{name}");
        }
    }

    #[test]
    fn words_are_without_case_and_separators() {
        let all = KEYS
            .iter()
            .map(|row| row.0)
            .chain(TABLES.iter().map(|row| row.0))
            .chain(ELSEWHERE.iter().map(|row| row.0));
        for word in all.flatten() {
            assert!(word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()), "{word}");
        }
    }
}
