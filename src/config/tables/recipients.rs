//! `recipients`: public keys that age encrypts to.

use super::Item;
use crate::{model::Recipient, recipient};

pub(super) fn read(item: &Item<'_>) -> Option<Vec<Recipient>> {
    item.all(|element| element.parse(recipient::parse))
}
