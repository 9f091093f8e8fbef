//! Values that several tables have: recipients, `runtime`, `extra_sans`, `bind_address`, and single-stack or
//! dual-stack addresses and ranges.

use std::net::IpAddr;

use super::{Choice, Item, Table};
use crate::{
    diagnostic::Invalid,
    model::{Cidr, Cidrs, Host, NodeAddress, NodeAddresses, Recipient, Runtime},
    recipient,
};

pub(super) fn read_recipients(item: &Item<'_>) -> Option<Vec<Recipient>> {
    item.all(|element| element.parse(recipient::parse))
}

static RUNTIMES: Choice<Runtime> = Choice {
    expected: "\"static-pod\" or \"systemd\"",
    help: "say whether it runs as a static pod of the kubelet or as a unit of systemd; the container runtime is `container_runtime_endpoint` of [kubelet]",
    words: &[("static-pod", Runtime::StaticPod), ("systemd", Runtime::Systemd)],
};

pub(super) fn read_runtime(table: &Table<'_>) -> Option<Runtime> {
    table.value("runtime", |item| item.choice(&RUNTIMES))
}

/// The largest number of names and addresses of one key. Go's TLS accepts no certificate
/// message above 256 KiB (`crypto/tls`, maxHandshakeCertificateMsg); 1,000 names of full length are as large.
const NAMES: usize = 1000;

pub(super) fn read_extra_sans(table: &Table<'_>) -> Option<Vec<Host>> {
    table.value("extra_sans", |item| {
        let count = item.list()?.len();
        if count > NAMES {
            let found = format!("extra_sans has {count} entries");
            item.refuse(Invalid::new("too-many-entries", found, "no more than 1,000 names and addresses"));
            return None;
        }
        item.all(|element| element.parse(Host::parse_san))
    })
}

/// An address to listen on.
pub(super) fn read_bind_address(item: &Item<'_>) -> Option<IpAddr> {
    item.parse(|text| {
        let address: Option<IpAddr> = text.parse().ok();
        address.filter(|address| !address.is_multicast()).ok_or_else(|| {
            Invalid::new(
                "bind-address",
                format!("{text:?} is not an address to listen on"),
                "an IPv4 or IPv6 address, such as \"127.0.0.1\"",
            )
            .help("leave it out for the default, which fits every node, or take \"0.0.0.0\" or \"::\" for all addresses")
        })
    })
}

/// `"RANGE"` or `["RANGE", "RANGE"]`.
pub(super) fn read_ranges(item: &Item<'_>) -> Option<Cidrs> {
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
