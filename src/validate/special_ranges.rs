//! Ranges that mean something else to every machine.

use ipnet::IpNet;

use super::addresses::ranges;
use crate::{diagnostic::Violation, model::Draft};

/// Addresses that no pod or Service can have (RFC 6890), and what they are for. Class E (240.0.0.0/4) is not here: some
/// clusters use it on purpose.
const SPECIAL: &[(&str, &str)] = &[
    ("0.0.0.0/8", "\"this network\""),
    ("127.0.0.0/8", "loopback"),
    ("169.254.0.0/16", "link-local addresses"),
    ("224.0.0.0/4", "multicast"),
    ("::/127", "the unspecified and the loopback address"),
    ("::ffff:0:0/96", "IPv4-mapped addresses"),
    ("fe80::/10", "link-local addresses"),
    ("ff00::/8", "multicast"),
];

/// No service or pod range shares addresses with a special one.
pub(super) fn check(draft: &Draft) -> Vec<Violation> {
    let overlaps = |range: IpNet, special: IpNet| {
        range.contains(&special.network()) || special.contains(&range.network())
    };
    let special = |range: IpNet| {
        SPECIAL.iter().find(|(text, _)| text.parse().is_ok_and(|special| overlaps(range, special)))
    };
    let violation = |(path, range): (String, crate::model::Cidr)| {
        let (text, use_) = special(range.net())?;
        let message = format!("{range} has addresses of {text}, which is for {use_}");
        let expected = "a range of addresses that machines can have";
        Some(
            Violation::new("special-range", path, message, expected)
                .help("take one of the private ranges, such as a part of 10.0.0.0/8 or fd00::/8"),
        )
    };
    ranges(draft).into_iter().filter_map(violation).collect()
}

/// IPv4 addresses that nobody has on the internet (RFC 1918, 6598, 5737, 2544, 1112).
const NOBODYS: &[&str] = &[
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "192.0.2.0/24",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "198.18.0.0/15",
    "240.0.0.0/4",
];

/// Says of an IPv4 range that somebody may have on the internet. A public IPv6 range is common for pods.
pub(super) fn advise(draft: &Draft) -> Vec<Violation> {
    let is_nobodys = |range: IpNet| {
        NOBODYS.iter().any(|text| text.parse::<IpNet>().is_ok_and(|nobodys| nobodys.contains(&range)))
    };
    let public = |(_, range): &(String, crate::model::Cidr)| {
        matches!(range.net(), IpNet::V4(_)) && !is_nobodys(range.net())
    };
    let warning = |(path, range): (String, crate::model::Cidr)| {
        let message =
            format!("{range} has public addresses: nothing in the cluster reaches those who have them");
        Violation::new("weakens-cluster", path, message, "a private range, or addresses of your own")
            .help("take a part of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10, unless the range is yours")
    };
    ranges(draft).into_iter().filter(public).map(warning).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_special_range_is_one() {
        for (text, _) in SPECIAL {
            let net: IpNet = text.parse().unwrap();
            assert_eq!(net, net.trunc(), "{text}");
        }
        for text in NOBODYS {
            assert!(text.parse::<IpNet>().is_ok_and(|net| net == net.trunc()), "{text}");
        }
    }
}
