//! Errors about what is set around the process of a component.

use super::explanation::{Example::Lines, Explanation, error};

pub(super) static PROCESSES: &[Explanation] = &[
    error(
        "env-name",
        "A key of `env` is not the name of an environment variable.",
        Lines("[apiserver.env]\n\"GO-MEM-LIMIT\" = \"3GiB\""),
        "Write letters, digits and `_`, and no digit first.",
    ),
    error(
        "env-value",
        "systemd ignores a variable whose value has a control character, and Linux starts no program with one of 128 KiB.",
        Lines("[apiserver.env]\nHTTPS_PROXY = \"http://proxy.example.org:3128\\r\""),
        "Take the character out.",
    ),
    error(
        "env-secret",
        "The value of a variable looks like a secret: a password in a URL, a token, a private key. Pods and units are in the public \
         output, which may be committed, and every user of a machine can read them.",
        Lines("[apiserver.env]\nHTTPS_PROXY = \"http://user:password@proxy.example.org:3128\""),
        "Let the process read it from a file that only its user can read, or let the proxy know the machine by its address.",
    ),
    error(
        "owned-env",
        "The variable sets a flag or a feature gate without being checked, or is one that systemd gives to a service.",
        Lines("[etcd.env]\nETCD_SNAPSHOT_COUNT = \"10000\""),
        "Use the key that the help names.",
    ),
    error(
        "quantity",
        "The text is not a quantity of CPU or memory, or one with which no process can run.",
        Lines("[apiserver]\nlimits = { memory = \"512m\" }"),
        "Write cores as `250m` or `1.5`, and bytes as `512Mi` or `2Gi`.",
    ),
    error(
        "resource-name",
        "`requests` and `limits` have CPU and memory only.",
        Lines("[apiserver]\nlimits = { disk = \"1Gi\" }"),
        "Write `cpu` or `memory`.",
    ),
    error(
        "request-above-limit",
        "A pod asks for more than it may have, and a kubelet does not run it.",
        Lines("[apiserver]\nrequests = { memory = \"2Gi\" }\nlimits = { memory = \"1Gi\" }"),
        "Lower the request or raise the limit.",
    ),
    error(
        "requests-of-a-unit",
        "Requests give a pod room on a machine; for a unit they would do nothing.",
        Lines("[apiserver]\nruntime = \"systemd\"\nrequests = { cpu = \"1\" }"),
        "Leave them out, or run the component as a static pod. `limits` hold a unit too.",
    ),
];
