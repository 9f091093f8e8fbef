//! Changed fields between two YAML documents.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Aspect, Fact};

/// The fields by which Kubernetes merges the items of a list. The first one that every item has is used.
const KEYS: [&str; 4] = ["mountPath", "name", "key", "id"];

/// Every document of a file; `None` if it is not YAML.
pub(super) fn documents(text: &str) -> Option<Vec<Value>> {
    serde_saphyr::from_multiple(text).ok()
}

/// Each field that changed, sorted by path. `object` names the document if there are several.
pub(super) fn facts(object: Option<&str>, from: &Value, to: &Value) -> Vec<Fact> {
    let mut walk = Walk { object, facts: Vec::new() };
    walk.compare("", Some(from), Some(to));
    walk.facts
}

struct Walk<'a> {
    object: Option<&'a str>,
    facts: Vec<Fact>,
}

impl Walk<'_> {
    fn compare(&mut self, path: &str, from: Option<&Value>, to: Option<&Value>) {
        match (from, to) {
            (Some(from), Some(to)) if from == to => {}
            (Some(Value::Object(from)), Some(Value::Object(to))) => {
                for name in from.keys().chain(to.keys()).collect::<BTreeSet<_>>() {
                    self.compare(&inner(path, name), from.get(name), to.get(name));
                }
            }
            (Some(Value::Array(from)), Some(Value::Array(to))) => self.compare_lists(path, from, to),
            (from, to) => self.report(path, from, to),
        }
    }

    fn compare_lists(&mut self, path: &str, from: &[Value], to: &[Value]) {
        if let Some((from, to)) = keyed(from).zip(keyed(to)) {
            let before = self.facts.len();
            for key in from.keys().chain(to.keys()).collect::<BTreeSet<_>>() {
                self.compare(&format!("{path}[{key}]"), from.get(key).copied(), to.get(key).copied());
            }
            if self.facts.len() > before {
                return;
            }
        } else if from.iter().chain(to).all(|item| !item.is_object() && !item.is_array()) {
            let before = self.facts.len();
            let item = format!("{path}[]");
            for gone in from.iter().filter(|item| !to.contains(item)) {
                self.report(&item, Some(gone), None);
            }
            for new in to.iter().filter(|item| !from.contains(item)) {
                self.report(&item, None, Some(new));
            }
            if self.facts.len() > before {
                return;
            }
        } else if from.len() == to.len() {
            for (index, (from, to)) in from.iter().zip(to).enumerate() {
                self.compare(&format!("{path}[{index}]"), Some(from), Some(to));
            }
            return;
        }
        // The same items in another order, or items that have no merge key.
        self.report(path, Some(&Value::Array(from.to_vec())), Some(&Value::Array(to.to_vec())));
    }

    fn report(&mut self, path: &str, from: Option<&Value>, to: Option<&Value>) {
        let aspect = Aspect::Field { object: self.object.map(str::to_owned), path: path.to_owned() };
        self.facts.push(Fact { aspect, from: from.map(text), to: to.map(text) });
    }
}

fn inner(path: &str, name: &str) -> String {
    // A name that contains a dot, such as a label's, would look like two fields.
    let name = if name.contains('.') { format!("[{name}]") } else { name.to_owned() };
    if path.is_empty() || name.starts_with('[') { format!("{path}{name}") } else { format!("{path}.{name}") }
}

/// The items of a list by their merge key; `None` if they have none.
fn keyed(items: &[Value]) -> Option<BTreeMap<String, &Value>> {
    KEYS.into_iter().find_map(|key| {
        let named = items.iter().map(|item| Some((item.get(key)?.as_str()?.to_owned(), item)));
        let map = named.collect::<Option<BTreeMap<_, _>>>()?;
        (map.len() == items.len()).then_some(map)
    })
}

/// A string as it is, anything else as JSON.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn facts_of(from: &Value, to: &Value) -> Vec<(String, Option<String>, Option<String>)> {
        let path = |fact: Fact| match fact.aspect {
            Aspect::Field { path, .. } => (path, fact.from, fact.to),
            other => panic!("{other:?}"),
        };
        facts(None, from, to).into_iter().map(path).collect()
    }

    fn line(path: &str, from: Option<&str>, to: Option<&str>) -> (String, Option<String>, Option<String>) {
        (path.to_owned(), from.map(str::to_owned), to.map(str::to_owned))
    }

    #[test]
    fn fields_are_named_by_their_path() {
        let from = json!({ "a": { "b": 1, "c": "x" }, "labels": { "k.io/a": "1" } });
        let to = json!({ "a": { "b": 2, "d": true }, "labels": { "k.io/a": "2" } });
        assert_eq!(
            facts_of(&from, &to),
            [
                line("a.b", Some("1"), Some("2")),
                line("a.c", Some("x"), None),
                line("a.d", None, Some("true")),
                line("labels[k.io/a]", Some("1"), Some("2")),
            ]
        );
    }

    #[test]
    fn items_of_a_list_are_compared_by_key_and_not_by_index() {
        let from = json!({ "l": ["a", "b"], "o": [{ "name": "x", "v": 1 }, { "name": "y", "v": 2 }] });
        let to = json!({ "l": ["b", "c"], "o": [{ "name": "y", "v": 3 }] });
        assert_eq!(
            facts_of(&from, &to),
            [
                line("l[]", Some("a"), None),
                line("l[]", None, Some("c")),
                line("o[x]", Some("{\"name\":\"x\",\"v\":1}"), None),
                line("o[y].v", Some("2"), Some("3")),
            ]
        );
    }

    #[test]
    fn another_order_is_reported() {
        assert_eq!(
            facts_of(&json!(["a", "b"]), &json!(["b", "a"])),
            [line("", Some("[\"a\",\"b\"]"), Some("[\"b\",\"a\"]"))]
        );
        let named = |a: &str, b: &str| json!([{ "name": a }, { "name": b }]);
        assert_eq!(facts_of(&named("a", "b"), &named("b", "a")).len(), 1);
    }

    #[test]
    fn an_expanding_alias_is_rejected() {
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let of = format!("*a{}", level - 1);
            bomb.push_str(&format!("a{level}: &a{level} [{}]\n", vec![of; 10].join(", ")));
        }
        assert_eq!(documents(&bomb), None);
    }
}
