//! `subject` of `[pki]`

use super::{Key, Shape, Table};
use crate::model::{AttributeText, Country, Subject};

pub(super) static SUBJECT: Shape = Shape {
    title: "[pki.subject]",
    keys: &[
        Key::optional("country", "no C"),
        Key::optional("province", "no ST"),
        Key::optional("locality", "no L"),
        Key::optional("organizational_unit", "no OU"),
    ],
};

pub(super) fn read(table: &Table<'_>) -> Subject {
    let text = |key| table.optional(key, |item| item.parse(AttributeText::parse));
    Subject {
        country: table.optional("country", |item| item.parse(Country::parse)),
        province: text("province"),
        locality: text("locality"),
        organizational_unit: text("organizational_unit"),
    }
}
