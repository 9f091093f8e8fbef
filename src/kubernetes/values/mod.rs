//! What each component accepts as the value of a flag or a field, beyond its type: words, ranges, grammars.
//!
//! There is one row per flag, so that each new flag of a new minor has to be judged: tests/flags.rs compares the
//! tables with the facts of every minor. The source of each row is in the comment of its file or form.

mod earlier;
pub(crate) mod etcd;
mod form;
pub(crate) mod kube_apiserver;
pub(crate) mod kube_controller_manager;
pub(crate) mod kube_scheduler;
pub(crate) mod kubelet;
pub(crate) mod kubelet_fields;
mod kubelet_text;
pub(crate) mod quantity;
pub(crate) mod shared;
pub(crate) mod text;

pub use form::{FlagForm, Form, Refusal, word_refusal};

use crate::model::Minor;

/// What a flag or a field takes in a minor, where it takes `newest` in the newest one.
#[must_use]
pub fn form_in(minor: Minor, name: &str, newest: &'static Form) -> &'static Form {
    earlier::form(minor, name).unwrap_or(newest)
}

/// The flags and fields that took something else in an earlier minor than the one named.
#[cfg(test)]
pub(crate) fn earlier_forms() -> impl Iterator<Item = (&'static str, Minor)> {
    earlier::ROWS.iter().map(|(name, since, _)| (*name, *since))
}
