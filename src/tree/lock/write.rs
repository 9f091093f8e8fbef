//! Writing the lock.

use std::fmt;

use super::{Identity, Recorded, Row, origin_text, word};
use crate::model::{Account, Users};
use base16ct::lower::encode_string;

/// The version of the lock's own format.
pub const FORMAT: u32 = 1;

const COMMENT: &str =
    "# What kubemint made here, and what it was made of. Written by `kubemint render`; do not edit.";

/// Writes a lock.
pub(super) fn write<'a>(
    f: &mut fmt::Formatter<'_>,
    header: &Header<'_>,
    mut rows: impl Iterator<Item = &'a Row>,
) -> fmt::Result {
    write!(f, "{COMMENT}\nformat {FORMAT}\n{header}")?;
    rows.try_for_each(|row| writeln!(f, "{row}"))
}

/// The lines with the cluster, the seed and the UIDs and GIDs of the accounts.
pub(in crate::tree) struct Header<'a> {
    pub(in crate::tree) identity: &'a Identity,
    pub(in crate::tree) users: &'a Users,
}

impl fmt::Display for Header<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Identity { schema, cluster, seed } = self.identity;
        writeln!(f, "schema {schema}\ncluster {cluster}\nseed {seed}")?;
        let account =
            |account: &Account| writeln!(f, "account {} {}", account.name(), account.id(self.users));
        Account::MADE.iter().filter(|account| account.is_numbered(self.users)).try_for_each(account)
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, owner, group, mode, recorded } = self;
        let (output, path) = (place.secrecy.folder(), word::escape(place.path.as_str()));
        write!(f, "{output} {path} {}:{} {mode} ", owner.name(), group.name())?;
        match recorded {
            Recorded::Folder => f.write_str("folder"),
            Recorded::Public { bytes, origin } => {
                write!(f, "sha256:{} ", encode_string(bytes))?;
                origin_text::write(f, origin)
            }
            Recorded::Secret { origin } => origin_text::write(f, origin),
        }
    }
}
