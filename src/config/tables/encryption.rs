//! `[encryption]`

use super::{Choice, Key, Shape, Table};
use crate::model::EncryptionProvider;

pub(super) static ENCRYPTION: Shape =
    Shape { title: "[encryption]", keys: &[Key::default("provider", "\"secretbox\"")] };

static PROVIDERS: Choice<EncryptionProvider> = Choice {
    expected: "\"secretbox\", \"aescbc\" or \"none\"",
    words: &[
        ("secretbox", EncryptionProvider::Secretbox),
        ("aescbc", EncryptionProvider::Aescbc),
        ("none", EncryptionProvider::None),
    ],
};

pub(super) fn read(table: &Table<'_>) -> Option<EncryptionProvider> {
    table.value("provider", |item| item.parse(|text| PROVIDERS.parse(text)))
}
