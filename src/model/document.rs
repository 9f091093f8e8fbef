//! Kubernetes' own documents that a cluster.toml names.

use serde::de::DeserializeOwned;

/// A kind of the API, by its version, and what an object of it has beside these two.
pub(super) trait Document: DeserializeOwned {
    /// Its `apiVersion`.
    const API_VERSION: &'static str;
    /// Its `kind`.
    const KIND: &'static str;

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
        (version, kind) if (version, kind) == (D::API_VERSION, D::KIND) => Ok(document),
        (version, kind) => Err(format!("it is {kind} of {version}")),
    }
}
