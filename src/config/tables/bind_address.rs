//! `bind_address`, which three tables have.

use std::net::IpAddr;

use super::Item;
use crate::diagnostic::Invalid;

/// An address to listen at.
pub(super) fn read(item: &Item<'_>) -> Option<IpAddr> {
    item.parse(|text| {
        let address: Option<IpAddr> = text.parse().ok();
        address.filter(|address| !address.is_multicast()).ok_or_else(|| {
            Invalid::new(
                "bind-address",
                format!("{text:?} is not an address to listen at"),
                "an IPv4 or IPv6 address, such as \"127.0.0.1\"",
            )
            .help("leave it out for the default, which fits every node, or take \"0.0.0.0\" or \"::\" for all addresses")
        })
    })
}
