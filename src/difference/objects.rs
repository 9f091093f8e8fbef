//! Changed objects between two versions of a file of objects to apply.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Aspect, Fact, fields};

/// Each object that was added, removed or has a changed field; `None` if a version is not YAML.
pub(super) fn facts(from: Option<&str>, to: Option<&str>) -> Option<Vec<Fact>> {
    let (from, to) = (named(from)?, named(to)?);
    let names: BTreeSet<&String> = from.keys().chain(to.keys()).collect();
    let facts = names.into_iter().flat_map(|name| match (from.get(name), to.get(name)) {
        (Some(from), Some(to)) => fields::facts(Some(name), from, to),
        (Some(_), None) => vec![Fact::removed(Aspect::Object(name.clone()), name)],
        _ => vec![Fact::added(Aspect::Object(name.clone()), name)],
    });
    Some(facts.collect())
}

/// The objects of a file by kind and name; empty if there is no file.
fn named(text: Option<&str>) -> Option<BTreeMap<String, Value>> {
    let Some(text) = text else { return Some(BTreeMap::new()) };
    Some(fields::documents(text)?.into_iter().map(|object| (title(&object), object)).collect())
}

/// `Kind name` or `Kind namespace/name`. The namespace `default` is that of an object that names none.
fn title(object: &Value) -> String {
    let word = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let metadata = object.get("metadata");
    let of_metadata = |name: &str| word(metadata.and_then(|metadata| metadata.get(name)));
    let kind = word(object.get("kind")).unwrap_or_else(|| "object".to_owned());
    let version = word(object.get("apiVersion")).unwrap_or_default();
    let group = version.split_once('/').map(|(group, _)| group);
    let kind = match group.filter(|group| group.contains('.') && !group.ends_with(".k8s.io")) {
        Some(group) => format!("{kind}.{group}"),
        None => kind,
    };
    let name = of_metadata("name").unwrap_or_default();
    match of_metadata("namespace").filter(|namespace| namespace != "default") {
        Some(namespace) => format!("{kind} {namespace}/{name}"),
        None => format!("{kind} {name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLE: &str = "kind: ClusterRole\nmetadata:\n  name: a\nrules: []\n";

    #[test]
    fn reports_whole_objects_and_changed_fields() {
        let to =
            format!("{}---\nkind: Role\nmetadata:\n  name: b\n  namespace: ns\n", ROLE.replace("[]", "[x]"));
        let changed = facts(Some(ROLE), Some(&to)).unwrap();
        assert_eq!(
            changed[0].aspect,
            Aspect::Field { object: Some("ClusterRole a".to_owned()), path: "rules[]".to_owned() }
        );
        assert_eq!(changed[1], Fact::added(Aspect::Object("Role ns/b".to_owned()), "Role ns/b"));
        assert_eq!(facts(Some(&to), None).unwrap().len(), 2);
        assert_eq!(facts(Some("a: ["), None), None);
        let custom = facts(None, Some("apiVersion: a.b/v1\nkind: C\nmetadata: {name: d}\n")).unwrap();
        assert_eq!(custom[0].aspect, Aspect::Object("C.a.b d".to_owned()));
    }
}
