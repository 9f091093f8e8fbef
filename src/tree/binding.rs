//! The binding of the secret output to the lock that it was rendered with.
//!
//! A file in the secret output has, for each part of the tree, a digest over the rows of the lock that was written with it. A
//! lock whose rows of secrets, keys or certificates differ, because it was rendered without the seed or because somebody
//! changed it, does not belong to that secret output.

use std::{collections::BTreeMap, fmt};

use sha2::{Digest as _, Sha256};

use super::{
    Digest, Origin, Place, RelPath, Secrecy, hex,
    lock::{Header, Identity, Row},
};
use crate::model::Users;

/// The file's name in the secret output.
pub const NAME: &str = "kubemint.binding";

/// The file of the public output with the recipients: a part of its own, which only `seal` checks.
pub const RECIPIENTS: &str = "recipients.txt";

const COMMENT: &str = "# What this was rendered with: digests over what kubemint.lock says of the secrets, keys and certificates \
     of each part. Written by `kubemint render`; do not edit.";

/// The path of the file in the secret output.
#[must_use]
pub fn path() -> RelPath {
    RelPath::joined(&[NAME])
}

/// The place of the file in the tree.
#[must_use]
pub fn place() -> Place {
    Place::secret(path())
}

/// A digest for each part, `cluster` or `nodes/NAME`, over the lock's header and the part's rows that are secret or contain
/// keys or certificates; and one for the recipients, so that nobody can add one without the seed.
///
/// Other rows are not included: a changed flag changes no secret, and must be packable after a render without the seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding(BTreeMap<String, Digest>);

impl Binding {
    /// The binding of rows in the order of a lock.
    #[must_use]
    pub fn of<'a>(identity: &Identity, users: &Users, rows: impl Iterator<Item = &'a Row>) -> Self {
        let header = Header { identity, users }.to_string();
        let mut parts: BTreeMap<String, Sha256> = BTreeMap::new();
        for row in rows {
            let Some(part) = part_of(&row.place.path) else { continue };
            let hash = parts.entry(part.to_owned()).or_insert_with(|| Sha256::new_with_prefix(&header));
            add(hash, row);
        }
        Self(parts.into_iter().map(|(part, hash)| (part, hash.finalize().into())).collect())
    }

    /// The digest of a single part.
    #[must_use]
    pub fn of_part<'a>(
        identity: &Identity,
        users: &Users,
        part: &str,
        rows: impl Iterator<Item = &'a Row>,
    ) -> Digest {
        let mut hash = Sha256::new_with_prefix(Header { identity, users }.to_string());
        rows.filter(|row| part_of(&row.place.path) == Some(part)).for_each(|row| add(&mut hash, row));
        hash.finalize().into()
    }

    /// Parses what `Display` wrote; `None` if it is something else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let part = |line: &str| {
            let (part, digest) = line.split_once(" sha256:")?;
            Some((part.to_owned(), hex::decode(digest)?))
        };
        text.lines().filter(|line| !line.starts_with('#')).map(part).collect::<Option<_>>().map(Self)
    }

    /// The digest of a part.
    #[must_use]
    pub fn digest(&self, part: &str) -> Option<&Digest> {
        self.0.get(part)
    }
}

impl fmt::Display for Binding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{COMMENT}")?;
        self.0.iter().try_for_each(|(part, digest)| writeln!(f, "{part} sha256:{}", hex::encode(digest)))
    }
}

/// The part that a path belongs to; `None` for what belongs to the tree itself.
fn part_of(path: &RelPath) -> Option<&str> {
    const CLUSTER: &str = "cluster";
    const NODES: &str = "nodes/";
    let path = path.as_str();
    if path == RECIPIENTS {
        return Some(RECIPIENTS);
    }
    let Some(rest) = path.strip_prefix(NODES) else {
        return path.strip_prefix(CLUSTER).filter(|rest| rest.starts_with('/')).map(|_| CLUSTER);
    };
    let (name, _) = rest.split_once('/')?;
    path.get(..NODES.len() + name.len())
}

/// Adds a row of a secret, a key or a certificate.
fn add(hash: &mut Sha256, row: &Row) {
    let is_bound = row.place.secrecy == Secrecy::Secret
        || row.place.path.as_str() == RECIPIENTS
        || row.recorded.origin().is_some_and(|origin| *origin != Origin::Rendered);
    if is_bound {
        hash.update(format!("{row}\n"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{derive::Seed, model::example, plan::plan, tree::Tree};

    fn tree(change: impl FnOnce(&mut crate::model::Draft)) -> Tree {
        let mut draft = example::draft();
        change(&mut draft);
        plan(&crate::validate::cluster(draft).unwrap(), &Seed::DEMO).unwrap()
    }

    #[test]
    fn a_tree_has_the_binding_of_its_own_lock() {
        let tree = tree(|_| {});
        let text = tree.file(&place()).unwrap().bytes;
        let written = Binding::parse(std::str::from_utf8(text).unwrap()).unwrap();
        assert_eq!(written.to_string().as_bytes(), text);
        assert_eq!(written, tree.lock().binding());
        let recipients = tree.lock().rows().filter(|row| row.place.path.as_str() == RECIPIENTS).count();
        assert_eq!(written.0.len(), 1 + example::cluster().nodes().count() + recipients);
        for (part, digest) in &written.0 {
            assert_eq!(tree.lock().binding_of(part), *digest, "{part}");
        }
        for wrong in ["cluster", "cluster sha256:00", "<<<<<<< HEAD"] {
            assert_eq!(Binding::parse(wrong), None);
        }
    }

    #[test]
    fn a_flag_binds_nothing_and_a_key_or_an_account_what_has_it() {
        let before = tree(|_| {}).lock().binding();
        let changed = |change: fn(&mut crate::model::Draft)| {
            let after = tree(change).lock().binding();
            let parts = before.0.iter().filter(|(part, digest)| after.digest(part) != Some(digest));
            parts.map(|(part, _)| part.clone()).collect::<Vec<_>>()
        };
        let flag = |draft: &mut crate::model::Draft| {
            draft.scheduler.extra_args.insert("v".to_owned(), "4".to_owned());
        };
        assert_eq!(changed(flag), Vec::<String>::new());
        let leaf = |draft: &mut crate::model::Draft| {
            draft.pki.generations.leaf.insert("apiserver/master-2".to_owned(), 2);
        };
        assert_eq!(changed(leaf), ["nodes/master-2"]);
        let trusted = |draft: &mut crate::model::Draft| {
            draft.pki.generations.etcd_ca = crate::model::KeyGenerations::new(1, vec![1, 2]).unwrap();
        };
        assert_eq!(changed(trusted), ["nodes/master-1", "nodes/master-2", "nodes/master-3"]);
        let number = |draft: &mut crate::model::Draft| {
            draft.users.etcd = crate::model::NumericId::new(700).unwrap();
        };
        assert_eq!(changed(number).len(), before.0.len());
    }
}
