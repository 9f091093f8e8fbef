//! When the certificates of a tree end, from its certificates.txt.

use super::Listed;
use crate::model::Timestamp;

/// A certificate and the last moment of its validity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expiry {
    /// The last moment of its validity.
    pub not_after: Timestamp,
    /// Where it lies, as certificates.txt has it.
    pub path: String,
}

/// Every certificate that certificates.txt lists, the first to end first. A line that is none is passed over.
#[must_use]
pub fn expiries(listing: &str) -> Vec<Expiry> {
    let listed = listing.lines().filter_map(Listed::parse);
    let mut all: Vec<Expiry> = listed.filter_map(expiry).collect();
    all.sort_unstable();
    all
}

fn expiry(listed: Listed) -> Option<Expiry> {
    Some(Expiry { not_after: Timestamp::parse(&listed.not_after).ok()?, path: listed.path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_end_of_each_line_whatever_its_subject_holds() {
        let text = "# path | …\nb.conf | OU=x | 2030-01-01T00:00:00Z | y, CN=a | c | client | - | 2026-01-01T00:00:00Z | 2027-01-01T00:00:00Z | 1 | aa\n\
                    a.crt | CN=a | CN=b | server | DNS:x | 2026-01-01T00:00:00Z | 2028-01-01T00:00:00Z | 1 | bb\n";
        let found = expiries(text);
        assert_eq!(found.iter().map(|e| e.path.as_str()).collect::<Vec<_>>(), ["b.conf", "a.crt"]);
        assert_eq!(found[0].not_after.to_string(), "2027-01-01T00:00:00Z");
    }
}
