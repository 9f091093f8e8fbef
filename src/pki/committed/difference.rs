//! The differences between a requested certificate and the committed one, in the terms of certificates.txt.

use std::collections::BTreeMap;

use crate::pki::Listed;

/// The lines of a committed certificates.txt, for explanation only: by path and generation.
#[derive(Debug, Default)]
pub(super) struct CommittedListing(BTreeMap<(String, String), Listed>);

impl CommittedListing {
    /// Parses the text and ignores invalid lines.
    pub(super) fn read(text: &[u8]) -> Self {
        let listed = String::from_utf8_lossy(text);
        let listed = listed.lines().filter_map(Listed::parse);
        Self(listed.map(|listed| ((listed.path.clone(), listed.generation.clone()), listed)).collect())
    }

    /// The differences from the committed line of the same certificate; none if there is no such line.
    pub(super) fn differences(&self, line: &str) -> Vec<String> {
        let Some(is) = Listed::parse(line) else { return Vec::new() };
        let Some(was) = self.0.get(&(is.path.clone(), is.generation.clone())) else { return Vec::new() };
        let differences = [
            column("subject", &was.subject, &is.subject),
            column("issuer", &was.issuer, &is.issuer),
            column("uses", &was.uses, &is.uses),
            names(&was.names, &is.names),
            column("from", &was.not_before, &is.not_before),
            column("to", &was.not_after, &is.not_after),
        ];
        differences.into_iter().flatten().collect()
    }
}

fn column(name: &str, was: &str, is: &str) -> Option<String> {
    (was != is).then(|| format!("{name} {is}, was {was}"))
}

fn names(was: &[String], is: &[String]) -> Option<String> {
    if was == is {
        return None;
    }
    let only_in = |these: &[String], others: &[String], sign: char| -> Vec<String> {
        these.iter().filter(|name| !others.contains(name)).map(|name| format!("{sign}{name}")).collect()
    };
    let changes = [only_in(is, was, '+'), only_in(was, is, '-')].concat();
    let changes = if changes.is_empty() { "in another order".to_owned() } else { changes.join(" ") };
    Some(format!("names {changes}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_one_by_one_and_the_rest_before_and_after() {
        let line =
            |names: &str, to: &str| format!("a.crt | CN=a | CN=b | server | {names} | 2026 | {to} | 1 | aa");
        let listed = CommittedListing::read(format!("# path\n{}\n", line("x,y,z", "2027")).as_bytes());
        assert_eq!(listed.differences(&line("x,w,z", "2028")), ["names +w -y", "to 2028, was 2027"]);
        assert_eq!(listed.differences(&line("z,y,x", "2027")), ["names in another order"]);
        assert_eq!(listed.differences(&line("x,y,z", "2027")), Vec::<String>::new());
        assert_eq!(listed.differences("nothing"), Vec::<String>::new());
    }

    #[test]
    fn a_subject_may_have_the_separator_in_it() {
        let line = |to: &str| format!("a.crt | OU=x | y, CN=a | CN=b | server | x | 2026 | {to} | 1 | aa");
        let listed = CommittedListing::read(line("2027").as_bytes());
        assert_eq!(listed.differences(&line("2028")), ["to 2028, was 2027"]);
    }
}
