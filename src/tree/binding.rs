//! What binds the secret output to the lock that it was rendered with, and its files to each other.
//!
//! A file in the secret output has, for each part of the tree, a digest over what kubemint.lock said of the part when both
//! were written, and one of the part's SHA256SUMS in the secret output. A lock that says something else of secrets, keys or
//! certificates, because it was rendered without the seed or changed by somebody, does not go with that secret output; nor do
//! files of another render, whose rows may be the same: a row has no digest of a secret.

use std::{collections::BTreeMap, fmt};

use base16ct::lower::encode_string;
use sha2::{Digest as _, Sha256};

use super::{
    Digest, Origin, Place, RelPath, Secrecy,
    lock::{Header, Identity, Row},
    parse_digest,
    sums::CLUSTER,
};
use crate::model::Users;

/// The file's name in the secret output.
pub const NAME: &str = "kubemint.binding";

/// The file of the public output with the recipients: a part of its own, which only `seal` checks.
pub const RECIPIENTS: &str = "recipients.txt";

const COMMENT: &str = "# What this was rendered with: for each part a digest over what kubemint.lock says of its secrets, keys and \
     certificates, and one of its SHA256SUMS here. Written by `kubemint render`; do not edit.";

/// Stands before the digest over a part's rows.
const ROWS: &str = "lock-sha256:";

/// Stands before the digest of a part's SHA256SUMS.
const SUMS: &str = "sums-sha256:";

/// Stood before the only digest that an earlier kubemint wrote.
const EARLIER: &str = "sha256:";

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

/// Why a secret output does not go with a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unbound {
    /// It does not say what it was rendered with.
    Silent,
    /// An earlier kubemint wrote it, which did not say which secret files belong to it.
    Earlier,
    /// The lock says something else of the part.
    OtherRows,
    /// The part's secret files are those of another render.
    OtherSums,
}

/// For each part, `cluster` or `nodes/NAME`, a digest over the lock's header and the part's rows that are secret or hold keys or
/// certificates, and one of its SHA256SUMS where it has secret files; and a digest for the recipients, so that nobody adds
/// one without the seed.
///
/// Not over the other rows: a changed flag changes no secret, and whoever renders it without the seed must be able to pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding(BTreeMap<String, Bound>);

/// What a part is bound to.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Bound {
    rows: Digest,
    sums: Option<Digest>,
}

impl Binding {
    /// What rows in the order of a lock bind to; `sums` gives the digest of a part's SHA256SUMS in the secret output, where it
    /// has one.
    #[must_use]
    pub fn of<'a>(
        identity: &Identity,
        users: &Users,
        rows: impl Iterator<Item = &'a Row>,
        sums: impl Fn(&str) -> Option<Digest>,
    ) -> Self {
        let header = Header { identity, users }.to_string();
        let mut parts: BTreeMap<String, Sha256> = BTreeMap::new();
        for row in rows {
            let Some(part) = part_of(&row.place.path) else { continue };
            let hash = parts.entry(part.to_owned()).or_insert_with(|| Sha256::new_with_prefix(&header));
            add(hash, row);
        }
        let bound = |(part, hash): (String, Sha256)| {
            let sums = sums(&part);
            (part, Bound { rows: hash.finalize().into(), sums })
        };
        Self(parts.into_iter().map(bound).collect())
    }

    /// The digest over the rows of one part alone.
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

    /// Holds the digest over a part's rows in a lock, and the part's SHA256SUMS in the secret output, each where there is one, to
    /// the binding that lies there.
    ///
    /// # Errors
    /// [`Unbound`] if they were not rendered together.
    pub(super) fn hold(
        binding: &[u8],
        part: &str,
        rows: Option<Digest>,
        sums: Option<&[u8]>,
    ) -> Result<(), Unbound> {
        let text = std::str::from_utf8(binding).map_err(|_| Unbound::Silent)?;
        let binding = Self::parse(text)?;
        let bound = binding.0.get(part);
        if bound.map(|bound| bound.rows) != rows {
            return Err(Unbound::OtherRows);
        }
        let sums = sums.map(|sums| Digest::from(Sha256::digest(sums)));
        if bound.and_then(|bound| bound.sums) == sums { Ok(()) } else { Err(Unbound::OtherSums) }
    }

    /// Reads what `Display` wrote.
    ///
    /// # Errors
    /// [`Unbound`] where it is something else.
    pub fn parse(text: &str) -> Result<Self, Unbound> {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let parts = lines.map(read).collect::<Result<BTreeMap<_, _>, _>>()?;
        if parts.is_empty() { Err(Unbound::Silent) } else { Ok(Self(parts)) }
    }
}

/// A line.
fn read(line: &str) -> Result<(String, Bound), Unbound> {
    let mut words = line.split(' ');
    let part = words.next().unwrap_or_default().to_owned();
    let rows = words.next().ok_or(Unbound::Silent)?;
    if rows.strip_prefix(EARLIER).and_then(parse_digest).is_some() {
        return Err(Unbound::Earlier);
    }
    let digest =
        |prefix: &str, word: &str| word.strip_prefix(prefix).and_then(parse_digest).ok_or(Unbound::Silent);
    let bound =
        Bound { rows: digest(ROWS, rows)?, sums: words.next().map(|word| digest(SUMS, word)).transpose()? };
    if words.next().is_some() { Err(Unbound::Silent) } else { Ok((part, bound)) }
}

impl fmt::Display for Binding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{COMMENT}")?;
        self.0.iter().try_for_each(|(part, Bound { rows, sums })| {
            write!(f, "{part} {ROWS}{}", encode_string(rows))?;
            sums.iter().try_for_each(|sums| write!(f, " {SUMS}{}", encode_string(sums)))?;
            writeln!(f)
        })
    }
}

/// The part that a path belongs to; `None` for what belongs to the tree itself.
pub(super) fn part_of(path: &RelPath) -> Option<&str> {
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
        || row.recorded.origin().is_some_and(|origin| !matches!(origin, Origin::Rendered | Origin::Overlay));
    if is_bound {
        hash.update(format!("{row}\n"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{derive::Seed, model::example, plan::plan, tree::Tree};

    const RECIPIENT: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL1MKt8jfnSMMq6vUOBAXhOWE2tWUrE+OI/JhVbT1x5v";

    fn tree(change: impl FnOnce(&mut crate::model::Draft)) -> Tree {
        let mut draft = example::draft();
        change(&mut draft);
        plan(&crate::validate::cluster(draft).unwrap(), &Seed::DEMO).unwrap()
    }

    fn binding(tree: &Tree) -> Binding {
        Binding::parse(std::str::from_utf8(tree.file(&place()).unwrap().bytes).unwrap()).unwrap()
    }

    fn sums(tree: &Tree, part: &str) -> Option<Vec<u8>> {
        let place = Place::secret(RelPath::joined(&[part, crate::tree::sums::NAME]));
        tree.file(&place).map(|file| file.bytes.to_vec())
    }

    #[test]
    fn a_tree_has_the_binding_of_its_own_lock_and_sums() {
        let tree = tree(|draft| draft.recipients = vec![crate::recipient::parse(RECIPIENT).unwrap()]);
        let text = tree.file(&place()).unwrap().bytes;
        let written = binding(&tree);
        assert_eq!(written.to_string().as_bytes(), text);
        assert_eq!(written.0.len(), 2 + example::cluster().nodes().count());
        for part in written.0.keys() {
            let sums = sums(&tree, part);
            assert_eq!(sums.is_none(), part == RECIPIENTS);
            assert_eq!(tree.lock().hold_binding(text, part, sums.as_deref()), Ok(()), "{part}");
            let other = sums.is_none().then_some(b"a".as_slice());
            assert_eq!(tree.lock().hold_binding(text, part, other), Err(Unbound::OtherSums), "{part}");
        }
        assert_eq!(tree.lock().hold_binding(text, "nodes/other", None), Ok(()), "neither has it");
        let less = self::tree(|_| {});
        for (text, lock) in [(text, less.lock()), (less.file(&place()).unwrap().bytes, tree.lock())] {
            assert_eq!(lock.hold_binding(text, RECIPIENTS, None), Err(Unbound::OtherRows));
        }
    }

    #[test]
    fn what_no_render_of_this_kubemint_wrote_is_named() {
        let digest = "0a".repeat(32);
        for silent in ["", "# a\n", "cluster", "cluster sha256:00", "<<<<<<< HEAD", "cluster lock-sha256:00"]
        {
            assert_eq!(Binding::parse(silent), Err(Unbound::Silent), "{silent:?}");
        }
        let line = format!("cluster lock-sha256:{digest} sums-sha256:{digest}");
        assert!(Binding::parse(&line).is_ok());
        assert_eq!(Binding::parse(&format!("{line} a")), Err(Unbound::Silent));
        assert_eq!(Binding::parse(&format!("cluster sha256:{digest}\n")), Err(Unbound::Earlier));
    }

    #[test]
    fn a_flag_binds_nothing_and_a_key_or_an_account_what_has_it() {
        let before = binding(&tree(|_| {}));
        let changed = |change: fn(&mut crate::model::Draft)| {
            let after = binding(&tree(change));
            let rows = |bound: &Bound| bound.rows;
            let parts =
                before.0.iter().filter(|(part, bound)| after.0.get(*part).map(rows) != Some(bound.rows));
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
