//! The lock as text.

use std::fmt;

use super::{FORMAT, Lock, Recorded, Row, origin_text, word};
use crate::{model::Account, tree::hex};

const COMMENT: &str =
    "# What kubemint made here, and what it was made of. Written by `kubemint render`; do not edit.";

impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let identity = &self.identity;
        writeln!(f, "{COMMENT}")?;
        writeln!(f, "format {FORMAT}")?;
        writeln!(f, "schema {}", identity.schema)?;
        writeln!(f, "cluster {}", identity.cluster)?;
        writeln!(f, "seed {}", identity.seed)?;
        for account in Account::MADE {
            writeln!(f, "account {} {}", account.name(), account.id(&self.users))?;
        }
        self.rows.values().try_for_each(|row| writeln!(f, "{row}"))
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, owner, group, mode, recorded } = self;
        let (half, path) = (place.secrecy.folder(), word::escape(place.path.as_str()));
        write!(f, "{half} {path} {}:{} {mode} ", owner.name(), group.name())?;
        match recorded {
            Recorded::Folder => f.write_str("folder"),
            Recorded::Public { bytes, origin } => {
                write!(f, "sha256:{} ", hex::encode(bytes))?;
                origin_text::write(f, origin)
            }
            Recorded::Secret { origin } => origin_text::write(f, origin),
        }
    }
}
