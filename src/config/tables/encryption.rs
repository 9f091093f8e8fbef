//! `[encryption]`

use super::{Choice, Item, Key, Shape, Table, pki::key_generations};
use crate::{
    diagnostic::Invalid,
    model::{EncryptionProvider, EncryptionSettings},
};

pub(super) static ENCRYPTION: Shape = Shape {
    title: "[encryption]",
    keys: &[
        Key::default("provider", "\"secretbox\""),
        Key::default("also_reads", "[]"),
        Key::optional("key", "only generation 1"),
    ],
};

pub(super) static ENCRYPTION_KEY: Shape = Shape {
    title: "[encryption.key]",
    keys: &[Key::default("active", "1"), Key::optional("trusted", "only the active one")],
};

static PROVIDERS: Choice<Option<EncryptionProvider>> = Choice {
    expected: "\"secretbox\", \"aescbc\" or \"none\"",
    help: "take secretbox, the default; kubemint runs no KMS plugin and does not rotate keys as often as AES-GCM needs it",
    words: &[
        ("secretbox", Some(EncryptionProvider::Secretbox)),
        ("aescbc", Some(EncryptionProvider::Aescbc)),
        ("none", None),
    ],
};

static READERS: Choice<EncryptionProvider> = Choice {
    expected: "\"secretbox\" or \"aescbc\"",
    help: "take secretbox, the default; kubemint runs no KMS plugin and does not rotate keys as often as AES-GCM needs it",
    words: &[("secretbox", EncryptionProvider::Secretbox), ("aescbc", EncryptionProvider::Aescbc)],
};

pub(super) fn read(table: &Table<'_>) -> Option<EncryptionSettings> {
    let provider = table.value("provider", |item| item.choice(&PROVIDERS))?;
    let key = key_generations(&table.table("key", &ENCRYPTION_KEY))?;
    // If the provider is invalid, nothing is known about what it reads.
    let provider = provider.filter(|_| !table.has_stand_in("provider"));
    let settings = EncryptionSettings::new(provider, key);
    table.value("also_reads", |item| also_reads(item, settings.clone()))
}

fn also_reads(item: &Item<'_>, mut settings: EncryptionSettings) -> Option<EncryptionSettings> {
    let mut is_right = true;
    for element in item.list()? {
        let provider = element.parse(reader);
        match provider.and_then(|provider| element.accept(settings.clone().also_reading(provider))) {
            Some(more) => settings = more,
            None => is_right = false,
        }
    }
    is_right.then_some(settings)
}

fn reader(text: &str) -> Result<EncryptionProvider, Invalid> {
    if text == "none" {
        let message = "plain Secrets can always be read";
        return Err(Invalid::new("also-reads", message, READERS.expected).help("leave it out"));
    }
    READERS.parse(text)
}
