//! `[[admin]]`

use super::{Key, Shape, Table};
use crate::model::{Admin, GroupName, Label};

pub(super) static ADMIN: Shape = Shape {
    title: "[[admin]]",
    keys: &[
        Key::required("name", "\"stand-in\"", "add the user's name, such as name = \"alice\""),
        Key::default("groups", "[]"),
    ],
};

pub(super) fn read(table: &Table<'_>) -> Option<Admin> {
    let name = table.value("name", |item| item.parse(Label::parse));
    let groups = table.value("groups", |item| item.all(|element| element.parse(GroupName::parse)));
    Some(Admin { name: name?, groups: groups? })
}
