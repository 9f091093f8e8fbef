//! Values written as some other program or format writes them.

use crate::{Mistake, answers, mistake};

pub(crate) const MISTAKES: &[Mistake] = &[
    mistake("v version", r#""1.37.2""#, r#""v1.37.2""#, r#"write "1.37.2""#),
    mistake("short version", r#""1.37.2""#, r#""1.37""#, r#"add the patch release, such as "1.37.2""#),
    mistake("latest version", r#""1.37.2""#, r#""latest""#, "three numbers with dots between"),
    mistake("future", r#""1.37.2""#, r#""1.40.0""#, "a newer Kubernetes needs a newer kubemint"),
    mistake("old", r#""1.37.2""#, r#""1.30.1""#, "this kubemint knows 1.34 to 1.37"),
    mistake("version number", r#""1.37.2""#, "1.37", "add the patch release"),
    mistake(
        "name fqdn",
        r#"name = "worker-1""#,
        r#"name = "Worker-1.Example.com""#,
        r#""worker-1.example.com""#,
    ),
    mistake("name upper", r#"name = "worker-1""#, r#"name = "Worker-1""#, r#"write "worker-1""#),
    mistake("name underscore", r#"name = "worker-1""#, r#"name = "worker_1""#, r#"write "worker-1""#),
    mistake("date only", "2026-11-23T00:00:00Z", "2026-11-23", "write 2026-11-23T00:00:00Z"),
    mistake("date str", "2026-11-23T00:00:00Z", r#""2026-11-23T00:00:00Z""#, "leave out the quotes"),
    mistake("date str2", "2026-11-23T00:00:00Z", r#""23.11.2026""#, "2026-11-23T00:00:00Z"),
    mistake("date now", "2026-11-23T00:00:00Z", r#""now""#, "kubemint reads no clock"),
    mistake("date epoch", "2026-11-23T00:00:00Z", "1700000000", "write the date itself"),
    mistake(
        "bool str",
        "[pki]",
        r#"[bootstrap]
discovery = "true"
[pki]"#,
        "write true, without quotes",
    ),
    mistake(
        "num str",
        "[pki]",
        r#"[apiserver]
port = "6443"
[pki]"#,
        "write 6443, without quotes",
    ),
    mistake(
        "num float",
        "[pki]",
        r#"[apiserver]
port = 6443.0
[pki]"#,
        "write 6443",
    ),
    mistake(
        "port range",
        "[pki]",
        r#"[apiserver]
port = 65536
[pki]"#,
        "take 1 to 65535",
    ),
    mistake(
        "validity 10 years",
        "[pki]",
        r#"[pki]
ca_validity = "10 years""#,
        r#"write "10y""#,
    ),
    mistake(
        "validity 3650",
        "[pki]",
        r#"[pki]
ca_validity = 3650"#,
        r#""3650d""#,
    ),
    mistake(
        "validity 3650 str",
        "[pki]",
        r#"[pki]
ca_validity = "3650""#,
        r#""3650d""#,
    ),
    mistake(
        "validity 87600h0m0s",
        "[pki]",
        r#"[pki]
ca_validity = "87600h0m0s""#,
        r#"write "87600h""#,
    ),
    mistake(
        "validity 10Y",
        "[pki]",
        r#"[pki]
ca_validity = "10Y""#,
        r#"write "10y""#,
    ),
    mistake(
        "validity 12 months",
        "[pki]",
        r#"[pki]
leaf_validity = "12 months""#,
        r#"write years: "1y""#,
    ),
    mistake(
        "validity 52w",
        "[pki]",
        r#"[pki]
leaf_validity = "52w""#,
        r#"write days: "364d""#,
    ),
    mistake(
        "rsa2048",
        "[pki]",
        r#"[pki]
key_algorithm = "rsa2048""#,
        r#"write "rsa-2048""#,
    ),
    mistake(
        "RSA",
        "[pki]",
        r#"[pki]
key_algorithm = "RSA""#,
        "write the size of its keys too",
    ),
    mistake(
        "RSA-2048",
        "[pki]",
        r#"[pki]
key_algorithm = "RSA-2048""#,
        r#"write "rsa-2048""#,
    ),
    mistake(
        "ed25519",
        "[pki]",
        r#"[pki]
key_algorithm = "ed25519""#,
        r#"take "ecdsa-p256""#,
    ),
    mistake(
        "ecdsa",
        "[pki]",
        r#"[pki]
key_algorithm = "ecdsa""#,
        r#"write "ecdsa-p256""#,
    ),
    mistake(
        "P-256",
        "[pki]",
        r#"[pki]
key_algorithm = "P-256""#,
        r#"write "ecdsa-p256""#,
    ),
    mistake(
        "2048",
        "[pki]",
        r#"[pki]
key_algorithm = 2048"#,
        r#"write "rsa-2048""#,
    ),
    mistake(
        "rsa-1024",
        "[pki]",
        r#"[pki]
key_algorithm = "rsa-1024""#,
        "shorter keys are no longer safe",
    ),
    mistake(
        "runtime",
        "[pki]",
        r#"[apiserver]
runtime = "static pod"
[pki]"#,
        r#"did you mean "static-pod""#,
    ),
    mistake(
        "runtime docker",
        "[pki]",
        r#"[apiserver]
runtime = "docker"
[pki]"#,
        "`container_runtime_endpoint` of [kubelet]",
    ),
    mistake(
        "cri path",
        "[pki]",
        r#"[kubelet]
container_runtime_endpoint = "/run/containerd/containerd.sock"
[pki]"#,
        "put unix:// before",
    ),
    mistake(
        "label dup",
        "[pki]",
        r#"[[worker]]
name="w"
address="192.168.56.113"
labels = ["a=b"]
[pki]"#,
        "write its keys and values in braces",
    ),
    mistake(
        "taint",
        "[pki]",
        r#"[[worker]]
name="w"
address="192.168.56.113"
taints = ["a=b"]
[pki]"#,
        r#"such as "example.com/gpu=yes:NoSchedule""#,
    ),
    mistake("schema str", "schema = 1", r#"schema = "1""#, "write 1, without quotes"),
    mistake("schema 2", "schema = 1", "schema = 2", "needs a newer kubemint"),
    mistake(
        "id uuid",
        r#""5f0c1c0e9a3b4d62a7e15d0b8c9f7e21""#,
        r#""5f0c1c0e-9a3b-4d62-a7e1-5d0b8c9f7e21""#,
        "in lower case, without dashes",
    ),
    mistake(
        "id upper",
        r#""5f0c1c0e9a3b4d62a7e15d0b8c9f7e21""#,
        r#""5F0C1C0E9A3B4D62A7E15D0B8C9F7E21""#,
        "in lower case, without dashes",
    ),
    mistake(
        "flag as a number",
        "[pki]",
        r#"[apiserver.extra_args]
v = 2
[pki]"#,
        r#"put it in double quotes: "2""#,
    ),
    mistake(
        "flag with dashes",
        "[pki]",
        r#"[apiserver.extra_args]
"--v" = "2"
[pki]"#,
        "write `v`",
    ),
    mistake(
        "flag with underscores",
        "[pki]",
        r#"[apiserver.extra_args]
event_ttl = "1h"
[pki]"#,
        "write `event-ttl`",
    ),
    mistake(
        "gate as text",
        "[pki]",
        r#"[apiserver.feature_gates]
AllAlpha = "false"
[pki]"#,
        "write false, without quotes",
    ),
    mistake("flags as a list", "[pki]", "[apiserver]\nextra_args = [\"--v=2\"]\n[pki]", "{ v = \"2\" }"),
    mistake("flags as text", "[pki]", "[apiserver]\nextra_args = \"--v=2\"\n[pki]", "{ v = \"2\" }"),
    mistake(
        "a taint as a table",
        "[pki]",
        "[[worker]]\nname = \"w\"\naddress = \"192.168.56.113\"\ntaints = [{ key = \"a\" }]\n[pki]",
        "kubectl taint",
    ),
];

#[test]
fn each_is_answered_with_what_to_write() {
    answers("values", MISTAKES);
}
