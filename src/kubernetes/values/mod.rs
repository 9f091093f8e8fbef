//! What each component takes as the value of a flag or a field, beyond its type: words, ranges, grammars.
//!
//! A row a flag, so that a new minor's new flag has to be judged: tests/flags.rs holds the tables to the facts of every
//! minor. Where a row comes from is in its file's comment, or in that of the form.

mod earlier;
mod etcd;
mod form;
mod kube_apiserver;
mod kube_controller_manager;
mod kube_scheduler;
mod kubelet;
mod kubelet_fields;
mod kubelet_text;
pub(crate) mod quantity;
mod shared;
pub(crate) mod text;

use form::Row;
pub use form::{Form, Refusal, word_refusal};

use crate::model::{Component, Minor};

/// The tables of a component's flags.
fn tables(component: Component) -> Vec<&'static [Row]> {
    let server =
        [shared::LOGGING, shared::METRICS, shared::SERVING, shared::COMPATIBILITY, shared::UID_HEADERS];
    let client = [shared::DELEGATED, shared::LEADER_ELECTION];
    match component {
        Component::Etcd => vec![etcd::ROWS],
        Component::KubeApiserver => [[kube_apiserver::ROWS].as_slice(), &server].concat(),
        Component::KubeControllerManager => {
            [[kube_controller_manager::ROWS].as_slice(), &server, &client].concat()
        }
        Component::KubeScheduler => [[kube_scheduler::ROWS].as_slice(), &server, &client].concat(),
        Component::Kubelet => vec![kubelet::ROWS, shared::LOGGING],
    }
}

/// Every flag of `component` that a user may set, with what it takes.
pub fn flag_forms(component: Component) -> impl Iterator<Item = (&'static str, &'static Form)> {
    tables(component).into_iter().flatten().map(|(name, form)| (*name, form))
}

/// What `component` of a minor takes as the value of a flag; `None` where no user may set it.
#[must_use]
pub fn flag_form(minor: Minor, component: Component, name: &str) -> Option<&'static Form> {
    let newest = flag_forms(component).find(|(known, _)| *known == name).map(|(_, form)| form)?;
    Some(earlier::form(minor, name).unwrap_or(newest))
}

/// What the kubelet of a minor takes in a field of its configuration, by the field's path with `[]` for each element of an
/// array; `None` where it takes all that the field's type can hold.
#[must_use]
pub fn field_form(minor: Minor, path: &str) -> Option<&'static Form> {
    let newest = kubelet_fields::ROWS.iter().find(|(known, _)| *known == path).map(|(_, form)| form)?;
    Some(earlier::form(minor, path).unwrap_or(newest))
}

/// Every field with a form, by its path.
pub fn field_forms() -> impl Iterator<Item = (&'static str, &'static Form)> {
    kubelet_fields::ROWS.iter().map(|(path, form)| (*path, form))
}
