//! A secret that somebody pasted into cluster.toml, in a line that a diagnostic draws.

use crate::{
    cluster::{CLUSTER, Cluster},
    secrets::{SEED, age_identity, base64, pem, shown, windows},
};

/// Lines with a place for a secret; `[cluster]` and so on are in the file already.
const PLACES: &[&str] = &[
    "[apiserver]\nextra_sans = [\"SECRET\"]",
    "[apiserver]\nbind_address = \"SECRET\"",
    "[apiserver]\nport = \"SECRET\"",
    "[apiserver]\nport = SECRET",
    "[apiserver]\nnonsense = \"SECRET\"",
    "[apiserver]\n\"SECRET\" = 1",
    "[apiserver.extra_args]\n\"SECRET\" = \"1\"",
    "[apiserver.extra_args]\nevent-ttl = \"SECRET\"",
    "[apiserver.extra_args]\nnonsense = \"SECRET\"",
    "[apiserver.feature_gates]\n\"SECRET\" = true",
    "[kubelet.config]\nmaxPods = \"SECRET\"",
    "[kubelet.config]\nnonsense = { a = \"SECRET\" }",
    "[kubelet]\nserving = \"SECRET\"",
    "[images]\nrepository = \"SECRET SECRET\"",
    "[SECRET]\na = 1",
    "[users]\netcd = \"SECRET\"",
    "[audit]\npolicy_file = \"SECRET\"",
    "[audit]\npolicy = \"SECRET\"",
    "[audit]\npolicy = 'SECRET",
    "[audit]\npolicy = nonsense # SECRET",
    "[audit]\npolicy = 1 2 SECRET",
    "[encryption]\nprovider = \"SECRET\"",
    "[bootstrap]\ntoken = \"SECRET\"",
    "[bootstrap]\ntoken_expiry = \"SECRET\"",
    "[[admin]]\nname = \"SECRET\"\ngroups = [\"SECRET\"]",
    "[[worker]]\nname = \"SECRET\"\naddress = \"SECRET\"\nrecipients = [\"SECRET\"]",
    "[[worker]]\nname = \"w\"\naddress = \"192.168.56.112\"\nlabels = { \"SECRET\" = \"SECRET\" }\ntaints = [\"SECRET\"]",
    "[[worker]]\nname = \"\"\"SECRET\"\"\"\naddress = '''\nSECRET'''",
    "[pki.subject]\ncountry = \"SECRET\"",
    "[pki.renewals]\n\"SECRET\" = 1",
];

fn secrets() -> Vec<String> {
    vec![
        SEED.to_owned(),
        SEED.to_uppercase(),
        SEED[..32].to_owned(),
        base64("a"),
        base64("b").replace('+', "-").replace('/', "_"),
        format!("{}{}", base64("c"), base64("d")),
        age_identity(),
        "a1b2c3.0123456789abcdef".to_owned(),
        "q7w8e9.k3j4h5g6f7d8s9a0".to_owned(),
        format!("eyJhbGciOiJSUzI1NiJ9.{}.{}", base64("e"), base64("f")),
        pem("PRIVATE KEY"),
        pem("EC PRIVATE KEY").replace('\n', "\\n"),
        pem("OPENSSH PRIVATE KEY").split("-----END").next().unwrap().to_owned(),
    ]
}

#[test]
fn nothing_of_a_secret_is_shown_wherever_it_was_pasted() {
    let cluster = Cluster::rendered();
    let mut leaks = Vec::new();
    for secret in secrets() {
        let windows = windows(secret.as_bytes());
        for place in PLACES {
            cluster.write("pasted.toml", format!("{CLUSTER}{}\n", place.replace("SECRET", &secret)));
            for format in ["text", "json"] {
                let said = cluster.run(&["check", "--config", "pasted.toml", "--format", format], b"");
                let text = String::from_utf8_lossy(&said.text);
                assert!(matches!(said.code, Some(0..=2)), "{place}: {text}");
                // What is taken is a name, which is public from then on.
                if said.code == Some(2)
                    && let Some(window) = shown(&windows, &said.text)
                {
                    leaks.push(format!("{place} shows {window:?}: {text}"));
                }
            }
        }
    }
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
}

/// What the user must see is not masked: the lines of a cluster without secrets are drawn as they are.
#[test]
fn a_mistake_without_a_secret_is_drawn_whole() {
    let cluster = Cluster::rendered();
    let text = CLUSTER.replace("\"192.168.56.111\"", "\"192.168.56.1111\"");
    cluster.write("pasted.toml", text);
    let said = cluster.run(&["check", "--config", "pasted.toml"], b"");
    let text = String::from_utf8_lossy(&said.text);
    assert!(text.contains("address = \"192.168.56.1111\"") && !text.contains("**"), "{text}");
}
