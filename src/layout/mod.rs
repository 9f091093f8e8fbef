//! What a tree can contain: every file and directory that kubemint can create, with its owner, permissions and
//! origin.
//!
//! kubemint.lock is committed, so any pull request may have changed it. Its form is checked when it is parsed
//! ([`Lock::parse`]); here each row is compared with the tables that trees are rendered from. Every tree that is
//! opened to pack, seal, compare or render from it has passed this check, and so has every tree that is planned: what
//! is not in the table can be neither installed nor created.

mod misfit;
mod overlay;
mod rules;
mod what;

use std::collections::BTreeMap;

pub use misfit::{Misfit, Misfits, Reason};
pub use overlay::{Reserved, reserved};

use rules::Rules;

use crate::{
    model::NodeName,
    tree::{DerivedKey, Lock, MachinePath, Mode, Origin, lock::Row},
};

/// Compares each row of a lock with what kubemint creates.
///
/// # Errors
///
/// [`Misfits`] with every row that no render writes.
pub fn check(lock: &Lock) -> Result<(), Misfits> {
    let rules = Rules::get();
    let mut keys = Keys::default();
    let mut logs = LogDirectories::default();
    let judge = |row: &Row| {
        let refused = judge(rules, row).and_then(|()| keys.add(row)).and_then(|()| logs.add(row));
        refused.err().map(|reason| Misfit { place: row.place.clone(), reason })
    };
    Misfits::of(lock.rows().filter_map(judge))
}

/// Compares a row with the rules for its path.
fn judge(rules: &Rules, row: &Row) -> Result<(), Reason> {
    if row.recorded.origin() == Some(&Origin::Overlay) {
        return overlay::judge(row);
    }
    let found = rules.of(&row.place);
    let first = found.first().ok_or(Reason::Path)?;
    let owned =
        |rule: &&rules::Rule| (rule.owner, rule.group) == (row.owner, row.group) && permits(rule, row.mode);
    let rule = found.iter().find(owned).ok_or_else(|| Reason::Ownership {
        expected: format!("{}:{} {}", first.owner.name(), first.group.name(), first.mode),
    })?;
    if rule.what.fits(row) { Ok(()) } else { Err(Reason::Origin) }
}

/// Whether a mode is that of the rule, or a stricter one of those that kubemint uses.
fn permits(rule: &rules::Rule, mode: Mode) -> bool {
    let given = if rule.what.is_directory() { &Mode::DIRECTORIES[..] } else { &Mode::FILES[..] };
    given.contains(&mode) && mode.bits() & !rule.mode.bits() == 0
}

/// Every key in the rows. Rows with the same label and generation must have the same key.
#[derive(Default)]
struct Keys(BTreeMap<(String, u32), DerivedKey>);

impl Keys {
    fn add(&mut self, row: &Row) -> Result<(), Reason> {
        row.recorded.origin().map_or(Ok(()), |origin| self.add_origin(origin))
    }

    fn add_origin(&mut self, origin: &Origin) -> Result<(), Reason> {
        match origin {
            Origin::Rendered | Origin::Overlay | Origin::Secret { .. } => Ok(()),
            Origin::Key(key) => self.add_key(key),
            Origin::Certificate(certificate) => self.add_key(&certificate.key),
            Origin::Bundle(parts) | Origin::Composed { parts, .. } => {
                parts.iter().try_for_each(|part| self.add_origin(part))
            }
        }
    }

    fn add_key(&mut self, key: &DerivedKey) -> Result<(), Reason> {
        let name = (key.label.clone(), key.generation);
        let known = self.0.entry(name).or_insert_with(|| key.clone());
        if known == key {
            return Ok(());
        }
        Err(Reason::Key { label: key.label.clone(), generation: key.generation })
    }
}

/// The directories of audit logs. Their paths come from cluster.toml, so they are in no table; a machine has one.
#[derive(Default)]
struct LogDirectories(BTreeMap<NodeName, MachinePath>);

impl LogDirectories {
    fn add(&mut self, row: &Row) -> Result<(), Reason> {
        let Some((node, path)) = rules::log_directory(row) else { return Ok(()) };
        match self.0.insert(node, path) {
            None => Ok(()),
            Some(_) => Err(Reason::SecondLogDirectory),
        }
    }
}

#[cfg(test)]
mod tests;
