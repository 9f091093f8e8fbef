//! From the text of a cluster.toml to a [`Cluster`].
//!
//! The text becomes TOML's tree, in which each value has its position ([`toml::de::DeTable`]). The tables are
//! under `tables`: their keys and defaults as data ([`Shape`]), and their conversion to the model. An invalid value
//! is recorded ([`Log`]) and replaced by a stand-in, so that one pass finds every error; then the rules
//! of [`validate`] are checked, and their violations about stand-ins dropped.

mod choice;
mod date;
mod foreign_keys;
mod log;
mod positions;
mod shape;
mod syntax;
mod syntax_advice;
mod tables;
mod type_advice;
mod value;

pub use tables::{FileBelow, KnownKey, ReferencedFiles, known_keys};
use toml::de::DeTable;

use self::{
    choice::Choice,
    log::Log,
    positions::Positions,
    shape::{IfAbsent, Key, Shape},
    value::{Item, Table},
};
use crate::{
    diagnostic::{Diagnostic, Severity, ValuePath, Violation},
    model::Cluster,
    validate,
};

/// Reads the text of a cluster.toml; `files` returns the contents of the files that it names.
///
/// # Errors
/// Every [`Diagnostic`], in the order of the text. If the text is not TOML, only its syntax errors.
pub fn read(text: &str, files: &dyn ReferencedFiles) -> Result<Cluster, Vec<Diagnostic>> {
    let document = syntax::parse(text).map_err(in_order)?;
    let log = Log::new(foreign_keys::meant);
    let root = Table::new(&tables::DOCUMENT, String::new(), 0..0, document.get_ref(), &log);
    let cluster = match tables::draft(&root, files).map(validate::cluster) {
        Some(Ok(cluster)) => Some(cluster),
        Some(Err(violations)) => {
            add_violations(violations, &Positions::of(document.get_ref()), &log);
            None
        }
        None => None,
    };
    let diagnostics = log.into_diagnostics();
    match cluster {
        Some(cluster) if diagnostics.is_empty() => Ok(cluster),
        _ => Err(in_order(diagnostics)),
    }
}

/// Warnings about the text that `cluster` was read from, in its order.
#[must_use]
pub fn warnings(text: &str, cluster: &Cluster) -> Vec<Diagnostic> {
    let advice = validate::advise(cluster);
    if advice.is_empty() {
        return Vec::new();
    }
    let (document, _) = DeTable::parse_recoverable(text);
    let positions = Positions::of(document.get_ref());
    let warning = |violation: Violation| {
        let found = violation.in_text(|place| positions.span(place));
        Diagnostic { severity: Severity::Warning, ..found }
    };
    in_order(advice.into_iter().map(warning).collect())
}

/// Adds the violations about values that the text has.
fn add_violations(violations: Vec<Violation>, positions: &Positions, log: &Log) {
    let judges_stand_ins = |violation: &Violation| {
        violation.labels.iter().any(|label| match &label.place {
            ValuePath::Value(path) | ValuePath::Key(path) => log.is_invalid(path),
            ValuePath::Assumed(path) => log.has_invalid(path),
        })
    };
    for violation in violations.into_iter().filter(|violation| !judges_stand_ins(violation)) {
        log.add(violation.in_text(|place| positions.span(place)));
    }
}

fn in_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by_key(Diagnostic::start);
    diagnostics
}

#[cfg(test)]
mod tests;
