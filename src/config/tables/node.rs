//! What `[[control_plane]]` and `[[worker]]` have in common.

use std::collections::BTreeMap;

use super::{Item, Table, ranges, recipients};
use crate::model::{Label, Node, Taint, check_label_value, check_qualified_name};

pub(super) fn read(table: &Table<'_>) -> Option<Node> {
    let name = table.value("name", |item| item.parse(Label::parse));
    let addresses = table.value("address", ranges::read_addresses);
    let labels = table.optional("labels", labels).unwrap_or_default();
    let taints = table.value("taints", taints);
    let recipients = table.value("recipients", recipients::read);
    Some(Node { name: name?, addresses: addresses?, labels, taints: taints?, recipients: recipients? })
}

fn labels(item: &Item<'_>) -> Option<BTreeMap<String, String>> {
    let entries = item.entries()?;
    let label = |(key, span, value): &(&str, std::ops::Range<usize>, Item<'_>)| {
        let key_ok = check_qualified_name(key).map_err(|invalid| value.refuse_at(span.clone(), invalid));
        let text = value.parse(|text| check_label_value(text).map(|()| text.to_owned()));
        Some(((*key).to_owned(), key_ok.ok().and(text)?))
    };
    let labels: Vec<Option<_>> = entries.iter().map(label).collect();
    labels.into_iter().collect()
}

fn taints(item: &Item<'_>) -> Option<Vec<Taint>> {
    item.all(|element| element.parse(Taint::parse))
}
