//! Kubernetes' own documents that a cluster.toml names.

use serde::{Deserialize, Deserializer, de::DeserializeOwned};

use super::go_yaml;
use crate::model::authentication::or_absent;

/// A kind of the API, by its version, and what an object of it has beside these two.
pub(super) trait Document: DeserializeOwned {
    /// Its `apiVersion`.
    const API_VERSION: &'static str;
    /// Its `kind`.
    const KIND: &'static str;
    /// The fields of it, and of what it holds, that are truth values.
    const BOOLEANS: &'static [&'static str] = &[];
    /// The fields of it, and of what it holds, that are numbers.
    const NUMBERS: &'static [&'static str] = &[];

    /// What the object says that it is.
    fn version_and_kind(&self) -> (&str, &str);
}

/// The one document of a text; or what is wrong with it, with the line and column in `text` at its end where there is one.
pub(super) fn read<D: Document>(text: &str) -> Result<D, String> {
    let documents: Vec<D> = serde_yaml::from_multiple(text).map_err(|error| {
        // The first line says what is wrong and where; the others draw the text.
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

/// Reads a list, with `null` for none of it and for an element that has nothing set, as Go's JSON does.
pub(super) fn list<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let elements: Vec<Option<T>> = or_absent(deserializer)?;
    Ok(elements.into_iter().map(Option::unwrap_or_default).collect())
}
