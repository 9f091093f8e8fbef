//! `extra_sans` of the components that serve: names and addresses for their serving certificates.

use super::Table;
use crate::model::Host;

pub(super) fn read(table: &Table<'_>) -> Option<Vec<Host>> {
    table.value("extra_sans", |item| item.all(|element| element.parse(Host::parse_san)))
}
