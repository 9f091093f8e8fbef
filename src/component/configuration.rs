//! A component's configuration file: what kubemint writes into it, and the user's fields.

use serde::Serialize;
use serde_json::{Map, Value};

use super::specification;
use crate::{
    kubernetes::{Form, form_in, values::FlagForm},
    model::{Cluster, Component, Draft, Minor, NodeRef},
    tree::MachinePath,
};

/// The fields of an object.
pub type Fields = Map<String, Value>;

/// A configuration file that a component reads when it starts.
pub struct ConfigurationFile {
    /// `apiVersion` of its object.
    pub api_version: &'static str,
    /// `kind` of its object, which is also its name in messages.
    pub kind: &'static str,
    /// Its path on a machine; only root can read it.
    pub path: MachinePath,
    /// The user's fields, `config` of the component's table.
    pub config: fn(&Draft) -> &Fields,
    /// What kubemint writes on a node.
    pub(super) written: fn(&Cluster, NodeRef<'_>) -> Result<Fields, serde_json::Error>,
    /// The fields that may differ between nodes.
    pub of_nodes: &'static [&'static str],
    /// Fields that other files of the tree depend on, or that have a key of their own, and what to use instead.
    pub owned: &'static [(&'static [&'static str], &'static str)],
    /// What fields accept beyond their type, by the field's path; `[]` stands for each element of an array.
    pub forms: &'static [FlagForm],
}

/// The configuration file of a component, if it has one.
#[must_use]
pub const fn configuration_file(component: Component) -> Option<&'static ConfigurationFile> {
    specification(component).configuration
}

impl ConfigurationFile {
    /// Its fields on a node. The user's are merged last, so they take precedence, objects field by field.
    ///
    /// # Errors
    /// If they cannot be written as JSON, which does not happen for a valid cluster.
    pub fn fields_on(&self, cluster: &Cluster, node: NodeRef<'_>) -> Result<Fields, serde_json::Error> {
        let mut fields = (self.written)(cluster, node)?;
        fields.insert("apiVersion".to_owned(), self.api_version.into());
        fields.insert("kind".to_owned(), self.kind.into());
        merge(&mut fields, (self.config)(cluster));
        Ok(fields)
    }

    /// Whether a field, by its path, is kubemint's or lies in one that is.
    #[must_use]
    pub fn is_owned(&self, path: &str) -> bool {
        let mut owned = self.owned.iter().map(|(field, _)| field.join("."));
        matches!(path, "apiVersion" | "kind")
            || owned.any(|field| {
                let rest = path.strip_prefix(&field);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
            })
    }

    /// What a minor accepts in a field, by its path; `None` if it accepts everything of its type.
    #[must_use]
    pub fn form(&self, minor: Minor, path: &str) -> Option<&'static Form> {
        let newest = self.forms.iter().find(|(known, _)| *known == path).map(|(_, form)| form)?;
        Some(form_in(minor, path, newest))
    }
}

/// The fields of an object.
///
/// # Errors
/// If it cannot be written as JSON.
pub(super) fn object(value: &impl Serialize) -> Result<Fields, serde_json::Error> {
    match serde_json::to_value(value)? {
        Value::Object(fields) => Ok(fields),
        _ => Ok(Fields::new()),
    }
}

/// Objects are merged field by field; anything else is replaced.
fn merge(into: &mut Fields, from: &Fields) {
    for (name, value) in from {
        match (into.get_mut(name), value) {
            (Some(Value::Object(into)), Value::Object(from)) => merge(into, from),
            _ => {
                into.insert(name.clone(), value.clone());
            }
        }
    }
}
