//! Errors about one value of cluster.toml, or about its form.

use super::explanation::{
    Example::{Lines, Text},
    Explanation, error,
};

pub(super) static VALUES: &[Explanation] = &[
    error(
        "toml",
        "The file is not valid TOML. Nothing else is reported until it is.",
        Text("name = \"kubernetes"),
        "Correct the line that the message points to; the help says which character is missing or too many.",
    ),
    error(
        "unknown-key",
        "A table has a key that kubemint does not know, most often a misspelt one or one of the wrong table.",
        Lines("[kubelet]\nmaxpods = 250"),
        "Take the key that the help suggests. docs/configuration.md lists the keys of each table; fields of the \
         KubeletConfiguration go into `[kubelet.config]`, flags into `extra_args` of their component.",
    ),
    error(
        "missing-key",
        "A table lacks a key that has no default, since only you know its value.",
        Lines("[[worker]]\nname = \"worker-1\""),
        "Add the key, as the help shows.",
    ),
    error(
        "wrong-type",
        "A value has another type than its key takes, such as a number in place of a string.",
        Lines("[apiserver]\nport = \"6443\""),
        "Write the value as the type that is expected: strings in quotes, numbers and booleans without.",
    ),
    error(
        "choice",
        "The value is not one of the words that this key accepts.",
        Lines("[audit]\npolicy = \"everything\""),
        "Take one of the words that are listed as expected.",
    ),
    error(
        "number",
        "A number is out of the range that the component or the protocol has for it.",
        Lines("[apiserver]\nport = 70000"),
        "Take a number in the range that the help gives.",
    ),
    error(
        "count",
        "An array has more or fewer elements than the key takes, such as three addresses of one node.",
        Lines("[[worker]]\nname = \"worker-1\"\naddress = [\"192.168.56.111\", \"fd00::1\", \"fd00::2\"]"),
        "Leave elements out: a node has one address, or one of each IP family.",
    ),
    error(
        "too-many-entries",
        "A table or array has more entries than any real cluster needs. The limit keeps the time and memory bounded that a \
         cluster.toml from a pull request can take.",
        Text("[apiserver]\nextra_sans = [\"a-1.example.com\", \"a-2.example.com\", … 1,001 names]"),
        "Generate fewer entries; a wildcard name or a pattern often says the same.",
    ),
    error(
        "too-many-errors",
        "The file has so many errors that the rest is not listed. Most often one mistake at the top repeats itself.",
        Text("a-1 = 1\na-2 = 1\n… and so on for thousands of lines"),
        "Correct those that are listed and run the command again.",
    ),
    error(
        "schema",
        "`schema` is not the version of the format that this kubemint renders. Keys are derived differently in another \
         schema, so it is never guessed.",
        Lines("schema = 2"),
        "Write `schema = 1`, or use the kubemint that the cluster was set up with.",
    ),
    error(
        "token-issuer",
        "An issuer of service accounts' tokens is neither an https URL nor a word without a colon. kube-apiserver does not start \
         with a URL that it cannot parse, and serves the public keys for others to verify only below an https URL.",
        Lines("[service_accounts]\nissuers = [\"http://oidc.example.com\"]"),
        "Write https://, a host and perhaps a path, without query and fragment.",
    ),
    error(
        "audience",
        "An audience of tokens is empty, too long, or has a space, a comma or a quote.",
        Lines("[service_accounts]\napi_audiences = [\"kubernetes, vault\"]"),
        "Write each audience as a string of its own.",
    ),
    error(
        "https-url",
        "A value is not an https URL with a host and perhaps a port and a path.",
        Lines("[service_accounts]\njwks_uri = \"oidc.example.com/keys\""),
        "Write a URL such as `https://oidc.example.com/keys`.",
    ),
    error(
        "name",
        "The name of a cluster is not a DNS-1123 label, or that of a node or a person not a DNS-1123 subdomain.",
        Lines("[[worker]]\nname = \"Worker_1\"\naddress = \"192.168.56.111\""),
        "Use 1 to 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit.",
    ),
    error(
        "dns-name",
        "A domain is not a DNS name.",
        Lines("[cluster]\ndns_domain = \"Cluster_Local\""),
        "Use lower-case letters, digits and hyphens, with dots between the labels, such as `cluster.local`.",
    ),
    error(
        "host",
        "A name for a certificate is neither a DNS name nor an IP address; a URL or a port is neither.",
        Lines("[apiserver]\nextra_sans = [\"https://api.example.com\"]"),
        "Write the host alone, without scheme, port or path.",
    ),
    error(
        "endpoint",
        "The endpoint is not `HOST:PORT`. Kubeconfigs and certificates are made from its two parts.",
        Lines("[cluster]\nendpoint = \"https://192.168.56.105:6443\""),
        "Write the host and the port alone, such as `192.168.56.105:6443`; an IPv6 address goes into brackets.",
    ),
    error(
        "source-path",
        "The path of a file or directory of your own leads out of the directory of cluster.toml, or could not be a path on every \
         machine.",
        Lines("[[object]]\nsource = \"../cilium.yaml\""),
        "Keep the file beside cluster.toml or below it, and name it from there.",
    ),
    error(
        "interface",
        "A text is not the name of a network interface on which other machines are reached.",
        Lines("[load_balancer]\ninterface = \"eth0:1\""),
        "Write the name that `ip -brief address` shows on the machine, such as `eth0`.",
    ),
    error(
        "address",
        "A node's address is no address at which other machines reach it: a loopback, multicast, link-local or broadcast \
         address, or no IP address at all.",
        Lines("[[worker]]\nname = \"worker-1\"\naddress = \"127.0.0.1\""),
        "Take the address that the machine has on the network of the nodes.",
    ),
    error(
        "dns-upstream",
        "A DNS server to which CoreDNS forwards is neither an address nor a file, or there are more of them than CoreDNS takes.",
        Lines("[coredns]\nupstreams = [\"dns.example.com\"]"),
        "Take the server's address, with its port if that is not 53, or a file such as `/etc/resolv.conf`; at most 15 of them.",
    ),
    error(
        "cidr",
        "A range of addresses is not written as one.",
        Lines("[cluster]\npod_cidr = \"172.30.0.0\""),
        "Write its first address, a slash and the length of the prefix, such as `172.30.0.0/16`.",
    ),
    error(
        "cidr-host-bits",
        "The address of a range has bits behind its prefix. It is unclear whether the address or the length is wrong.",
        Lines("[cluster]\nservice_cidr = \"10.254.1.0/16\""),
        "Write the first address of the range, as the help shows, or correct the length of the prefix.",
    ),
    error(
        "cluster-id",
        "The id is not 32 lower-case hexadecimal digits. Every key is derived from it, so it must be exact.",
        Lines("[cluster]\nid = \"5F0C\""),
        "Copy the id that the cluster began with. A new cluster takes what `kubemint init` or `openssl rand -hex 16` gives.",
    ),
    error(
        "kubernetes-version",
        "The value is not a Kubernetes version, or this version of kubemint does not support its minor release.",
        Lines("[cluster]\nkubernetes_version = \"1.37\""),
        "Write a whole release, such as `1.37.2`. A newer minor needs a newer kubemint.",
    ),
    error(
        "timestamp",
        "A moment is not an RFC 3339 date and time with an offset and whole seconds in the years 1970 to 9999.",
        Lines("[pki]\nnot_before = 2026-11-23"),
        "Write it with time and offset, such as `2026-11-23T00:00:00Z`.",
    ),
    error(
        "validity",
        "A validity is not a whole number above 0 with its unit.",
        Lines("[pki]\nleaf_validity = \"12 months\""),
        "Write years, days or hours, such as `1y`, `90d` or `720h`.",
    ),
    error(
        "key-algorithm",
        "The value is not one of the algorithms that the keys of a cluster can have.",
        Lines("[pki]\nkey_algorithm = \"ed25519\""),
        "Take `ecdsa-p256`, `ecdsa-p384`, `rsa-2048`, `rsa-3072` or `rsa-4096`. Kubernetes accepts no Ed25519 keys for service \
         accounts.",
    ),
    error(
        "trusted-generations",
        "`trusted` is not a list of generations that contains the active one. A key that signs must be trusted.",
        Lines("[encryption]\nkey = { active = 2, trusted = [1] }"),
        "Add the active generation to `trusted`; docs/rotation.md has the steps of a rotation.",
    ),
    error(
        "subject-text",
        "A text is not allowed in the subject of a certificate.",
        Lines("[pki.subject]\nprovince = \"\""),
        "Use 1 to 64 characters without control characters and without a space at either end, or leave the key out.",
    ),
    error(
        "country",
        "The country of the certificates' subject is not a code of two capital letters.",
        Lines("[pki.subject]\ncountry = \"Germany\""),
        "Take the two letters that ISO 3166 gives the country, such as `DE`.",
    ),
    error(
        "group",
        "The name of a group is not allowed in a certificate, where Kubernetes reads it as an organization.",
        Lines("[[admin]]\nname = \"alice\"\ngroups = [\"\"]"),
        "Use 1 to 64 characters without control characters and without a space at either end.",
    ),
    error(
        "label-key",
        "The key of a node's label is not one that Kubernetes accepts.",
        Lines(
            "[[worker]]\nname = \"worker-1\"\naddress = \"192.168.56.111\"\nlabels = { \"disk type\" = \"ssd\" }",
        ),
        "Use letters, digits, `-`, `_` and `.`, with an optional DNS prefix and a slash, such as `example.com/disk`.",
    ),
    error(
        "label-value",
        "The value of a node's label is not one that Kubernetes accepts.",
        Lines(
            "[[worker]]\nname = \"worker-1\"\naddress = \"192.168.56.111\"\nlabels = { disk = \"very fast\" }",
        ),
        "Use up to 63 letters, digits, `-`, `_` and `.`. Free text belongs in an annotation.",
    ),
    error(
        "taint",
        "A taint is not written as `kubectl taint` writes it.",
        Lines("[[worker]]\nname = \"worker-1\"\naddress = \"192.168.56.111\"\ntaints = [\"gpu\"]"),
        "Write `key=value:Effect` or `key:Effect`, with the effect NoSchedule, PreferNoSchedule or NoExecute.",
    ),
    error(
        "recipient",
        "A recipient is not a public key that age encrypts to, or one that keeps nothing secret: a damaged copy, a key whose \
         private half is published, or a weak one.",
        Lines("[cluster]\nrecipients = [\"age1nobody\"]"),
        "Copy the whole public key: an age recipient (`age-keygen -y KEY`) or an ssh-ed25519 or ssh-rsa key.",
    ),
    error(
        "private-key",
        "A private key stands where a public one belongs. The message does not repeat it.",
        Lines("[cluster]\nrecipients = [\"AGE-SECRET-KEY-1…\"]"),
        "Replace it with the public key, and create a new key pair: anyone who can read the file or the Git history has this private key.",
    ),
    error(
        "image-repository",
        "The repository is not what stands before an image's own name.",
        Lines("[images]\nrepository = \"https://registry.example.com/\""),
        "Write HOST, HOST:PORT or HOST/PATH in lower case, such as `registry.example.com:5000/k8s`.",
    ),
    error(
        "image-tag",
        "The value is not a valid image tag.",
        Lines("[images]\netcd_tag = \"3.7.0+1\""),
        "Use up to 128 letters, digits, `.`, `_` and `-`, such as `3.7.0-0`.",
    ),
    error(
        "image-digest",
        "A digest is not the SHA-256 of an image's manifest.",
        Lines("[images.digests]\netcd = \"sha256:12\""),
        "Write `sha256:` and 64 lower-case hexadecimal digits, as `crane digest IMAGE` prints them.",
    ),
    error(
        "log-path",
        "The path of the audit log is not an absolute path to a file in a directory of its own. kube-apiserver gets that \
         directory mounted and writable, so it must hold nothing else.",
        Lines("[audit]\nlog_path = \"/var/log/audit.log\""),
        "Take a directory for it, such as `/var/log/kubernetes/audit/audit.log`.",
    ),
    error(
        "unix-socket",
        "The endpoint of the container runtime is not the address of a socket.",
        Lines("[kubelet]\ncontainer_runtime_endpoint = \"/run/containerd/containerd.sock\""),
        "Write `unix://` and an absolute path, such as `unix:///run/containerd/containerd.sock`.",
    ),
    error(
        "numeric-id",
        "A UID is one that no component should run as: root's, nobody's, or none at all.",
        Lines("[users]\netcd = 0"),
        "Take a number below 1000 that no user or group of the machines has.",
    ),
    error(
        "command",
        "The command with which a rollout reaches a machine has something in it that only a shell reads.",
        Lines("[rollout]\nssh = \"ssh -p 2222 ops@$HOST\""),
        "Write words and `{name}` or `{address}` alone; what needs quotes or variables goes into ~/.ssh/config or a script.",
    ),
];
