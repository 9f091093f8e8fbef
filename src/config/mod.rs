//! From the text of a cluster.toml to a [`Cluster`].
//!
//! The text becomes TOML's tree, in which each value has its position ([`toml::de::DeTable`]). Each table has a file
//! under `tables`: its keys and their defaults as data ([`Shape`]), and how they become values of the model. What is
//! wrong is recorded ([`Log`]) and replaced by a stand-in, so that one pass finds every fault; then the rules
//! of [`validate`] are asked, and what they say of stand-ins is left out.

mod choice;
mod date;
mod files;
mod foreign_keys;
mod item;
mod log;
mod positions;
mod shape;
mod syntax;
mod syntax_advice;
mod table;
mod tables;

pub use files::ReferencedFiles;
pub use tables::{KnownKey, known_keys};
use toml::de::DeTable;

use self::{
    choice::Choice,
    item::Item,
    log::Log,
    positions::Positions,
    shape::{Key, Otherwise, Shape},
    table::Table,
};
use crate::{
    fault::{Fault, Label, Severity},
    model::{Cluster, Violation},
    validate,
};

/// Reads the text of a cluster.toml; `files` gives the content of those it names.
///
/// # Errors
/// Every [`Fault`] of the text, in its order. Where the text is no TOML, only what makes it none.
pub fn read(text: &str, files: &dyn ReferencedFiles) -> Result<Cluster, Vec<Fault>> {
    let document = syntax::parse(text).map_err(in_order)?;
    let log = Log::default();
    let root = Table::new(&tables::DOCUMENT, String::new(), 0..0, document.get_ref(), &log);
    let cluster = match tables::draft(&root, files).map(validate::cluster) {
        Some(Ok(cluster)) => Some(cluster),
        Some(Err(violations)) => {
            add_violations(violations, &Positions::of(document.get_ref()), &log);
            None
        }
        None => None,
    };
    let faults = log.into_faults();
    match cluster {
        Some(cluster) if faults.is_empty() => Ok(cluster),
        _ => Err(in_order(faults)),
    }
}

/// Warnings of the text that `cluster` was read from, in its order: what may stand there and should change.
#[must_use]
pub fn warnings(text: &str, cluster: &Cluster) -> Vec<Fault> {
    let advice = validate::advise(cluster);
    if advice.is_empty() {
        return Vec::new();
    }
    let (document, _) = DeTable::parse_recoverable(text);
    let positions = Positions::of(document.get_ref());
    let warning = |violation| Fault { severity: Severity::Warning, ..fault(violation, &positions) };
    in_order(advice.into_iter().map(warning).collect())
}

/// Adds what the rules say of values that the text has.
fn add_violations(violations: Vec<Violation>, positions: &Positions, log: &Log) {
    let judges_stand_ins = |violation: &Violation| {
        let mut shown = std::iter::once(&violation.at).chain(violation.also.iter().map(|(path, _)| path));
        shown.any(|path| log.is_spoilt(path)) || violation.given.iter().any(|path| log.has_spoilt(path))
    };
    for violation in violations.into_iter().filter(|violation| !judges_stand_ins(violation)) {
        log.add(fault(violation, positions));
    }
}

fn fault(violation: Violation, positions: &Positions) -> Fault {
    let Violation { code, at, at_key, message, expected, also, given: _, help } = violation;
    let span = if at_key { positions.find_key(&at) } else { positions.find(&at) };
    let place = Label::new(span, "");
    let mut fault = Fault::error(code, place, format!("{at}: {message}"), expected).with_help(help);
    fault.labels.extend(also.into_iter().map(|(path, part)| Label::new(positions.find(&path), part)));
    fault
}

fn in_order(mut faults: Vec<Fault>) -> Vec<Fault> {
    faults.sort_by_key(Fault::start);
    faults
}

#[cfg(test)]
mod tests;
