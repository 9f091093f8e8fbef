//! kube-apiserver's EncryptionConfiguration, for encryption at rest. k8s-openapi has no type for it.

use base64ct::{Base64, Encoding};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::yaml::{YamlError, to_secret_yaml};
use crate::{
    component::paths,
    derive::{self, Context, DeriveError, Generation, Label, LabelError, Seed},
    model::{Account, Cluster, Component, EncryptionKey, EncryptionProvider, EncryptionSettings},
    tree::{Artifact, Digest, Origin},
};

/// The label of the keys. Part of the format.
pub(crate) const LABEL: &str = "encryption/secrets";

/// Why the file cannot be rendered.
#[derive(Debug, thiserror::Error)]
pub enum EncryptionConfigError {
    /// The key cannot be derived.
    #[error(transparent)]
    Derive(#[from] DeriveError),
    /// The label is not valid.
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
    /// The first one encrypts; all can decrypt.
    providers: Vec<Provider<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Provider<'a> {
    Secretbox(Keys<'a>),
    Aescbc(Keys<'a>),
    /// Reads plain objects, and writes them plain if it is the first provider.
    Identity {},
}

#[derive(Serialize)]
struct Keys<'a> {
    keys: Vec<Key<'a>>,
}

#[derive(Serialize)]
struct Key<'a> {
    /// The prefix of each stored object, by which its key is found. It must never change for a key.
    name: String,
    secret: &'a str,
}

/// The file of each node that runs an API server; none if Secrets are plain and always were. Without the seed it has no bytes.
///
/// # Errors
/// [`EncryptionConfigError`], which a valid cluster cannot cause.
pub fn encryption_config(
    cluster: &Cluster,
    seed: Option<&Seed>,
) -> Result<Vec<Artifact>, EncryptionConfigError> {
    let settings = &cluster.encryption;
    if !settings.has_keys() {
        return Ok(Vec::new());
    }
    let text = |seed| -> Result<_, EncryptionConfigError> {
        let context = Context::new(seed, Cluster::SCHEMA, cluster.id.as_str())?;
        let secret = |key| Ok::<_, EncryptionConfigError>((key, secret(&context, key)?));
        let secrets = settings.keys().map(secret).collect::<Result<Vec<_>, _>>()?;
        Ok(configuration(settings, &secrets)?)
    };
    let text = seed.map(text).transpose()?;
    let origin = origin(settings)?;
    let file = |name| {
        Artifact::secret(paths::ENCRYPTION_CONFIG.on(name), text.clone(), origin.clone())
            .owned_by(Account::KubeApiserver)
    };
    Ok(cluster.nodes_with(Component::KubeApiserver).map(|node| file(node.name())).collect())
}

/// The origin of the file.
fn origin(settings: &EncryptionSettings) -> Result<Origin, YamlError> {
    let blank: Vec<_> = settings.keys().map(|key| (key, Zeroizing::default())).collect();
    let template: Digest = Sha256::digest(configuration(settings, &blank)?.as_bytes()).into();
    let part = |key: EncryptionKey| Origin::Secret { label: LABEL.to_owned(), generation: key.generation };
    Ok(Origin::Composed { template, parts: settings.keys().map(part).collect() })
}

fn secret(context: &Context<'_>, key: EncryptionKey) -> Result<Zeroizing<String>, EncryptionConfigError> {
    let provider = match key.provider {
        EncryptionProvider::Secretbox => derive::EncryptionProvider::Secretbox,
        EncryptionProvider::Aescbc => derive::EncryptionProvider::AesCbc,
    };
    let bytes = provider.key(context, &Label::new(LABEL)?, Generation(key.generation))?;
    Ok(Zeroizing::new(Base64::encode_string(bytes.as_slice())))
}

fn configuration<'a>(
    settings: &EncryptionSettings,
    secrets: &'a [(EncryptionKey, Zeroizing<String>)],
) -> Result<Zeroizing<String>, YamlError> {
    let provider = |provider| {
        let own = secrets.iter().filter(|(key, _)| key.provider == provider);
        let key = |(key, secret): &'a (EncryptionKey, Zeroizing<String>)| Key {
            name: format!("key{}", key.generation),
            secret: secret.as_str(),
        };
        let keys = Keys { keys: own.map(key).collect() };
        match provider {
            EncryptionProvider::Secretbox => Provider::Secretbox(keys),
            EncryptionProvider::Aescbc => Provider::Aescbc(keys),
        }
    };
    let mut providers: Vec<Provider<'_>> = settings.providers().map(provider).collect();
    // Plain objects stay readable with any provider.
    let place = if settings.provider().is_some() { providers.len() } else { 0 };
    providers.insert(place, Provider::Identity {});
    to_secret_yaml(&EncryptionConfiguration {
        api_version: "apiserver.config.k8s.io/v1",
        kind: "EncryptionConfiguration",
        resources: [ResourceConfiguration { resources: ["secrets"], providers }],
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{Value, json};

    use super::{EncryptionProvider::*, *};
    use crate::{
        model::{KeyGenerations, example},
        render::{read_systemd, read_yaml::read_yaml},
        tree::{Mode, Secrecy},
    };

    fn settings(
        provider: Option<EncryptionProvider>,
        also_reads: &[EncryptionProvider],
        key: (u32, &[u32]),
    ) -> EncryptionSettings {
        let key = KeyGenerations::new(key.0, key.1.to_vec()).unwrap();
        let settings = EncryptionSettings::new(provider, key);
        also_reads.iter().fold(settings, |settings, other| settings.also_reading(*other).unwrap())
    }

    fn files(settings: &EncryptionSettings) -> Vec<Artifact> {
        let mut draft = example::draft();
        draft.encryption = settings.clone();
        let cluster = crate::validate::cluster(draft).unwrap();
        encryption_config(&cluster, Some(&Seed::DEMO)).unwrap()
    }

    /// Each provider in the file's order with the names of its keys, and the secret of every key.
    fn providers(settings: &EncryptionSettings) -> (Vec<String>, Vec<String>) {
        let [document] = read_yaml(read_systemd::text(&files(settings)[0])).try_into().unwrap();
        let resources = document["resources"].as_array().unwrap();
        assert_eq!(resources.len(), 1);
        let mut secrets = Vec::new();
        let mut words = |provider: &Value| {
            let (name, body) = provider.as_object().unwrap().iter().next().unwrap();
            let keys = body.get("keys").and_then(Value::as_array).cloned().unwrap_or_default();
            let text = |key: &Value, field| key[field].as_str().unwrap().to_owned();
            secrets.extend(keys.iter().map(|key| text(key, "secret")));
            std::iter::once(name.clone())
                .chain(keys.iter().map(|key| text(key, "name")))
                .collect::<Vec<_>>()
                .join(" ")
        };
        let words = resources[0]["providers"].as_array().unwrap().iter().map(&mut words).collect();
        (words, secrets)
    }

    #[test]
    fn the_key_encrypts_and_what_was_plain_stays_readable() {
        for provider in EncryptionProvider::ALL {
            let name = provider.name();
            let files = files(&settings(Some(provider), &[], (1, &[1])));
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
    fn what_writes_stands_first_and_what_reads_follows_in_order() {
        for (settings, expected) in [
            (
                settings(Some(Secretbox), &[Aescbc], (1, &[1])),
                &["secretbox key1", "aescbc key1", "identity"][..],
            ),
            (settings(Some(Aescbc), &[], (2, &[1, 2, 3])), &["aescbc key2 key3 key1", "identity"]),
            (
                settings(Some(Aescbc), &[Secretbox], (2, &[1, 2])),
                &["aescbc key2 key1", "secretbox key2 key1", "identity"],
            ),
            (settings(None, &[Secretbox], (1, &[1])), &["identity", "secretbox key1"]),
            (settings(None, &[Aescbc, Secretbox], (4, &[4])), &["identity", "aescbc key4", "secretbox key4"]),
        ] {
            assert_eq!(providers(&settings).0, expected);
        }
    }

    #[test]
    fn each_provider_and_generation_has_a_secret_of_its_own_that_stays() {
        let (_, both) = providers(&settings(Some(Secretbox), &[Aescbc], (2, &[1, 2])));
        assert_eq!(both.iter().collect::<BTreeSet<_>>().len(), 4);
        let (_, first) = providers(&settings(Some(Secretbox), &[], (1, &[1])));
        let (_, second) = providers(&settings(None, &[Secretbox], (2, &[2])));
        assert_eq!([second, first].concat(), both[..2]);
    }

    #[test]
    fn kube_apiserver_alone_reads_it_on_each_control_plane_node() {
        let files = files(&EncryptionSettings::default());
        let paths: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
        let path = |node| format!("nodes/{node}/etc/kubernetes/encryption/config.yaml");
        assert_eq!(paths, [path("master-1"), path("master-2"), path("master-3")]);
        for file in &files {
            let rights = (file.secrecy, file.owner, file.group, file.mode);
            let apiserver = Account::KubeApiserver;
            assert_eq!(rights, (Secrecy::Secret, apiserver, apiserver, Mode::SECRET_FILE));
        }
        assert!(self::files(&settings(None, &[], (1, &[1]))).is_empty());
    }

    #[test]
    fn the_lock_learns_nothing_of_the_keys() {
        let settings = settings(Some(Secretbox), &[Aescbc], (2, &[1, 2]));
        let part = |generation| Origin::Secret { label: LABEL.to_owned(), generation };
        let files = files(&settings);
        let Origin::Composed { template, parts } = &files[0].origin else { panic!("{:?}", files[0].origin) };
        assert_eq!(*parts, [2, 1, 2, 1].map(part));
        let (_, secrets) = providers(&settings);
        let text = read_systemd::text(&files[0]).to_owned();
        let plain = secrets.iter().fold(text, |text, secret| text.replace(secret, "\"\""));
        assert_eq!(*template, <[u8; 32]>::from(Sha256::digest(plain)));
    }
}
