//! Address ranges and addresses: one, or one of each family.

use super::Item;
use crate::{
    diagnostic::Invalid,
    model::{Cidr, Cidrs, NodeAddress, NodeAddresses},
};

/// `"RANGE"` or `["RANGE", "RANGE"]`.
pub(super) fn read(item: &Item<'_>) -> Option<Cidrs> {
    let (primary, secondary) = one_or_two(item, "one range or two", Cidr::parse)?;
    item.accept(Cidrs::new(primary, secondary))
}

/// `"ADDRESS"` or `["ADDRESS", "ADDRESS"]`.
pub(super) fn read_addresses(item: &Item<'_>) -> Option<NodeAddresses> {
    let (primary, secondary) = one_or_two(item, "one address or two", NodeAddress::parse)?;
    item.accept(NodeAddresses::new(primary, secondary))
}

fn one_or_two<T>(
    item: &Item<'_>,
    expected: &'static str,
    parse: fn(&str) -> Result<T, Invalid>,
) -> Option<(T, Option<T>)> {
    let items = item.one_or_more()?;
    let found = items.len();
    let values: Vec<Option<T>> = items.iter().map(|element| element.parse(parse)).collect();
    if !(1..=2).contains(&found) {
        item.refuse(
            Invalid::new("count", format!("the array has {found} elements"), expected)
                .help("take one, or for a dual-stack cluster one of IPv4 and one of IPv6"),
        );
        return None;
    }
    let mut values = values.into_iter();
    let primary = values.next()??;
    match values.next() {
        Some(secondary) => Some((primary, Some(secondary?))),
        None => Some((primary, None)),
    }
}
