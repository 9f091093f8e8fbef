//! `[encryption]`: how Secrets are encrypted in etcd.

use serde::{Deserialize, Serialize};

use super::KeyGenerations;
use crate::diagnostic::Invalid;

/// An encryption provider. Each has keys of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EncryptionProvider {
    /// XSalsa20-Poly1305.
    Secretbox,
    /// AES-CBC with a 32-byte key.
    Aescbc,
}

impl EncryptionProvider {
    /// All providers.
    pub const ALL: [Self; 2] = [Self::Secretbox, Self::Aescbc];

    /// Its name in cluster.toml and in an EncryptionConfiguration.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Secretbox => "secretbox",
            Self::Aescbc => "aescbc",
        }
    }
}

/// A provider's key of one generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EncryptionKey {
    /// The provider.
    pub provider: EncryptionProvider,
    /// The generation.
    pub generation: u32,
}

/// `[encryption]`: what encrypts Secrets, and what can decrypt them. Plaintext can always be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EncryptionSettings {
    provider: Option<EncryptionProvider>,
    also_reads: Vec<EncryptionProvider>,
    key: KeyGenerations,
}

impl EncryptionSettings {
    /// Secrets are encrypted with `provider`, or stored as plaintext without one. The keys have these generations.
    #[must_use]
    pub const fn new(provider: Option<EncryptionProvider>, key: KeyGenerations) -> Self {
        Self { provider, also_reads: Vec::new(), key }
    }

    /// The same, if another provider's Secrets can be read as well.
    ///
    /// # Errors
    ///
    /// [`Invalid`] with code `also-reads` if they can be read already.
    pub fn also_reading(mut self, provider: EncryptionProvider) -> Result<Self, Invalid> {
        if self.providers().any(|other| other == provider) {
            let why = if self.provider == Some(provider) {
                "it is the provider that writes"
            } else {
                "it is a duplicate"
            };
            let message = format!("{:?} can already be read: {why}", provider.name());
            return Err(Invalid::new("also-reads", message, "another provider than `provider`, each once")
                .help("leave it out"));
        }
        self.also_reads.push(provider);
        Ok(self)
    }

    /// What encrypts new Secrets; `None` for plaintext.
    #[must_use]
    pub const fn provider(&self) -> Option<EncryptionProvider> {
        self.provider
    }

    /// The other providers whose Secrets can be read.
    #[must_use]
    pub fn also_reads(&self) -> &[EncryptionProvider] {
        &self.also_reads
    }

    /// The generations of each provider's key.
    #[must_use]
    pub const fn key(&self) -> &KeyGenerations {
        &self.key
    }

    /// Every provider that has keys, the one that encrypts first.
    pub fn providers(&self) -> impl Iterator<Item = EncryptionProvider> {
        self.provider.into_iter().chain(self.also_reads.iter().copied())
    }

    /// Every key, the one that encrypts first.
    pub fn keys(&self) -> impl Iterator<Item = EncryptionKey> {
        let of =
            |provider| self.key.active_first().map(move |generation| EncryptionKey { provider, generation });
        self.providers().flat_map(of)
    }

    /// The key that encrypts new Secrets; `None` for plaintext.
    #[must_use]
    pub fn writes_with(&self) -> Option<EncryptionKey> {
        let generation = self.key.active();
        self.provider.map(|provider| EncryptionKey { provider, generation })
    }

    /// Whether there is an EncryptionConfiguration: without one, kube-apiserver stores Secrets as plaintext.
    #[must_use]
    pub fn has_keys(&self) -> bool {
        self.providers().next().is_some()
    }

    /// All possible settings with keys of these generations.
    #[cfg(test)]
    pub fn all(key: &KeyGenerations) -> Vec<Self> {
        let providers = [None].into_iter().chain(EncryptionProvider::ALL.map(Some));
        let mut all: Vec<Self> = providers.map(|provider| Self::new(provider, key.clone())).collect();
        let mut extended = 0;
        while let Some(settings) = all.get(extended).cloned() {
            let more = EncryptionProvider::ALL.into_iter();
            all.extend(more.filter_map(|provider| settings.clone().also_reading(provider).ok()));
            extended += 1;
        }
        all
    }
}

impl Default for EncryptionSettings {
    fn default() -> Self {
        Self::new(Some(EncryptionProvider::Secretbox), KeyGenerations::first())
    }
}

#[cfg(test)]
mod tests {
    use super::{EncryptionProvider::*, *};

    #[test]
    fn no_provider_is_read_twice() {
        let settings = EncryptionSettings::default();
        assert_eq!(settings.clone().also_reading(Secretbox).unwrap_err().code, "also-reads");
        let settings = settings.also_reading(Aescbc).unwrap();
        assert!(settings.also_reading(Aescbc).is_err());
    }

    #[test]
    fn the_key_that_writes_stands_first() {
        let key = KeyGenerations::new(2, vec![1, 2, 5]).unwrap();
        let settings = EncryptionSettings::new(Some(Aescbc), key).also_reading(Secretbox).unwrap();
        let keys: Vec<_> = settings.keys().map(|key| (key.provider, key.generation)).collect();
        let of = |provider| [2, 5, 1].map(|generation| (provider, generation));
        assert_eq!(keys, [of(Aescbc), of(Secretbox)].concat());
        assert_eq!(settings.keys().next(), settings.writes_with());
    }

    #[test]
    fn all_are_all_and_each_once() {
        let all = EncryptionSettings::all(&KeyGenerations::first());
        assert_eq!(all.len(), 9);
        for (at, one) in all.iter().enumerate() {
            assert!(!all[..at].contains(one), "{one:?}");
        }
        assert_eq!(all.iter().filter(|one| !one.has_keys()).count(), 1);
    }
}
