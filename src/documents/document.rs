//! Kubernetes documents that cluster.toml names.

use serde::{Deserialize, Deserializer, de::DeserializeOwned};

use super::go_yaml;
use crate::model::authentication::or_absent;

/// A kind of the API, by its version, with the fields of its objects.
pub(super) trait Document: DeserializeOwned {
    /// Its `apiVersion`.
    const API_VERSION: &'static str;
    /// Its `kind`.
    const KIND: &'static str;
    /// The fields, at any depth, that are booleans.
    const BOOLEANS: &'static [&'static str] = &[];
    /// The fields, at any depth, that are numbers.
    const NUMBERS: &'static [&'static str] = &[];

    /// The version and kind in the object.
    fn version_and_kind(&self) -> (&str, &str);
}

/// The single document in a text, or what is wrong with it, ending with the line and column in `text` if they are
/// known.
pub(super) fn read<D: Document>(text: &str) -> Result<D, String> {
    let documents: Vec<D> = serde_saphyr::from_multiple(text).map_err(|error| {
        // The first line says what is wrong and where; the others show the text.
        let what = error.without_snippet().to_string();
        what.lines().next().unwrap_or_default().to_owned()
    })?;
    let [document]: [D; 1] =
        documents.try_into().map_err(|documents: Vec<_>| format!("it has {} documents", documents.len()))?;
    match document.version_and_kind() {
        (version, kind) if (version, kind) == (D::API_VERSION, D::KIND) => {}
        (version, kind) => return Err(format!("it is {kind} of {version}")),
    }
    go_yaml::check(text, D::BOOLEANS, D::NUMBERS)?;
    Ok(document)
}

/// Reads a list. As in Go's JSON, `null` means an empty list, or an element without any fields.
pub(super) fn list<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let elements: Vec<Option<T>> = or_absent(deserializer)?;
    Ok(elements.into_iter().map(Option::unwrap_or_default).collect())
}
