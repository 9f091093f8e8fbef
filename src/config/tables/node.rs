//! What `[[control_plane]]` and `[[worker]]` have in common.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::{Item, Table, ranges, recipients};
use crate::{
    diagnostic::Invalid,
    model::{Label, LabelValue, Node, QualifiedName, Taint},
};

pub(super) fn read(table: &Table<'_>) -> Option<Node> {
    let name = table.value("name", |item| item.parse(Label::parse));
    let addresses = table.value("address", ranges::read_addresses);
    let labels = table.optional("labels", labels).unwrap_or_default();
    let taints = table.value("taints", taints);
    let recipients = table.value("recipients", recipients::read);
    Some(Node { name: name?, addresses: addresses?, labels, taints: taints?, recipients: recipients? })
}

fn labels(item: &Item<'_>) -> Option<BTreeMap<QualifiedName, LabelValue>> {
    let entries = item.entries()?;
    let label = |(key, span, value): &(&str, std::ops::Range<usize>, Item<'_>)| {
        let key = QualifiedName::parse(key).map_err(|invalid| value.refuse_at(span.clone(), invalid));
        let value = value.parse(LabelValue::parse);
        Some((key.ok()?, value?))
    };
    let labels: Vec<Option<_>> = entries.iter().map(label).collect();
    labels.into_iter().collect()
}

fn taints(item: &Item<'_>) -> Option<Vec<Taint>> {
    item.all(|element| match element.raw() {
        DeValue::Table(_) => {
            let refusal = Invalid::new("taint", "a taint is one text", "key=value:Effect or key:Effect");
            element.refuse(
                refusal.help("write it as `kubectl taint` does, such as \"example.com/gpu=yes:NoSchedule\""),
            );
            None
        }
        _ => element.parse(Taint::parse),
    })
}
