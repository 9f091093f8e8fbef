//! The user's own objects, checked as far as an API server would before it stores them.

mod kinds;
mod split;

use super::yaml_tree::{self, Content, Node};
use crate::{
    content::private_line,
    diagnostic::Invalid,
    model::{Minor, OwnObject},
};
use split::Slice;

/// The format of a file of objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Documents of YAML.
    Yaml,
    /// One object in JSON.
    Json,
}

/// How many documents of a file are refused before the others are not read.
const MOST_REFUSED: usize = 100;

/// The objects of a file, in its order.
///
/// # Errors
///
/// [`Invalid`] with code `object` for each document that no API server of the minor accepts, and with code
/// `object-secret` for each that holds a secret. The messages end with a line of `text`, and quote no value but names.
pub fn objects(text: &str, form: Form, minor: Minor) -> Result<Vec<OwnObject>, Vec<Invalid>> {
    let text = text.trim_start_matches('\u{feff}');
    let slices = match form {
        Form::Yaml => split::documents(text),
        Form::Json => vec![Slice { text, before: 0 }],
    };
    let (mut objects, mut refused) = (Vec::new(), Vec::new());
    for slice in slices {
        match yaml_tree::read(slice.text, slice.before).map_err(refusal).and_then(|document| match document {
            Some(document) => object(&document, &slice, minor).map(Some),
            None => Ok(None),
        }) {
            Ok(object) => objects.extend(object),
            Err(invalid) => refused.push(invalid),
        }
        if refused.len() >= MOST_REFUSED {
            break;
        }
    }
    if objects.is_empty() && refused.is_empty() {
        refused.push(refusal("it has no object".to_owned()));
    }
    if refused.is_empty() { Ok(objects) } else { Err(refused) }
}

fn refusal(message: String) -> Invalid {
    Invalid::new("object", message, "objects that an API server accepts")
        .help("`kubectl apply --dry-run=server -f FILE` shows what a running API server says of them")
}

/// A secret that would be in the public output.
fn secret(message: String) -> Invalid {
    Invalid::new("object-secret", message, "objects without secrets: the public output may be committed").help(
        "have the cluster make the Secret from where its values are kept, such as with External Secrets or Sealed \
         Secrets, or apply it by itself",
    )
}

fn object(document: &Node, slice: &Slice<'_>, minor: Minor) -> Result<OwnObject, Invalid> {
    let required = |field: &str| {
        let text = document.get(field).and_then(Node::text).filter(|text| !text.is_empty());
        text.map(str::to_owned)
            .ok_or_else(|| refusal(format!("an object has no {field} at {}", document.mark)))
    };
    let (api_version, kind) = (required("apiVersion")?, required("kind")?);
    refuse_other_document(&api_version, &kind, document)?;
    let metadata = document.get("metadata");
    let of_metadata = |field: &str| metadata.and_then(|metadata| metadata.get(field));
    let name = of_metadata("name").and_then(Node::text).filter(|name| is_name(name)).ok_or_else(|| {
        refusal(format!("{kind} has no metadata.name that an object can have at {}", document.mark))
    })?;
    let namespace = match of_metadata("namespace").map(|node| (node, node.text())) {
        None => None,
        Some((_, Some(namespace))) if is_name(namespace) => Some(namespace.to_owned()),
        Some((node, _)) => {
            return Err(refusal(format!("{kind} {name} has no valid namespace at {}", node.mark)));
        }
    };
    let (name, line) = (name.to_owned(), document.mark.line);
    let object = OwnObject { api_version, kind, namespace, name, line, text: slice.text.to_owned() };
    if object.namespace.is_some() && kinds::is_in_no_namespace(&object.api_version, &object.kind) {
        let title = object.title();
        return Err(refusal(format!(
            "{title} has a namespace, and its kind is in none, at {}",
            document.mark
        ))
        .help("remove metadata.namespace"));
    }
    refuse_secrets(&object, document, slice.before)?;
    check_fields(&object, document, minor)?;
    Ok(object)
}

/// Documents that kubectl does not send to an API server as they are.
fn refuse_other_document(api_version: &str, kind: &str, document: &Node) -> Result<(), Invalid> {
    let at = document.mark;
    if !is_api_version(api_version) || !is_kind(kind) {
        return Err(refusal(format!("an object has an apiVersion or kind that none can have at {at}")));
    }
    if let Some(local) = annotation(document, "config.kubernetes.io/local-config") {
        let message = format!("{kind} is marked as local, and kubectl would leave it out, at {}", local.mark);
        return Err(refusal(message).help("remove the annotation config.kubernetes.io/local-config"));
    }
    if api_version.starts_with("kustomize.config.k8s.io/") {
        let message = format!("a Kustomization is no object at {at}");
        return Err(refusal(message).help("name the output of `kubectl kustomize DIRECTORY`, kept in a file"));
    }
    // kubectl takes any object with `items` for a list (k8s.io/apimachinery, unstructuredJSONScheme).
    if document.get("items").is_some() {
        let message = format!("{kind} is a list of objects at {at}");
        return Err(
            refusal(message).help("write each of its items as a document of its own, between lines of ---")
        );
    }
    Ok(())
}

/// Whether it can be an apiVersion: a version, or a group and a version.
fn is_api_version(text: &str) -> bool {
    let (group, version) = text.split_once('/').unwrap_or(("core", text));
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    !group.is_empty()
        && group.chars().all(|c| plain(c) || matches!(c, '.' | '-'))
        && version.starts_with('v')
        && version.chars().all(plain)
}

fn is_kind(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Whether it can be the name of an object (`k8s.io/apimachinery`, `pkg/api/validation/path`), and is printable.
fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '/' | '%');
    (1..=253).contains(&name.len()) && name.chars().all(plain) && !matches!(name, "." | "..")
}

fn annotation<'a>(document: &'a Node, name: &str) -> Option<&'a Node> {
    document.get("metadata")?.get("annotations")?.get(name)
}

fn refuse_secrets(object: &OwnObject, document: &Node, before: usize) -> Result<(), Invalid> {
    // Whatever its version: an object that is called so is one, or its author takes it for one.
    if object.kind == "Secret" && !object.group().contains('.') {
        let values = |field: &&str| document.get(field).filter(|values| !values.is_empty());
        if let Some(values) = ["data", "stringData"].iter().find_map(values) {
            return Err(secret(format!("{} contains values, at {}", object.title(), values.mark)));
        }
        if let Some(values) = annotation(document, "kubectl.kubernetes.io/last-applied-configuration") {
            return Err(secret(format!(
                "{} contains values in an annotation, at {}",
                object.title(),
                values.mark
            )));
        }
    }
    if let Some(mark) = private_key(document) {
        return Err(secret(format!("{} has a private key, at {mark}", object.title())));
    }
    if let Some(line) = private_line(&object.text) {
        let line = line + before;
        return Err(secret(format!("{} has a private key or credentials, at line {line}", object.title())));
    }
    Ok(())
}

/// Where a value with a private key stands. In quotes, YAML and JSON can write a key so that its text shows none.
fn private_key(node: &Node) -> Option<yaml_tree::Mark> {
    match &node.content {
        Content::Text(text) => private_line(text).map(|_| node.mark),
        Content::List(items) => items.iter().find_map(private_key),
        Content::Mapping(entries) => entries.iter().find_map(|(.., value)| private_key(value)),
        _ => None,
    }
}

/// The fields and their types. A newer minor than that of the types may have more fields, so an unknown field is an
/// error with the oldest minor only.
fn check_fields(object: &OwnObject, document: &Node, minor: Minor) -> Result<(), Invalid> {
    let unknown = kinds::check(&object.api_version, &object.kind, document);
    let unknown = unknown.map_err(|what| refusal(format!("{}: {what}", object.title())))?;
    match unknown.first() {
        Some(field) if Minor::ALL.first() == Some(&minor) => Err(refusal(format!(
            "{}: {} has no field {:?} in Kubernetes {minor} at {}",
            object.title(),
            object.kind,
            field.name,
            field.mark
        ))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
