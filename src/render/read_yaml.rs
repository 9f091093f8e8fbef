//! An independent YAML parser, for tests.

use saphyr::{LoadableYamlNode, ScalarOwned, ScalarStyle, YamlLoader, YamlOwned};
use serde_json::{Map, Value};

/// Every document of `text`, as the JSON value that Kubernetes would convert it to.
pub(crate) fn read_yaml(text: &str) -> Vec<Value> {
    YamlOwned::load_from_str(text)
        .unwrap_or_else(|error| panic!("{error} in\n{text}"))
        .into_iter()
        .map(json)
        .collect()
}

/// The unquoted scalars of the first document, in order, keys before their values.
pub(crate) fn plain_scalars(text: &str) -> Vec<String> {
    let mut loader = YamlLoader::<YamlOwned>::default();
    loader.early_parse(false);
    saphyr_parser::Parser::new_from_str(text).load(&mut loader, false).unwrap();
    let mut found = Vec::new();
    collect_plain(&loader.into_documents()[0], &mut found);
    found
}

fn collect_plain(node: &YamlOwned, found: &mut Vec<String>) {
    match node {
        YamlOwned::Representation(text, ScalarStyle::Plain, _) => found.push(text.clone()),
        YamlOwned::Sequence(items) => items.iter().for_each(|item| collect_plain(item, found)),
        YamlOwned::Mapping(entries) => entries.iter().for_each(|(key, value)| {
            collect_plain(key, found);
            collect_plain(value, found);
        }),
        _ => {}
    }
}

fn json(node: YamlOwned) -> Value {
    match node {
        YamlOwned::Value(scalar) => json_scalar(scalar),
        YamlOwned::Sequence(items) => items.into_iter().map(json).collect(),
        YamlOwned::Mapping(entries) => Value::Object(entries.into_iter().map(entry).collect::<Map<_, _>>()),
        other => panic!("a node that JSON lacks: {other:?}"),
    }
}

fn entry((key, value): (YamlOwned, YamlOwned)) -> (String, Value) {
    match key {
        YamlOwned::Value(ScalarOwned::String(key)) => (key, json(value)),
        other => panic!("a key that is no string: {other:?}"),
    }
}

fn json_scalar(scalar: ScalarOwned) -> Value {
    match scalar {
        ScalarOwned::Null => Value::Null,
        ScalarOwned::Boolean(value) => value.into(),
        ScalarOwned::Integer(value) => value.into(),
        ScalarOwned::FloatingPoint(value) => value.0.into(),
        ScalarOwned::String(value) => value.into(),
    }
}
