//! Errors about flags, feature gates and kubelet fields: what a component would refuse, or would undo what the tree sets.

use super::explanation::{Example::Lines, Explanation, error};

pub(super) static COMPONENTS: &[Explanation] = &[
    error(
        "flag-name",
        "A key of `extra_args` is not the name of a flag.",
        Lines("[apiserver.extra_args]\n\"--v\" = \"2\""),
        "Write the name as the component's `--help` does, without leading hyphens.",
    ),
    error(
        "unknown-flag",
        "The component of this minor has no such flag, and would refuse to start: it is misspelt, was removed, or belongs to \
         another minor or component.",
        Lines("[apiserver.extra_args]\nno-such-flag = \"1\""),
        "Take the flag that the help suggests, or leave it out.",
    ),
    error(
        "flag-value",
        "The component cannot parse the value of a flag, and would refuse to start.",
        Lines("[apiserver.extra_args]\nevent-ttl = \"1 hour\""),
        "Write the value in the form that is expected, such as `1h0m0s` for a duration.",
    ),
    error(
        "owned-flag",
        "kubemint sets this flag itself, from other keys of cluster.toml or for the safety of the cluster.",
        Lines("[apiserver.extra_args]\nservice-cluster-ip-range = \"10.96.0.0/12\""),
        "Use the key that the help names, or leave the flag out.",
    ),
    error(
        "excluded-flag",
        "The flag contradicts what kubemint sets, so that the component would refuse to start or the flag would do nothing.",
        Lines(
            "[apiserver.extra_args]\nauthorization-webhook-config-file = \"/etc/kubernetes/pki/webhook.yaml\"",
        ),
        "Leave it out; the help names what does the same.",
    ),
    error(
        "flags-disagree",
        "Two flags of a component contradict each other, and its own validation refuses them together.",
        Lines("[apiserver.extra_args]\nvmodule = \"a=5\"\nlogging-format = \"json\""),
        "Change one of the two, as the help says.",
    ),
    error(
        "one-machine",
        "The flag says something about one machine, and `extra_args` gives it to all of them.",
        Lines("[apiserver.extra_args]\npeer-advertise-ip = \"192.168.56.101\""),
        "Leave it out, or take a value that is true of every machine.",
    ),
    error(
        "path-not-visible",
        "A flag names a path that the component cannot see in its pod, or cannot write to in its sandbox.",
        Lines("[apiserver.extra_args]\nadmission-control-config-file = \"/etc/admission.yaml\""),
        "Put the file below one of the directories that are listed as expected, or take `runtime = \"systemd\"`.",
    ),
    error(
        "data-loss",
        "With this flag the component would no longer find, or would delete, what the cluster has stored.",
        Lines("[apiserver.extra_args]\netcd-prefix = \"/kubernetes\""),
        "Leave it out.",
    ),
    error(
        "breaks-cluster",
        "The component starts with this value, and the cluster no longer works: components cannot reach or authenticate each \
         other, or no pod is scheduled.",
        Lines("[etcd.extra_args]\nclient-cert-allowed-hostname = \"apiserver\""),
        "Leave it out, or take a value with which the help says that the cluster works.",
    ),
    error(
        "unknown-feature-gate",
        "The component of this minor has no such feature gate, and would refuse to start.",
        Lines("[apiserver.feature_gates]\nNoSuchGate = true"),
        "Correct its name, or leave it out: gates are removed some minors after their feature is always on.",
    ),
    error(
        "locked-feature-gate",
        "The gate is locked to its default in this minor, and the component refuses another value.",
        Lines("[apiserver.feature_gates]\nHPAConfigurableTolerance = false"),
        "Leave it out.",
    ),
    error(
        "unmet-feature-gate",
        "A gate is on that needs another one, which is off, or the other way round.",
        Lines("[apiserver.feature_gates]\nAPIServerIdentity = false"),
        "Set both alike, as the help says.",
    ),
    error(
        "needs-feature-gate",
        "A flag, field or setting does nothing, or keeps the component from starting, while its feature gate is off.",
        Lines("[apiserver.extra_args]\nlog-json-split-stream = \"true\""),
        "Turn the gate on in `feature_gates`, or leave the setting out.",
    ),
    error(
        "unknown-field",
        "The configuration file of the component has no such field in this minor, and the component would refuse to start.",
        Lines("[kubelet.config]\nmaxPod = 250"),
        "Correct its name; fields have the spelling of the component's own configuration, such as that of the KubeletConfiguration.",
    ),
    error(
        "field-type",
        "The component cannot parse the value of a field of its configuration file as that field's type.",
        Lines("[kubelet.config]\nmaxPods = \"120\""),
        "Write a value of the type that is expected.",
    ),
    error(
        "field-value",
        "The component reads the value of a field of its configuration file and refuses it.",
        Lines("[kubelet.config]\nallowedUnsafeSysctls = [\"1\"]"),
        "Correct the value, or leave it out for its default.",
    ),
    error(
        "kubelet-fields-disagree",
        "Two fields of the KubeletConfiguration contradict each other, and the kubelet refuses them together.",
        Lines(
            "[[kubelet.config.reservedMemory]]\nnumaNode = 0\nlimits = { memory = \"1Gi\" }\n\n\
             [[kubelet.config.reservedMemory]]\nnumaNode = 0\nlimits = { memory = \"2Gi\" }",
        ),
        "Change one of the two, as the help says.",
    ),
    error(
        "owned-field",
        "kubemint sets this field itself, from other keys of cluster.toml or for the safety of the cluster.",
        Lines("[kubelet.config]\nclusterDNS = [\"10.254.0.10\"]"),
        "Use the key that the help names, or leave the field out.",
    ),
];
