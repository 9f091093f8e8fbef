//! Warnings about cluster.toml, and about a run.

use super::explanation::{
    Example::{Commands, Lines},
    Explanation, warning,
};

pub(super) static FILE_AND_RUN: &[Explanation] = &[
    warning(
        "deprecated-feature-gate",
        "The component of this minor accepts the feature gate and reports that it will be removed. After that the component \
         refuses to start with it.",
        Lines("[cluster]\nkubernetes_version = \"1.34.4\"\n\n[apiserver.feature_gates]\nKMSv1 = true"),
        "Leave the gate out, or plan to before the minor that removes it.",
    ),
    warning(
        "deprecated-flag",
        "The component of this minor accepts the flag and reports that it will be removed. After that the component refuses \
         to start with it.",
        Lines(
            "[cluster]\nkubernetes_version = \"1.34.4\"\n\n[apiserver.extra_args]\ndefault-watch-cache-size = \"200\"",
        ),
        "Use what the help names in its place.",
    ),
    warning(
        "endpoint-family",
        "The endpoint is an address of an IP family that no node has, so that no machine can reach it.",
        Lines("[cluster]\nendpoint = \"[fd00::105]:6443\""),
        "Take an address of the nodes' family, or a name that resolves to one.",
    ),
    warning(
        "endpoint-machine",
        "The endpoint is one of several control-plane nodes, or has a port at which no API server listens. When that machine \
         fails, every client fails with it.",
        Lines("[cluster]\nendpoint = \"192.168.56.101:6443\""),
        "Take the address of a load balancer or virtual IP in front of all API servers.",
    ),
    warning(
        "idle-flag",
        "A flag configures a backend of the audit log that is off, so that it does nothing.",
        Lines("[audit]\npolicy = \"off\"\n\n[apiserver.extra_args]\naudit-log-format = \"legacy\""),
        "Leave the flag out, or turn the backend on.",
    ),
    warning(
        "partial-list",
        "A list replaces a component's default as a whole, and lacks some of its items. What they did ends.",
        Lines("[kubelet.config]\nenforceNodeAllocatable = []"),
        "Add the items that the message names, unless they are meant to go.",
    ),
    warning(
        "partial-map",
        "A map replaces the kubelet's default as a whole, and lacks some of its entries. The kubelet then has no threshold at all \
         for them.",
        Lines("[kubelet.config]\nevictionHard = { \"memory.available\" = \"200Mi\" }"),
        "Add the entries that the message names, unless they are meant to go.",
    ),
    warning(
        "unknown-address-type",
        "`kubelet-preferred-address-types` has a word that is the type of no Node's address, so that it never matches.",
        Lines("[apiserver.extra_args]\nkubelet-preferred-address-types = \"InternalIp\""),
        "Take Hostname, InternalDNS, InternalIP, ExternalDNS or ExternalIP.",
    ),
    warning(
        "virtual-ip-network",
        "No control-plane node has an address near the virtual IP. Other machines find it with ARP, which routers do not forward.",
        Lines(
            "[cluster]\nendpoint = \"10.1.2.3:6443\"\n\n[load_balancer]\nvirtual_ip = \"10.1.2.3\"\ninterface = \"eth0\"\n\
             router_id = 51",
        ),
        "Take a free address of the network that the control-plane nodes share.",
    ),
    warning(
        "virtual-ip-upgrade",
        "A component connects to the API server that holds the virtual IP. In an upgrade that one may be older than the component.",
        Lines(
            "[controller_manager]\napiserver = \"endpoint\"\n\n[load_balancer]\nvirtual_ip = \"192.168.56.105\"\n\
             interface = \"eth0\"\nrouter_id = 51",
        ),
        "Leave `apiserver` out, so that each connects to the API server beside it.",
    ),
    warning(
        "weakens-cluster",
        "A component starts with this value, but a part of the cluster stops working, or protects less than before.",
        Lines("[kubelet.config]\naddress = \"127.0.0.1\""),
        "Leave it out, unless what the message describes is meant.",
    ),
    warning(
        "demo-seed",
        "Every key in the tree is derived from the demo seed, which is published: anybody can make them all.",
        Commands("kubemint render --demo-seed"),
        "Use it for examples and tests only. `kubemint init` draws a seed for a cluster of your own.",
    ),
    warning(
        "weak-seed",
        "The seed can be guessed, and with it every key of the cluster. It was accepted with `--accept-weak-seed`.",
        Commands(
            "printf '%064d\\n' 1 > seed && chmod 600 seed\n\
             kubemint render --accept-weak-seed --out elsewhere",
        ),
        "Move the cluster to another seed: docs/rotation.md has the steps under \"Another seed\".",
    ),
    warning(
        "first-tree",
        "The revision has no tree at this path, so that there is nothing to compare with, and no rollout to warn about.",
        Commands(
            "git init -q && git add cluster.toml && git commit -qm \"Describe the cluster\"\n\
             kubemint diff --demo-seed --against HEAD",
        ),
        "Nothing, if the tree is about to be committed for the first time. Otherwise name the right `--out` or revision.",
    ),
    warning(
        "in-the-way",
        "Something that kubemint did not make is at a path where a render would write a file. A render refuses to replace it.",
        Commands(
            "printf '\\n[[admin]]\\nname = \"alice\"\\n' >> cluster.toml\n\
             mkdir -p out/secret/cluster/admins && touch out/secret/cluster/admins/alice.conf\n\
             kubemint diff --demo-seed",
        ),
        "Move it away.",
    ),
    warning(
        "open-directory",
        "Other users of this machine can enter a directory of the secret output.",
        Commands("chmod 755 out/secret\nkubemint diff --demo-seed"),
        "Run `chmod 700` on the directory, or render again. If somebody else may have read keys there, rotate them.",
    ),
    warning(
        "no-recipients",
        "Secrets of a machine have no recipients, so that `seal` does not encrypt them.",
        Commands(
            "age=age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\n\
             sed -i \"s/^name = \\\"master-1\\\"/&\\nrecipients = [\\\"$age\\\"]/\" cluster.toml\n\
             kubemint render --demo-seed && kubemint seal --allow-demo",
        ),
        "Add `recipients` to the node, or to `[cluster]` for all of them.",
    ),
    warning(
        "unlisted-sealed-file",
        "A file in out/sealed is not one that its INDEX lists, or not as it lists it. Nothing of kubemint's opens or replaces it.",
        Commands(
            "age=age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\n\
             sed -i \"s/^\\[cluster\\]/&\\nrecipients = [\\\"$age\\\"]/\" cluster.toml\n\
             kubemint render --demo-seed && kubemint seal --allow-demo\n\
             touch out/sealed/nodes/other.tar.age && kubemint seal --allow-demo",
        ),
        "Move it away; if it replaced a sealed file, `kubemint seal` then writes that again.",
    ),
    warning(
        "secrets-in-user-data",
        "The machine's private keys are in its user data, which every process of the machine may be able to read, and the cloud's \
         API, too.",
        Commands("kubemint pack --node master-1 --format ignition --include-secrets > user-data"),
        "Leave out `--include-secrets`, and bring the secrets another way, such as `kubemint open` on the machine.",
    ),
    warning(
        "user-data-size",
        "The user data is larger than the 16 KiB that several clouds allow.",
        Commands("kubemint pack --node master-1 --format cloud-init > user-data"),
        "Put it where the machine can fetch it, and give it a small configuration that does.",
    ),
];
