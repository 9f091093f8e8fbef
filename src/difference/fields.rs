//! Fields of two YAML documents.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Aspect, Fact};

/// The fields by which Kubernetes tells the items of a list apart, the first that every item has.
const KEYS: [&str; 4] = ["mountPath", "name", "key", "id"];

/// Every document of a file; `None` where it is no YAML.
pub(super) fn documents(text: &str) -> Option<Vec<Value>> {
    serde_yaml::from_multiple(text).ok()
}

/// Each field that is another, in the order of paths. `object` names the document, where there are several.
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
            (from, to) => self.tell(path, from, to),
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
                self.tell(&item, Some(gone), None);
            }
            for new in to.iter().filter(|item| !from.contains(item)) {
                self.tell(&item, None, Some(new));
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
        // The same items in another order, or items that nothing tells apart.
        self.tell(path, Some(&Value::Array(from.to_vec())), Some(&Value::Array(to.to_vec())));
    }

    fn tell(&mut self, path: &str, from: Option<&Value>, to: Option<&Value>) {
        let aspect = Aspect::Field { object: self.object.map(str::to_owned), path: path.to_owned() };
        self.facts.push(Fact { aspect, from: from.map(text), to: to.map(text) });
    }
}

fn inner(path: &str, name: &str) -> String {
    // A name with a dot in it, such as a label's, would read as two.
    let name = if name.contains('.') { format!("[{name}]") } else { name.to_owned() };
    if path.is_empty() || name.starts_with('[') { format!("{path}{name}") } else { format!("{path}.{name}") }
}

/// The items of a list by the field that tells them apart; `None` where nothing does.
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

    fn told(from: &Value, to: &Value) -> Vec<(String, Option<String>, Option<String>)> {
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
    fn tells_fields_by_their_path() {
        let from = json!({ "a": { "b": 1, "c": "x" }, "labels": { "k.io/a": "1" } });
        let to = json!({ "a": { "b": 2, "d": true }, "labels": { "k.io/a": "2" } });
        assert_eq!(
            told(&from, &to),
            [
                line("a.b", Some("1"), Some("2")),
                line("a.c", Some("x"), None),
                line("a.d", None, Some("true")),
                line("labels[k.io/a]", Some("1"), Some("2")),
            ]
        );
    }

    #[test]
    fn tells_items_of_a_list_by_what_they_are_and_not_by_their_number() {
        let from = json!({ "l": ["a", "b"], "o": [{ "name": "x", "v": 1 }, { "name": "y", "v": 2 }] });
        let to = json!({ "l": ["b", "c"], "o": [{ "name": "y", "v": 3 }] });
        assert_eq!(
            told(&from, &to),
            [
                line("l[]", Some("a"), None),
                line("l[]", None, Some("c")),
                line("o[x]", Some("{\"name\":\"x\",\"v\":1}"), None),
                line("o[y].v", Some("2"), Some("3")),
            ]
        );
    }

    #[test]
    fn another_order_is_told() {
        assert_eq!(
            told(&json!(["a", "b"]), &json!(["b", "a"])),
            [line("", Some("[\"a\",\"b\"]"), Some("[\"b\",\"a\"]"))]
        );
        let named = |a: &str, b: &str| json!([{ "name": a }, { "name": b }]);
        assert_eq!(told(&named("a", "b"), &named("b", "a")).len(), 1);
    }

    #[test]
    fn a_bomb_is_no_document() {
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let of = format!("*a{}", level - 1);
            bomb.push_str(&format!("a{level}: &a{level} [{}]\n", vec![of; 10].join(", ")));
        }
        assert_eq!(documents(&bomb), None);
    }
}
