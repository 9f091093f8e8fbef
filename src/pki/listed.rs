//! Parsing certificates.txt.

use std::collections::HashMap;

use crate::tree::{Digest, MachinePath, parse_digest};

/// The columns after the free text of subject and issuer, counted from the line's end.
const AFTER_FREE_TEXT: usize = 6;

/// A line of certificates.txt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its path in an output of the tree, with `*` for every node.
    pub path: String,
    /// Its subject.
    pub subject: String,
    /// Its issuer's subject.
    pub issuer: String,
    /// Its usages, separated by commas.
    pub uses: String,
    /// Its subject alternative names.
    pub names: Vec<String>,
    /// The start of its validity, RFC 3339.
    pub not_before: String,
    /// The end of its validity, RFC 3339.
    pub not_after: String,
    /// The generation of its key.
    pub generation: String,
    /// The SHA-256 of the public key, hexadecimal.
    pub public_key: String,
}

impl Listed {
    /// Parses a line; `None` for a comment or an invalid line.
    pub(super) fn parse(line: &str) -> Option<Self> {
        if line.starts_with('#') {
            return None;
        }
        // From the end, since a subject can contain the separator.
        let mut columns = line.rsplitn(AFTER_FREE_TEXT + 1, " | ");
        let mut column = || columns.next().map(str::to_owned);
        let (public_key, generation) = (column()?, column()?);
        let (not_after, not_before) = (column()?, column()?);
        let names = column()?;
        let names = if names == "-" { Vec::new() } else { names.split(',').map(str::to_owned).collect() };
        let uses = column()?;
        let (path, subjects) = columns.next()?.split_once(" | ")?;
        let (subject, issuer) = subjects.split_once(" | ")?;
        let (path, subject, issuer) = (path.to_owned(), subject.to_owned(), issuer.to_owned());
        Some(Self { path, subject, issuer, uses, names, not_before, not_after, generation, public_key })
    }
}

/// The lines of certificates.txt by their key.
#[derive(Debug, Default)]
pub struct Listing(HashMap<Digest, Listed>);

impl Listing {
    /// Parses a listing and ignores invalid lines.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let listed = text.lines().filter_map(Listed::parse);
        Self(listed.filter_map(|listed| Some((parse_digest(&listed.public_key)?, listed))).collect())
    }

    /// The certificate of a key, by the SHA-256 of the public key.
    #[must_use]
    pub fn find(&self, public_key: &Digest) -> Option<&Listed> {
        self.0.get(public_key)
    }

    /// Every certificate, in no particular order.
    pub fn all(&self) -> impl Iterator<Item = &Listed> {
        self.0.values()
    }

    /// The certificates at a path of each node's machine, in no particular order.
    pub fn at(&self, path: &MachinePath) -> impl Iterator<Item = &Listed> {
        let on_machine = path.as_str().trim_start_matches('/');
        self.0.values().filter(move |listed| {
            let below = listed.path.strip_prefix("nodes/").and_then(|path| path.split_once('/'));
            below.is_some_and(|(_, path)| path == on_machine)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{derive::Seed, model::example, pki::Pki};

    #[test]
    fn reads_back_every_line_of_a_listing() {
        let pki = Pki::mint(&example::cluster(), &Seed::DEMO, &crate::progress::Progress::default()).unwrap();
        let text = crate::pki::listing(&pki);
        let read = Listing::parse(&text);
        assert_eq!(read.0.len(), text.lines().filter(|line| !line.starts_with('#')).count());
        let server = read
            .0
            .values()
            .find(|line| line.path.ends_with("master-1/etc/kubernetes/pki/apiserver.crt"))
            .unwrap();
        assert_eq!(server.subject, "CN=kube-apiserver");
        assert_eq!(server.uses, "server");
        assert!(server.names.contains(&"kubernetes.default.svc".to_owned()), "{:?}", server.names);
        assert!(server.not_before < server.not_after);
    }
}
