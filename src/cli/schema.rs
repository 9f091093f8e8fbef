//! `schema`: the JSON Schema of cluster.toml, for editors.
//!
//! Keys and defaults come from the tables that read cluster.toml, their types and descriptions from docs/configuration.md,
//! which a test holds to the same tables.

mod page;
mod value_type;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use self::{page::Row, value_type::ValueType};
use super::Outcome;
use crate::config::{KnownKey, known_keys};

/// Prints the schema.
pub fn run() -> Outcome {
    Outcome::done("").with_stdout(format!("{:#}\n", schema()))
}

/// The schema of the whole file.
fn schema() -> Value {
    let mut tables: BTreeMap<&str, Vec<KnownKey>> = BTreeMap::new();
    for key in known_keys() {
        tables.entry(key.table).or_default().push(key);
    }
    let rows = page::rows();
    let mut document = table("", &tables, &rows);
    let head = [
        ("$schema", json!("http://json-schema.org/draft-07/schema#")),
        ("title", json!("cluster.toml of kubemint")),
    ];
    document.extend(head.map(|(name, value)| (name.to_owned(), value)));
    Value::Object(document)
}

/// The schema of a table by its header, such as `[cluster]`; empty for the top level.
fn table(header: &str, tables: &BTreeMap<&str, Vec<KnownKey>>, rows: &[Row]) -> Map<String, Value> {
    let keys = tables.get(header).map_or(&[][..], Vec::as_slice);
    let mut properties = Map::new();
    for key in keys {
        let row = rows.iter().find(|row| row.header == header && row.key == key.name);
        let read = row.and_then(|row| ValueType::parse(row.value_type));
        let mut property = match (read, sub_table(header, key.name, tables)) {
            (Some(ValueType::Table), Some(sub)) => table(&sub, tables, rows),
            (Some(ValueType::Tables), Some(sub)) => array(table(&sub, tables, rows)),
            (Some(ValueType::TableOf(value)), Some(sub)) if *value == ValueType::Table => Map::from_iter([
                ("type".to_owned(), json!("object")),
                ("additionalProperties".to_owned(), table(&sub, tables, rows).into()),
            ]),
            (read, _) => read.map(|read| read.schema()).unwrap_or_default(),
        };
        if let Some(row) = row {
            property.insert("description".to_owned(), row.description().into());
        }
        if let Some(default) = default(key) {
            property.insert("default".to_owned(), default);
        }
        properties.insert(key.name.to_owned(), property.into());
    }
    let required: Vec<&str> =
        keys.iter().filter(|key| key.if_absent == "required").map(|key| key.name).collect();
    let mut schema = Map::from_iter([
        ("type".to_owned(), json!("object")),
        ("additionalProperties".to_owned(), json!(false)),
        ("properties".to_owned(), properties.into()),
    ]);
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    schema
}

/// The header of the table that a key of another table holds; `None` if its keys are the user's own.
fn sub_table(header: &str, key: &str, tables: &BTreeMap<&str, Vec<KnownKey>>) -> Option<String> {
    let path = header.trim_matches(['[', ']']);
    let joined = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    let headers = [
        format!("[{joined}]"),
        format!("[[{joined}]]"),
        format!("a file of [{joined}]"),
        format!("a key of {header}"),
    ];
    headers.into_iter().find(|header| tables.contains_key(header.as_str()))
}

fn array(items: Map<String, Value>) -> Map<String, Value> {
    Map::from_iter([("type".to_owned(), json!("array")), ("items".to_owned(), items.into())])
}

/// The default of a key, if it is a single value.
fn default(key: &KnownKey) -> Option<Value> {
    let text = key.if_absent.strip_prefix('`')?.strip_suffix('`')?;
    let table: toml::Table = format!("value = {text}").parse().ok()?;
    serde_json::to_value(table.get("value")?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_a_type_and_a_description() {
        let rows = page::rows();
        for key in known_keys() {
            let row = rows.iter().find(|row| row.header == key.table && row.key == key.name);
            let row = row.unwrap_or_else(|| panic!("{key:?} has no row"));
            assert!(ValueType::parse(row.value_type).is_some(), "{key:?}: {}", row.value_type);
            assert!(!row.description().is_empty(), "{key:?}");
        }
    }

    #[test]
    fn tables_are_nested_and_closed() {
        let schema = schema();
        let at = |path: &str| schema.pointer(path).unwrap_or_else(|| panic!("{path}"));
        assert_eq!(at("/required"), &json!(["schema", "cluster", "control_plane", "pki"]));
        assert_eq!(at("/properties/cluster/properties/dns_domain/default"), "cluster.local");
        assert_eq!(at("/properties/control_plane/items/required"), &json!(["name", "address"]));
        assert_eq!(
            at("/properties/pki/properties/generations/properties/etcd_ca/additionalProperties"),
            false
        );
        assert_eq!(at("/properties/scheduler/properties/runtime/enum"), &json!(["static-pod", "systemd"]));
        assert_eq!(
            at("/properties/kubelet/properties/config/additionalProperties"),
            true,
            "its fields are the kubelet's"
        );
    }
}
