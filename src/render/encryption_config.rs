//! How Secrets lie in etcd: kube-apiserver's EncryptionConfiguration, for which k8s-openapi has no type.

use base64ct::{Base64, Encoding};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::yaml::{YamlError, to_secret_yaml};
use crate::{
    component::paths,
    derive::{self, Context, DeriveError, Generation, Label, LabelError, Seed},
    model::{Account, Cluster, EncryptionProvider},
    tree::{Artifact, Origin},
};

/// What the key is derived for. Part of the format.
const LABEL: &str = "encryption/secrets";

/// Why the file cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum EncryptionConfigError {
    /// The key cannot be derived.
    #[error(transparent)]
    Derive(#[from] DeriveError),
    /// The label is none.
    #[error(transparent)]
    Label(#[from] LabelError),
    /// The file cannot be written as YAML.
    #[error(transparent)]
    Yaml(#[from] YamlError),
}

/// `apiserver.config.k8s.io/v1` `EncryptionConfiguration`
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EncryptionConfiguration<'a> {
    api_version: &'static str,
    kind: &'static str,
    resources: [ResourceConfiguration<'a>; 1],
}

#[derive(Serialize)]
struct ResourceConfiguration<'a> {
    resources: [&'static str; 1],
    /// The first encrypts; each may decrypt.
    providers: [Provider<'a>; 2],
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Provider<'a> {
    Secretbox(Keys<'a>),
    Aescbc(Keys<'a>),
    /// Reads what was stored before there was a key.
    Identity {},
}

#[derive(Serialize)]
struct Keys<'a> {
    keys: [Key<'a>; 1],
}

#[derive(Serialize)]
struct Key<'a> {
    /// Stands before each stored object, so that its key is found: never changed for one key.
    name: String,
    secret: &'a str,
}

/// The file of each control-plane node, for kube-apiserver alone; none where Secrets lie in plain. Without the seed
/// it has no bytes.
///
/// # Errors
/// [`EncryptionConfigError`]: none that a cluster allows.
pub fn encryption_config(
    cluster: &Cluster,
    seed: Option<&Seed>,
) -> Result<Vec<Artifact>, EncryptionConfigError> {
    let provider = match cluster.encryption {
        EncryptionProvider::None => return Ok(Vec::new()),
        EncryptionProvider::Secretbox => derive::EncryptionProvider::Secretbox,
        EncryptionProvider::Aescbc => derive::EncryptionProvider::AesCbc,
    };
    let generation = Generation::FIRST;
    let text = |seed| -> Result<_, EncryptionConfigError> {
        let context = Context::new(seed, Cluster::SCHEMA, cluster.id.as_str())?;
        let key = provider.key(&context, &Label::new(LABEL)?, generation)?;
        let secret = Zeroizing::new(Base64::encode_string(key.as_slice()));
        Ok(configuration(cluster.encryption, generation, &secret)?)
    };
    let text = seed.map(text).transpose()?;
    let frame = Sha256::digest(configuration(cluster.encryption, generation, "")?.as_bytes()).into();
    let part = Origin::Secret { label: LABEL.to_owned(), generation: generation.0 };
    let origin = Origin::Composed { frame, parts: vec![part] };
    let file = |name| {
        Artifact::secret(paths::ENCRYPTION_CONFIG.on(name), text.clone(), origin.clone())
            .owned_by(Account::KubeApiserver)
    };
    Ok(cluster.control_plane.iter().map(|node| file(&node.node.name)).collect())
}

fn configuration(
    provider: EncryptionProvider,
    generation: Generation,
    secret: &str,
) -> Result<Zeroizing<String>, YamlError> {
    let keys = Keys { keys: [Key { name: format!("key{}", generation.0), secret }] };
    let first = match provider {
        EncryptionProvider::None => Provider::Identity {},
        EncryptionProvider::Secretbox => Provider::Secretbox(keys),
        EncryptionProvider::Aescbc => Provider::Aescbc(keys),
    };
    to_secret_yaml(&EncryptionConfiguration {
        api_version: "apiserver.config.k8s.io/v1",
        kind: "EncryptionConfiguration",
        resources: [ResourceConfiguration {
            resources: ["secrets"],
            providers: [first, Provider::Identity {}],
        }],
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        model::example,
        render::{read_systemd, read_yaml::read_yaml},
        tree::{Mode, Secrecy},
    };

    fn files(provider: EncryptionProvider) -> Vec<Artifact> {
        let mut draft = example::draft();
        draft.encryption = provider;
        let cluster = Cluster::new(draft).unwrap();
        encryption_config(&cluster, Some(&Seed::DEMO)).unwrap()
    }

    #[test]
    fn the_key_encrypts_and_what_was_plain_stays_readable() {
        for (provider, name) in
            [(EncryptionProvider::Secretbox, "secretbox"), (EncryptionProvider::Aescbc, "aescbc")]
        {
            let files = files(provider);
            let [document] = read_yaml(read_systemd::text(&files[0])).try_into().unwrap();
            let key = &document["resources"][0]["providers"][0][name]["keys"][0];
            let secret = key["secret"].as_str().unwrap();
            assert_eq!(Base64::decode_vec(secret).unwrap().len(), 32);
            assert_eq!(
                document,
                json!({
                    "apiVersion": "apiserver.config.k8s.io/v1",
                    "kind": "EncryptionConfiguration",
                    "resources": [{
                        "resources": ["secrets"],
                        "providers": [{ name: { "keys": [{ "name": "key1", "secret": secret }] } }, { "identity": {} }],
                    }],
                })
            );
        }
    }

    #[test]
    fn kube_apiserver_alone_reads_it_on_each_control_plane_node() {
        let files = files(EncryptionProvider::Secretbox);
        let paths: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
        let path = |node| format!("nodes/{node}/etc/kubernetes/encryption/config.yaml");
        assert_eq!(paths, [path("master-1"), path("master-2"), path("master-3")]);
        for file in &files {
            let rights = (file.secrecy, file.owner, file.group, file.mode);
            let apiserver = Account::KubeApiserver;
            assert_eq!(rights, (Secrecy::Secret, apiserver, apiserver, Mode::SECRET_FILE));
        }
        assert!(self::files(EncryptionProvider::None).is_empty());
    }

    #[test]
    fn the_lock_learns_nothing_of_the_key() {
        let frame = |provider| match &files(provider)[0].origin {
            Origin::Composed { frame, parts } => {
                assert_eq!(parts, &[Origin::Secret { label: LABEL.to_owned(), generation: 1 }]);
                *frame
            }
            other => panic!("{other:?}"),
        };
        let plain = configuration(EncryptionProvider::Secretbox, Generation::FIRST, "").unwrap();
        assert_eq!(frame(EncryptionProvider::Secretbox), <[u8; 32]>::from(Sha256::digest(plain)));
        assert_ne!(frame(EncryptionProvider::Secretbox), frame(EncryptionProvider::Aescbc));
    }
}
