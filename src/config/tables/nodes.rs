//! `[[control_plane]]` and `[[worker]]`, and what they have in common.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::{Choice, Item, Key, Shape, Table, values};
use crate::{
    diagnostic::Invalid,
    model::{
        ControlPlaneNode, EtcdInitialState, InterfaceName, Join, LabelValue, Node, QualifiedName, Subdomain,
        Taint, Worker,
    },
};

pub(super) fn read_node(table: &Table<'_>) -> Option<Node> {
    let name = table.value("name", |item| item.parse(Subdomain::parse));
    let addresses = table.value("address", values::read_addresses);
    let labels = table.optional("labels", labels).unwrap_or_default();
    let taints = table.value("taints", taints);
    let recipients = table.value("recipients", values::read_recipients);
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

pub(super) static CONTROL_PLANE: Shape = Shape {
    title: "[[control_plane]]",
    keys: &[
        Key::required("name", "\"stand-in\"", "add the machine's host name, such as name = \"master-1\""),
        Key::required(
            "address",
            "\"192.0.2.1\"",
            "add the machine's address, such as address = \"192.168.56.101\"",
        ),
        Key::optional("labels", "only the label of its role"),
        Key::default("taints", "[\"node-role.kubernetes.io/control-plane:NoSchedule\"]"),
        Key::default("recipients", "[]"),
        Key::default("etcd_initial_state", "\"new\""),
        Key::optional("interface", "`interface` of [load_balancer]"),
    ],
};

static INITIAL_STATES: Choice<EtcdInitialState> = Choice {
    expected: "\"new\" or \"existing\"",
    help: "leave it out for a new cluster",
    words: &[("new", EtcdInitialState::New), ("existing", EtcdInitialState::Existing)],
};

pub(super) fn read_control_plane(table: &Table<'_>) -> Option<ControlPlaneNode> {
    let node = read_node(table);
    let state = table.value("etcd_initial_state", |item| item.choice(&INITIAL_STATES));
    let interface = table.optional("interface", |item| item.parse(InterfaceName::parse));
    Some(ControlPlaneNode { node: node?, etcd_initial_state: state?, interface })
}

pub(super) static WORKER: Shape = Shape {
    title: "[[worker]]",
    keys: &[
        Key::required("name", "\"stand-in\"", "add the machine's host name, such as name = \"worker-1\""),
        Key::required(
            "address",
            "\"192.0.2.1\"",
            "add the machine's address, such as address = \"192.168.56.111\"",
        ),
        Key::optional("labels", "only the label of its role"),
        Key::default("taints", "[]"),
        Key::default("recipients", "[]"),
        Key::default("join", "\"bootstrap\""),
    ],
};

static JOINS: Choice<Join> = Choice {
    expected: "\"bootstrap\" or \"certificate\"",
    help: "leave it out for the default",
    words: &[("bootstrap", Join::Bootstrap), ("certificate", Join::Certificate)],
};

pub(super) fn read_worker(table: &Table<'_>) -> Option<Worker> {
    let node = read_node(table);
    let join = table.value("join", |item| item.choice(&JOINS));
    Some(Worker { node: node?, join: join? })
}
