//! The bootstrap token's Secret. With the token, a new machine requests its first certificate.

use std::collections::BTreeMap;

use base64ct::{Base64, Encoding};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{
    kustomization::{KUSTOMIZATION, Kustomization},
    object::metadata,
};
use crate::{
    derive::BootstrapToken,
    model::Cluster,
    render::{
        bootstrap_token,
        yaml::{YamlError, to_secret_yaml, to_yaml},
    },
    tree::{Artifact, Origin, RelPath},
};

/// Its file below cluster/ in the secret output.
pub(super) const FILE: &str = "bootstrap-token.yaml";

/// The group that a token puts a machine in, in addition to `system:bootstrappers` (kubeadm, `NodeBootstrapTokenAuthGroup`).
pub(super) const BOOTSTRAPPERS: &str = "system:bootstrappers:kubeadm:default-node-token";

/// The token's Secret and the kustomization to apply it with, both in the secret output.
pub(super) fn bootstrap_token_secret(
    cluster: &Cluster,
    token: Option<&BootstrapToken>,
) -> Result<Vec<Artifact>, YamlError> {
    let text = token.map(|token| secret(cluster, token.id(), token.secret())).transpose()?;
    let template = Sha256::digest(secret(cluster, "", "")?.as_bytes()).into();
    let origin = Origin::Composed { template, parts: vec![bootstrap_token::origin(cluster)] };
    let file = |name: &str, text: Option<Zeroizing<String>>, origin| {
        Artifact::secret(RelPath::joined(&["cluster", name]), text, origin)
    };
    let kustomization = to_yaml(&Kustomization::new(vec![FILE.to_owned()]))?;
    let kustomization = Zeroizing::new(kustomization);
    Ok(vec![file(FILE, text, origin), file(KUSTOMIZATION, Some(kustomization), Origin::Rendered)])
}

/// A Secret whose values are wiped from memory, unlike those of k8s-openapi's type.
#[derive(Serialize)]
struct Secret<'a> {
    #[serde(rename = "apiVersion")]
    api_version: &'static str,
    kind: &'static str,
    data: BTreeMap<&'static str, &'a str>,
    metadata: ObjectMeta,
    #[serde(rename = "type")]
    type_: &'static str,
}

/// The Secret with the same fields as kubeadm's (`BootstrapTokenToSecret`).
fn secret(cluster: &Cluster, id: &str, secret: &str) -> Result<Zeroizing<String>, YamlError> {
    let expiration = cluster.bootstrap.token_expiry.to_string();
    let data = [
        ("auth-extra-groups", BOOTSTRAPPERS),
        ("description", "Rendered by kubemint, for nodes that join by TLS bootstrap."),
        ("expiration", &expiration),
        ("token-id", id),
        ("token-secret", secret),
        ("usage-bootstrap-authentication", "true"),
        ("usage-bootstrap-signing", "true"),
    ];
    let data = data.map(|(key, value)| (key, Zeroizing::new(Base64::encode_string(value.as_bytes()))));
    to_secret_yaml(&Secret {
        api_version: "v1",
        kind: "Secret",
        data: data.iter().map(|(key, value)| (*key, value.as_str())).collect(),
        metadata: metadata(format!("bootstrap-token-{id}"), Some("kube-system")),
        type_: "bootstrap.kubernetes.io/token",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        derive::Seed,
        model::{Timestamp, example},
        render::{read_systemd, read_yaml::read_yaml},
        tree::Secrecy,
    };

    fn made(expiry: &str) -> (BootstrapToken, Vec<Artifact>) {
        let mut draft = example::draft();
        draft.bootstrap.token_expiry = Timestamp::parse(expiry).unwrap();
        let cluster = crate::validate::cluster(draft).unwrap();
        let token = bootstrap_token::bootstrap_token(&cluster, &Seed::DEMO).unwrap();
        let files = bootstrap_token_secret(&cluster, Some(&token)).unwrap();
        (token, files)
    }

    #[test]
    fn the_secret_says_what_the_token_may_do_and_until_when() {
        let (token, files) = made("2026-11-25T00:00:00Z");
        let [secret] = read_yaml(read_systemd::text(&files[0])).try_into().unwrap();
        assert_eq!(secret["metadata"]["name"], format!("bootstrap-token-{}", token.id()));
        assert_eq!(secret["metadata"]["namespace"], "kube-system");
        assert_eq!(secret["type"], "bootstrap.kubernetes.io/token");
        let data = |key: &str| {
            let bytes = Base64::decode_vec(secret["data"][key].as_str().unwrap()).unwrap();
            String::from_utf8(bytes).unwrap()
        };
        assert_eq!(data("token-id"), token.id());
        assert_eq!(data("token-secret"), token.secret());
        assert_eq!(data("expiration"), "2026-11-25T00:00:00Z");
        assert_eq!(data("usage-bootstrap-signing"), "true");
        assert_eq!(data("usage-bootstrap-authentication"), "true");
        assert_eq!(data("auth-extra-groups"), BOOTSTRAPPERS);
        assert!(files.iter().all(|file| file.secrecy == Secrecy::Secret));
    }

    #[test]
    fn a_prolonged_token_is_a_new_one() {
        let ((one, _), (two, _)) = (made("2026-11-25T00:00:00Z"), made("2026-11-26T00:00:00Z"));
        assert_ne!(one.id(), two.id());
        assert_ne!(one.secret(), two.secret());
    }

    #[test]
    fn the_lock_learns_nothing_of_the_token() {
        let (_, files) = made("2026-11-25T00:00:00Z");
        let label = "bootstrap-token/2026-11-25T00:00:00Z".to_owned();
        match &files[0].origin {
            Origin::Composed { template, parts } => {
                assert_eq!(parts, &[Origin::Secret { label, generation: 1 }]);
                let without = secret(&example::cluster(), "", "").unwrap();
                assert_eq!(*template, <[u8; 32]>::from(Sha256::digest(without.as_bytes())));
            }
            other => panic!("{other:?}"),
        }
    }
}
