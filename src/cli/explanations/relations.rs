//! Errors about values that are valid by themselves and contradict each other.

use super::explanation::{
    Example::{Lines, WithFile},
    Explanation, error,
};

pub(super) static RELATIONS: &[Explanation] = &[
    error(
        "address-families",
        "A node has two addresses of one IP family. A dual-stack node has one of each.",
        Lines("[[worker]]\nname = \"worker-1\"\naddress = [\"192.168.56.111\", \"192.168.56.211\"]"),
        "Leave one out, or take one of IPv4 and one of IPv6.",
    ),
    error(
        "address-in-range",
        "An address of a machine or of the endpoint is in the range of Services or Pods, so that packets to it would be taken \
         for packets to them.",
        Lines("[[worker]]\nname = \"worker-1\"\naddress = \"172.30.3.4\""),
        "Move the range, or give the node another address.",
    ),
    error(
        "virtual-ip",
        "The virtual IP cannot be held by keepalived: its router_id or an interface is missing, it is the address of a node or of \
         another family, or there is no virtual IP for them.",
        Lines("[load_balancer]\ninterface = \"eth0\""),
        "Set virtual_ip, interface and router_id of [load_balancer], with a free address of the control-plane nodes' network.",
    ),
    error(
        "duplicate-address",
        "Two nodes have the same address.",
        Lines(
            "[[worker]]\nname = \"worker-1\"\naddress = \"192.168.56.111\"\n\n\
             [[worker]]\nname = \"worker-2\"\naddress = \"192.168.56.111\"",
        ),
        "Correct one of the two.",
    ),
    error(
        "duplicate-name",
        "Two nodes, or two people, have the same name. Certificates and directories are named after them.",
        Lines(
            "[[worker]]\nname = \"worker-1\"\naddress = \"192.168.56.111\"\n\n\
             [[worker]]\nname = \"worker-1\"\naddress = \"192.168.56.112\"",
        ),
        "Rename one of them, or take one away.",
    ),
    error(
        "node-name-length",
        "The name of a node is valid, but the kubelet's user name made from it is longer than the 64 characters that RFC 5280 \
         allows in a certificate's common name.",
        Lines(
            "[[worker]]\nname = \"worker-in-a-building-with-a-very-long-street-address-1\"\naddress = \"192.168.56.111\"",
        ),
        "Take a name of at most 52 characters.",
    ),
    error(
        "control-plane-count",
        "An even number of etcd members tolerates no more failures than one member less.",
        Lines(
            "[[control_plane]]\nname = \"master-1\"\naddress = \"192.168.56.101\"\n\n\
             [[control_plane]]\nname = \"master-2\"\naddress = \"192.168.56.102\"",
        ),
        "Have 1, 3, 5 or 7 control-plane nodes.",
    ),
    error(
        "cidr-families",
        "Two ranges of Services or Pods are of one IP family.",
        Lines("[cluster]\npod_cidr = [\"172.30.0.0/16\", \"172.31.0.0/16\"]"),
        "Leave one out, or take one of IPv4 and one of IPv6.",
    ),
    error(
        "dual-stack",
        "Services have another number of IP families than Pods or nodes. A cluster has one family everywhere, or both \
         everywhere.",
        Lines("[cluster]\nservice_cidr = [\"10.254.0.0/16\", \"fd00:254::/108\"]"),
        "Add the range or address of the other family, or leave one range out.",
    ),
    error(
        "primary-family",
        "The first of two ranges or addresses is of one IP family here and of the other elsewhere. The first one is the \
         primary family, in which API servers and nodes are reached.",
        Lines(
            "[cluster]\nservice_cidr = [\"fd00:254::/108\", \"10.254.0.0/16\"]\n\
             pod_cidr = [\"172.30.0.0/16\", \"fd00:30::/48\"]",
        ),
        "Write the families in the same order everywhere.",
    ),
    error(
        "ranges-overlap",
        "The ranges of Services and Pods, or of them and of what Kubernetes reserves, share addresses.",
        Lines("[cluster]\npod_cidr = \"10.0.0.0/8\""),
        "Move one of them, also out of the network of the nodes.",
    ),
    error(
        "special-range",
        "A range has addresses that no machine can have, such as link-local or multicast ones.",
        Lines("[cluster]\npod_cidr = \"169.254.0.0/16\""),
        "Take a part of the private ranges, such as 10.0.0.0/8 or fd00::/8.",
    ),
    error(
        "service-range-too-large",
        "kube-apiserver refuses a Service range of more than 20 host bits.",
        Lines("[cluster]\nservice_cidr = \"10.0.0.0/8\""),
        "Take a range from /12 to /28, or from /108 to /124 for IPv6.",
    ),
    error(
        "service-range-too-small",
        "The Service range lacks the tenth address, which is that of the cluster's DNS.",
        Lines("[cluster]\nservice_cidr = \"10.254.0.0/29\""),
        "Take a range from /12 to /28, or from /108 to /124 for IPv6.",
    ),
    error(
        "node-mask",
        "kube-controller-manager refuses to divide the Pod range into ranges of this size: the node mask is shorter than the \
         range's own, or more than 16 bits longer.",
        Lines("[cluster]\npod_cidr = \"172.30.0.0/16\"\nnode_mask_ipv4 = 12"),
        "Take a node mask between the two, or another Pod range.",
    ),
    error(
        "too-few-node-ranges",
        "The Pod range has fewer ranges of the node mask than there are nodes, so that some node would get none.",
        Lines("[cluster]\npod_cidr = \"172.30.0.0/23\""),
        "Take a larger Pod range, or a longer node mask.",
    ),
    error(
        "max-pods",
        "A node may run more pods than its range has addresses.",
        Lines("[kubelet.config]\nmaxPods = 300"),
        "Lower maxPods, or give each node a larger part of the Pod range with a shorter node mask.",
    ),
    error(
        "endpoint-address",
        "The endpoint is an address that leads to no API server from other machines, such as a loopback address.",
        Lines("[cluster]\nendpoint = \"127.0.0.1:6443\""),
        "Take the address of the load balancer or virtual IP; with one control-plane node, its own.",
    ),
    error(
        "port-taken",
        "The endpoint has an address of a node and a port at which another component listens there.",
        Lines("[cluster]\nendpoint = \"192.168.56.101:2379\""),
        "Take the API server's port.",
    ),
    error(
        "bind-address",
        "A component would listen at an address at which the other machines, or its probes, cannot reach it.",
        Lines("[apiserver]\nbind_address = \"fd00::1\""),
        "Leave `bind_address` out for all addresses of the node, or take one of the primary family.",
    ),
    error(
        "leaf-before-ca",
        "Leaf certificates would become valid before their CA, so that nothing accepts them until then.",
        Lines("[pki]\nleaf_not_before = 2026-11-22T00:00:00Z"),
        "Take a later moment, or leave `leaf_not_before` out.",
    ),
    error(
        "leaf-outlives-ca",
        "Leaf certificates would expire after the CA that signed them, so that they cannot be verified to the end.",
        Lines("[pki]\nca_validity = \"90d\"\nleaf_validity = \"1y\""),
        "Shorten `leaf_validity`, or lengthen `ca_validity`.",
    ),
    error(
        "validity-end",
        "A certificate would expire after the year 9999, which X.509 cannot express.",
        Lines("[pki]\nca_validity = \"7974y\""),
        "Take a shorter validity.",
    ),
    error(
        "validity-beyond-go",
        "kube-controller-manager gets the validity as a duration of Go, and a longer one than some 292 years keeps it from \
         starting.",
        Lines("[pki]\nca_validity = \"400y\"\nleaf_validity = \"293y\""),
        "Shorten `leaf_validity`, or set `cluster-signing-duration` in `extra_args` of `[controller_manager]`.",
    ),
    error(
        "token-expiry",
        "The bootstrap token would expire before certificates become valid, so that no machine could join with it.",
        Lines("[bootstrap]\ntoken_expiry = 2026-11-22T00:00:00Z"),
        "Take a later moment, or leave it out for a day after `not_before`.",
    ),
    error(
        "unknown-leaf-key",
        "`[pki.generations]` or `[pki.renewals]` names a leaf certificate that this cluster does not have.",
        Lines("[pki.generations]\nleaf = { \"kubelet/worker-9\" = 2 }"),
        "Take a label of kubemint.lock in the rendered tree, such as `apiserver/master-1`.",
    ),
    error(
        "admin-name",
        "A person has the name of another certificate of the tree, and would get its rights.",
        Lines("[[admin]]\nname = \"kube-apiserver-kubelet-client\""),
        "Take the person's or the program's own name.",
    ),
    error(
        "admin-group",
        "Members of system:masters can do everything until their CA ends, whatever RBAC says: no certificate can be taken back.",
        Lines("[[admin]]\nname = \"alice\"\ngroups = [\"system:masters\"]"),
        "Take a group of your own and bind it to a role. For emergencies there is super-admin.conf.",
    ),
    error(
        "duplicate-id",
        "Two components have the same UID, so that each could read the other's keys.",
        Lines("[users]\netcd = 562"),
        "Take a number of its own for each; those that the file does not name are 561 to 565.",
    ),
    error(
        "duplicate-taint",
        "A node has two taints of one key and effect, of which Kubernetes keeps one.",
        Lines(
            "[[worker]]\nname = \"worker-1\"\naddress = \"192.168.56.111\"\n\
             taints = [\"gpu=yes:NoSchedule\", \"gpu:NoSchedule\"]",
        ),
        "Keep one of them.",
    ),
    error(
        "kubelet-label",
        "The kubelet sets this label itself each time it starts, and would change it back.",
        Lines(
            "[[worker]]\nname = \"worker-1\"\naddress = \"192.168.56.111\"\n\
             labels = { \"kubernetes.io/hostname\" = \"a\" }",
        ),
        "Leave it out, or take a label of your own.",
    ),
    error(
        "also-reads",
        "`also_reads` names the provider that writes, or contains a duplicate.",
        Lines("[encryption]\nprovider = \"secretbox\"\nalso_reads = [\"secretbox\"]"),
        "Name only providers that no longer write, or do not yet.",
    ),
    error(
        "audit-policy-file",
        "The file of the audit policy cannot be used as `policy_file`: it is not there, its path leaves the directory of \
         cluster.toml, or `policy` is set too.",
        Lines("[audit]\npolicy_file = \"no-such-policy.yaml\""),
        "Keep the policy beside cluster.toml, name it by a relative path, and leave `policy` out.",
    ),
    error(
        "object",
        "A file of objects has one that an API server of this minor would refuse.",
        WithFile("[[object]]\nsource = \"net.yaml\"", "net.yaml", "apiVersion: v1\nkind: ConfigMap\n"),
        "Correct the object that the message names.",
    ),
    error(
        "object-secret",
        "An object has secret values. The objects to apply are in the public output, which may be committed.",
        WithFile(
            "[[object]]\nsource = \"secret.yaml\"",
            "secret.yaml",
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\nstringData:\n  a: b\n",
        ),
        "Create the Secret by other means, such as a sealed secret or an operator that reads it from a vault.",
    ),
    error(
        "object-source",
        "A file or directory of objects cannot be read.",
        Lines("[[object]]\nsource = \"missing.yaml\""),
        "Correct the path.",
    ),
    error(
        "duplicate-object",
        "Two files have the same object, or a file has one that kubemint renders itself: the later would overwrite the first.",
        WithFile(
            "[[object]]\nsource = \"net.yaml\"",
            "net.yaml",
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: coredns\n  namespace: kube-system\n",
        ),
        "Keep the object in one place.",
    ),
    error(
        "audit-policy",
        "kube-apiserver would refuse the audit policy: it is not one audit.k8s.io/v1 Policy, or a field or a level is wrong.",
        WithFile(
            "[audit]\npolicy_file = \"policy.yaml\"",
            "policy.yaml",
            "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Everything\n",
        ),
        "Correct the line that the message names; a Policy has rules, and each rule a level.",
    ),
    error(
        "audit-webhook",
        "A webhook for audit events is set up, and the audit policy records nothing.",
        Lines(
            "[audit]\npolicy = \"off\"\n\n[apiserver.extra_args]\n\
             audit-webhook-config-file = \"/etc/kubernetes/pki/audit-webhook.yaml\"",
        ),
        "Set `policy` or `policy_file` of `[audit]`, or leave the webhook out.",
    ),
    error(
        "authentication-file",
        "The file of the AuthenticationConfiguration is not there, or its path leaves the directory of cluster.toml.",
        Lines("[apiserver]\nauthentication_file = \"no-such-file.yaml\""),
        "Keep the file beside cluster.toml, and name it by a relative path.",
    ),
    error(
        "authentication",
        "kube-apiserver would refuse the AuthenticationConfiguration, or it contradicts what the tree sets.",
        WithFile(
            "[apiserver]\nauthentication_file = \"authentication.yaml\"",
            "authentication.yaml",
            "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\njwt:\n- claimMapping: {}\n",
        ),
        "Correct what the message names, and leave out `anonymous`, which the tree decides.",
    ),
    error(
        "verification-keys-file",
        "A file of public keys is not there, or its path leaves the directory of cluster.toml.",
        Lines("[service_accounts]\nverification_keys = [\"no-such-file.pub\"]"),
        "Keep the file beside cluster.toml, and name it by a relative path.",
    ),
    error(
        "verification-keys",
        "The file has something else than public keys in PEM with which kube-apiserver verifies tokens: a private key, a \
         certificate, or a key that is neither RSA nor ECDSA.",
        WithFile(
            "[service_accounts]\nverification_keys = [\"old.pub\"]",
            "old.pub",
            "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
        ),
        "Name a file of public keys alone: `openssl pkey -pubout` writes that of a private key, `openssl x509 -noout -pubkey` \
         that of a certificate.",
    ),
    error(
        "corefile-file",
        "The Corefile is not there, its path leaves the directory of cluster.toml, or `upstreams` is set too.",
        Lines("[coredns]\ncorefile = \"no-such-file\""),
        "Keep the file beside cluster.toml, name it by a relative path, and leave `upstreams` out.",
    ),
    error(
        "corefile",
        "CoreDNS would refuse the Corefile before any plugin reads its part.",
        WithFile("[coredns]\ncorefile = \"Corefile\"", "Corefile", ".:53 {\n    errors\n"),
        "Correct the line that the message names: each block is opened at the end of a line, and closed.",
    ),
    error(
        "etcd-external",
        "A setting of etcd stands beside `external`, and kubemint does not run an external etcd.",
        Lines("[etcd]\nexternal = [\"etcd-1.example.com:2379\"]\nextra_args = { snapshot-count = \"5000\" }"),
        "Leave the setting out, and make it where that etcd is set up.",
    ),
    error(
        "etcd-initial-state",
        "Every etcd member would join a cluster, and none of them starts it.",
        Lines(
            "[[control_plane]]\nname = \"master-1\"\naddress = \"192.168.56.101\"\netcd_initial_state = \"existing\"",
        ),
        "Write `existing` only for a member that is added to a running etcd, and leave the key out for the others.",
    ),
    error(
        "etcd-tag",
        "The tag of etcd's image does not begin with a version whose flags kubemint knows.",
        Lines("[images]\netcd_tag = \"3.5.21-0\""),
        "Leave it out for the tag that kubeadm of this minor uses, or take one of the versions that are listed as expected.",
    ),
];
