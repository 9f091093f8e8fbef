//! Facts about the supported Kubernetes minors: flags, feature gates, images, fields of the kubelet's configuration, sets of
//! words.
//!
//! They lie in `facts/<minor>/`, one row a line, made by `tests/conformance/generate-facts` from the components' own
//! source. A new minor is a new folder there, a variant of [`crate::model::Minor`] and its line in `facts.rs`.

mod defaults;
mod facts;
mod flag_kind;
mod flags;
mod gates;
pub(crate) mod go_regexp;
pub(crate) mod go_values;
#[cfg(test)]
mod go_verdicts;
mod images;
mod kubelet;
mod release;
mod removed_flags;
mod table;
pub(crate) mod values;
mod words;

pub use defaults::{ChangedDefault, changed_defaults, turned_gates};
pub use flag_kind::FlagKind;
pub use flags::{FlagFact, flag, flag_names, nearest_flag};
pub use gates::{GateFact, Stage, gate, gate_dependencies, is_feature_on, nearest_gate};
pub use images::{Image, image_tag};
pub use kubelet::{
    FieldKind, kubelet_field, kubelet_field_default, kubelet_field_paths, nearest_kubelet_field,
    nearest_kubelet_field_in,
};
pub use release::{component_release, etcd_minors, minor_with_etcd};
pub use removed_flags::{RemovedFlag, removed_flag};
pub use values::{Form, Refusal, field_form, field_forms, flag_form, flag_forms, word_refusal};
pub use words::{WordForm, Words, field_of_kubelet_flag, kubelet_field_words, words};
