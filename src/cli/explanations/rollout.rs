//! Warnings of `diff` about a rollout. What the table of hazards says of its own is not repeated here.

use super::explanation::{
    Example::{Change, Commands, Text},
    Explanation, hazard, warning,
};

pub(super) static ROLLOUT: &[Explanation] = &[
    hazard("apiserver-port", Change("", "[apiserver]\nport = 7443")),
    hazard("ca-subject", Change("", "[pki.subject]\ncountry = \"DE\"")),
    hazard("etcd-key-prefix", Text("a tree whose API servers store below another prefix than /registry")),
    hazard(
        "etcd-peer-address",
        Change(
            "[[control_plane]]\nname = \"master-1\"\naddress = \"192.168.56.101\"",
            "[[control_plane]]\nname = \"master-1\"\naddress = \"192.168.56.104\"",
        ),
    ),
    hazard(
        "etcd-quota",
        Change(
            "[etcd.extra_args]\nquota-backend-bytes = \"8589934592\"",
            "[etcd.extra_args]\nquota-backend-bytes = \"4294967296\"",
        ),
    ),
    hazard("etcd-store", Change("", "[etcd]\nexternal = [\"192.168.56.90:2379\"]")),
    hazard(
        "etcd-store-of-resources",
        Change("", "[apiserver.extra_args]\netcd-servers-overrides = \"/events#https://192.168.56.90:2379\""),
    ),
    hazard("etcd-wal-directory", Change("", "[etcd.extra_args]\nwal-dir = \"/var/lib/etcd/wal\"")),
    hazard(
        "every-key",
        Commands(
            "git init -q && git add -A && git commit -qm \"Render the cluster\"\n\
             printf '%s\\n' b7d3f8a16c2e4905d1883ac05f7e62b94d0ce1f35a96287bc4f0de178a63925e > seed && chmod 600 seed\n\
             kubemint render --replace-identity && kubemint diff --as-rendered --against HEAD",
        ),
    ),
    hazard("key-algorithm", Change("", "[pki]\nkey_algorithm = \"ecdsa-p384\"")),
    hazard("kubelet-serving", Change("", "[kubelet]\nserving = \"self-signed\"")),
    hazard("kubelet-serving-approval", Change("", "[kubelet]\nserving = \"csr\"")),
    hazard(
        "leader-election-lock",
        Change("", "[scheduler.extra_args]\nleader-elect-resource-name = \"mine\""),
    ),
    hazard(
        "node-port-range",
        Change(
            "[apiserver.extra_args]\nservice-node-port-range = \"30000-32767\"",
            "[apiserver.extra_args]\nservice-node-port-range = \"30000-31000\"",
        ),
    ),
    hazard("cluster-dns", Change("", "[coredns]\nrun = \"none\"")),
    hazard("pod-range", Change("", "[cluster]\npod_cidr = \"172.29.0.0/16\"")),
    hazard("service-account-issuer", Change("", "[cluster]\ndns_domain = \"example.org\"")),
    hazard(
        "service-account-issuer-removed",
        Change(
            "[service_accounts]\nissuers = [\"https://b.example.com\", \"https://a.example.com\"]",
            "[service_accounts]\nissuers = [\"https://b.example.com\"]",
        ),
    ),
    hazard("service-range", Change("", "[cluster]\nservice_cidr = \"10.253.0.0/16\"")),
    hazard("token-audience", Change("", "[apiserver.extra_args]\napi-audiences = \"example.org\"")),
    warning(
        "hazards-unknown",
        "The tree before or after has no resolved cluster (cluster.json) that can be believed, so that nothing is known about \
         releases, addresses, members of etcd and settings that a running cluster does not survive changing.",
        Text("a tree that an earlier kubemint rendered"),
        "Render the cluster.toml of that tree with this kubemint, commit it, and compare with that.",
    ),
    warning(
        "account-number-taken",
        "A component gets a UID or GID that another account still has. Its files would belong to both.",
        Change("", "[users]\netcd = 562\nkube_apiserver = 561"),
        "Move the other account to a free number first, in a rollout of its own.",
    ),
    warning(
        "address-taken",
        "A node gets the address that another node has until now. While only one of two machines has its new address, commands, \
         API servers and members of etcd reach the other one.",
        Change(
            "[[worker]]\nname = \"worker-1\"\naddress = \"192.168.56.111\"\n\n\
             [[worker]]\nname = \"worker-2\"\naddress = \"192.168.56.112\"",
            "[[worker]]\nname = \"worker-1\"\naddress = \"192.168.56.112\"\n\n\
             [[worker]]\nname = \"worker-2\"\naddress = \"192.168.56.111\"",
        ),
        "First give the node an address that no node has, in a rollout of its own.",
    ),
    warning(
        "same-machine",
        "A machine gets another name or role. It must be drained, leave the cluster, lose its keys and data, and be installed anew.",
        Change(
            "[[worker]]\nname = \"worker-2\"\naddress = \"192.168.56.112\"",
            "[[worker]]\nname = \"worker-3\"\naddress = \"192.168.56.112\"",
        ),
        "Follow the order of the rollout: the old node leaves before the new one is installed.",
    ),
    warning(
        "node-address",
        "A worker's address changes. Its kubelet shows its certificate for the new address as soon as the files arrive, and \
         is not ready before the machine has that address.",
        Change(
            "[[worker]]\nname = \"worker-1\"\naddress = \"192.168.56.111\"",
            "[[worker]]\nname = \"worker-1\"\naddress = \"192.168.56.113\"",
        ),
        "Give the machine the new address first, beside the old one.",
    ),
    warning(
        "no-etcd-member-stays",
        "Every member of etcd is new. Nothing takes the data to them.",
        Change(
            "[[control_plane]]\nname = \"master-1\"\naddress = \"192.168.56.101\"",
            "[[control_plane]]\nname = \"master-2\"\naddress = \"192.168.56.102\"",
        ),
        "Add the new machines in one rollout, and take the old ones away in the next. With one machine alone, save a snapshot and \
         restore it there.",
    ),
    warning(
        "etcd-second-cluster",
        "A new member of etcd would start with --initial-cluster-state=new beside an etcd that runs, and could form a second, \
         empty cluster.",
        Change(
            "[[control_plane]]\nname = \"master-1\"\naddress = \"192.168.56.101\"",
            "[[control_plane]]\nname = \"master-1\"\naddress = \"192.168.56.101\"\n\n\
             [[control_plane]]\nname = \"master-2\"\naddress = \"192.168.56.102\"\n\n\
             [[control_plane]]\nname = \"master-3\"\naddress = \"192.168.56.103\"",
        ),
        "Set `etcd_initial_state = \"existing\"` for each new control-plane node.",
    ),
    warning(
        "bootstrap-token-ended",
        "New workers would join with a bootstrap token that ends before the certificates of this tree begin.",
        Change(
            "[pki]\nleaf_not_before = 2027-06-01T00:00:00Z\n\n\
             [[worker]]\nname = \"worker-1\"\naddress = \"192.168.56.111\"",
            "[pki]\nleaf_not_before = 2027-06-01T00:00:00Z\n\n\
             [[worker]]\nname = \"worker-1\"\naddress = \"192.168.56.111\"\n\n\
             [[worker]]\nname = \"worker-9\"\naddress = \"192.168.56.119\"",
        ),
        "Move `token_expiry` of `[bootstrap]` first.",
    ),
    warning(
        "container-runtime",
        "The container runtime, its cgroups or their driver change, and no tree sets the runtime up.",
        Change("", "[kubelet]\ncontainer_runtime_endpoint = \"unix:///run/crio/crio.sock\""),
        "Before a node's kubelet restarts, and while the node is drained, set its runtime up with the same settings, one machine \
         after the other.",
    ),
    warning(
        "cgroup-version",
        "From 1.35 a kubelet does not start on a machine with the first version of cgroups.",
        Change("[cluster]\nkubernetes_version = \"1.34.4\"", "[cluster]\nkubernetes_version = \"1.35.1\""),
        "See that `stat -fc %T /sys/fs/cgroup` prints cgroup2fs on each machine, or set failCgroupV1 = false in \
         `[kubelet.config]`.",
    ),
    warning(
        "selinux-mount",
        "From 1.37 the feature gate SELinuxMount is on: where machines have SELinux, pods with different labels can no longer use \
         the same volume.",
        Change("[cluster]\nkubernetes_version = \"1.36.3\"", "[cluster]\nkubernetes_version = \"1.37.2\""),
        "Look at the metric selinux_warning_controller_selinux_volume_conflict of kube-controller-manager first, or set the gate \
         to false.",
    ),
    warning(
        "older-minor",
        "A control plane cannot go back to an older minor: etcd has objects that it cannot read.",
        Change("", "[cluster]\nkubernetes_version = \"1.36.3\""),
        "Stay with the minor, or restore a snapshot that the older minor wrote.",
    ),
    warning(
        "skipped-minor",
        "The upgrade skips a minor, which the version-skew policy of Kubernetes does not allow.",
        Change("[cluster]\nkubernetes_version = \"1.35.1\"", "[cluster]\nkubernetes_version = \"1.37.2\""),
        "Go through each minor in a rollout of its own.",
    ),
    warning(
        "etcd-older-minor",
        "A member of etcd does not start with the data of a newer minor.",
        Change("", "[images]\netcd_tag = \"3.6.8-0\""),
        "First run `etcdctl downgrade validate` and `etcdctl downgrade enable`, save a snapshot, and downgrade one member after \
         the other, one minor at a time.",
    ),
    warning(
        "etcd-skipped-minor",
        "The upgrade skips a minor of etcd, and members of minors that are not neighbours form no cluster.",
        Text("from etcd 3.5, of a tree before Kubernetes 1.34, to etcd 3.7"),
        "Go through each minor of etcd in a rollout of its own.",
    ),
    warning(
        "etcd-old-patch",
        "Members that were removed once can come back and stop etcd, unless a patch release that repairs the list of members ran \
         in between.",
        Text("from etcd 3.5.20 to etcd 3.6"),
        "First roll out etcd 3.5.26 or a later patch of 3.5.",
    ),
    warning(
        "etcd-release-unknown",
        "The tag of etcd's image before or after is not a version, so that nothing tells whether the change skips a minor or goes \
         back.",
        Text("from a tree with etcd_tag = \"latest\""),
        "Name a release.",
    ),
    warning(
        "encryption-unreadable",
        "Secrets would be written with a key that an API server that has not restarted cannot read, or were written with one that \
         could no longer be read.",
        Change("", "[encryption]\nprovider = \"aescbc\""),
        "Roll the provider or key out in the steps that the message names, and rewrite every Secret in between.",
    ),
    warning(
        "encryption-unknown",
        "How Secrets are encrypted in etcd changes, and one of the trees has an EncryptionConfiguration that kubemint did not write.",
        Text("from a tree whose resolved cluster lacks the settings of encryption"),
        "Compare /etc/kubernetes/encryption/config.yaml of both trees by hand.",
    ),
    warning(
        "endpoint-changes",
        "Clients dial the endpoint that is in their files until those change.",
        Change("", "[cluster]\nendpoint = \"192.168.56.105:443\""),
        "Let the load balancer answer at both endpoints until every client dials the new one.",
    ),
    warning(
        "endpoint-not-in-certificates",
        "API servers reread their certificates as soon as the files arrive, and the old or the new endpoint is missing from them \
         for a while.",
        Change("", "[cluster]\nendpoint = \"192.168.56.106:6443\""),
        "First roll out the new host in `extra_sans` of `[apiserver]`, then the endpoint with the old host in `extra_sans`, and \
         take that away last.",
    ),
    warning(
        "name-leaves-certificates",
        "A name is removed from the API servers' certificates, and whoever still dials it refuses them.",
        Change("[apiserver]\nextra_sans = [\"old.example.org\"]", "[apiserver]\nextra_sans = []"),
        "Look at the kubeconfigs of people, CI and programs outside of the cluster, and at the load balancer's checks, first.",
    ),
    warning(
        "new-recipient",
        "Whoever has the private key of a new recipient can decrypt the secrets from the next `kubemint seal` on, and Git keeps what \
         was encrypted.",
        Change(
            "",
            "[cluster]\nrecipients = [\"age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\"]",
        ),
        "Do not merge it before you know whose key it is.",
    ),
];
