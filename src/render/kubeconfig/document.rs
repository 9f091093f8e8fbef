//! A kubeconfig as a typed document (`k8s.io/client-go` v0.37 `tools/clientcmd/api/v1`).

use base64ct::{Base64, Encoding as _};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::render::yaml::{YamlError, to_secret_yaml};

/// A user's credentials.
pub(super) enum Credentials {
    /// A client certificate and its private key, PEM.
    Certificate { certificate: String, key: Zeroizing<String> },
    /// A bearer token.
    Token(Zeroizing<String>),
}

/// One cluster, one user, and the context of both.
pub(super) struct Kubeconfig<'a> {
    /// The cluster's name.
    pub(super) cluster: &'a str,
    /// The API server's URL.
    pub(super) server: &'a str,
    /// Every CA that may have signed the API server's certificate, PEM.
    pub(super) authorities: &'a str,
    /// The user's name.
    pub(super) user: &'a str,
    /// The context's name.
    pub(super) context: &'a str,
    /// The user's credentials.
    pub(super) credentials: &'a Credentials,
}

impl Kubeconfig<'_> {
    /// The document as `kubectl config set-cluster --embed-certs`, `set-credentials --embed-certs`, `set-context` and
    /// `use-context` write it. kubectl 1.34 and newer omit the empty `preferences`.
    pub(super) fn write(&self) -> Result<Zeroizing<String>, YamlError> {
        let (secret, certificate) = match self.credentials {
            Credentials::Certificate { certificate, key } => {
                (base64(key), Some(Base64::encode_string(certificate.as_bytes())))
            }
            Credentials::Token(token) => (token.clone(), None),
        };
        let user = match &certificate {
            Some(certificate) => User {
                client_certificate_data: Some(certificate),
                client_key_data: Some(&secret),
                token: None,
            },
            None => User { client_certificate_data: None, client_key_data: None, token: Some(&secret) },
        };
        let cluster = Cluster {
            certificate_authority_data: &Base64::encode_string(self.authorities.as_bytes()),
            server: self.server,
        };
        let document = Document {
            api_version: "v1",
            clusters: [NamedCluster { cluster, name: self.cluster }],
            contexts: [NamedContext {
                context: Context { cluster: self.cluster, user: self.user },
                name: self.context,
            }],
            current_context: self.context,
            kind: "Config",
            users: [NamedUser { name: self.user, user }],
        };
        to_secret_yaml(&document)
    }
}

fn base64(text: &str) -> Zeroizing<String> {
    Zeroizing::new(Base64::encode_string(text.as_bytes()))
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "apiVersion")]
    api_version: &'a str,
    clusters: [NamedCluster<'a>; 1],
    contexts: [NamedContext<'a>; 1],
    #[serde(rename = "current-context")]
    current_context: &'a str,
    kind: &'a str,
    users: [NamedUser<'a>; 1],
}

#[derive(Serialize)]
struct NamedCluster<'a> {
    cluster: Cluster<'a>,
    name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Cluster<'a> {
    certificate_authority_data: &'a str,
    server: &'a str,
}

#[derive(Serialize)]
struct NamedContext<'a> {
    context: Context<'a>,
    name: &'a str,
}

#[derive(Serialize)]
struct Context<'a> {
    cluster: &'a str,
    user: &'a str,
}

#[derive(Serialize)]
struct NamedUser<'a> {
    name: &'a str,
    user: User<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct User<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    client_certificate_data: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_key_data: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<&'a str>,
}
