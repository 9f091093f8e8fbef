//! What each component accepts as the value of a flag or a field, beyond its type: words, ranges, grammars.
//!
//! There is one row per flag, so that each new flag of a new minor has to be judged: tests/flags.rs compares the
//! tables with the facts of every minor. The source of each row is in the comment of its file or form.

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

/// Every flag of `component` that a user can set, with what it accepts.
pub fn flag_forms(component: Component) -> impl Iterator<Item = (&'static str, &'static Form)> {
    tables(component).into_iter().flatten().map(|(name, form)| (*name, form))
}

/// What `component` of a minor accepts as the value of a flag; `None` if users cannot set it.
#[must_use]
pub fn flag_form(minor: Minor, component: Component, name: &str) -> Option<&'static Form> {
    let newest = flag_forms(component).find(|(known, _)| *known == name).map(|(_, form)| form)?;
    Some(earlier::form(minor, name).unwrap_or(newest))
}

/// What the kubelet of a minor accepts in a field of its configuration, by the field's path with `[]` for each
/// element of an array; `None` if it accepts everything of its type.
#[must_use]
pub fn field_form(minor: Minor, path: &str) -> Option<&'static Form> {
    let newest = kubelet_fields::ROWS.iter().find(|(known, _)| *known == path).map(|(_, form)| form)?;
    Some(earlier::form(minor, path).unwrap_or(newest))
}

/// Every field with a form, by its path.
pub fn field_forms() -> impl Iterator<Item = (&'static str, &'static Form)> {
    kubelet_fields::ROWS.iter().map(|(path, form)| (*path, form))
}
