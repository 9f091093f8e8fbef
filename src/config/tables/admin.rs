//! `[[admin]]`

use super::{Key, Shape, Table};
use crate::model::{Admin, Label, check_group};

pub(super) static ADMIN: Shape = Shape {
    title: "[[admin]]",
    keys: &[
        Key::required("name", "\"stand-in\"", "add the user's name, such as name = \"alice\""),
        Key::default("groups", "[]"),
    ],
};

pub(super) fn read(table: &Table<'_>) -> Option<Admin> {
    let name = table.value("name", |item| item.parse(Label::parse));
    let groups = table.value("groups", |item| {
        item.all(|element| element.parse(|text| check_group(text).map(|()| text.to_owned())))
    });
    Some(Admin { name: name?, groups: groups? })
}
