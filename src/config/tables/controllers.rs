//! `[controller_manager]` and `[scheduler]`

use super::{Choice, Item, Key, Shape, Table, bind_address, extra_sans, flags, runtime};
use crate::model::{ApiserverChoice, BindAddress, ControllerSettings};

const KEYS: &[Key] = &[
    Key::default("runtime", "\"static-pod\""),
    Key::default("apiserver", "\"local\""),
    Key::default("bind_address", "\"127.0.0.1\""),
    Key::default("extra_sans", "[]"),
    Key::optional("feature_gates", "none set"),
    Key::optional("extra_args", "none"),
];

pub(super) static CONTROLLER_MANAGER: Shape = Shape { title: "[controller_manager]", keys: KEYS };

pub(super) static SCHEDULER: Shape = Shape { title: "[scheduler]", keys: KEYS };

static APISERVERS: Choice<ApiserverChoice> = Choice {
    expected: "\"local\" or \"endpoint\"",
    otherwise: "say which API server it dials, or leave it out for the default",
    words: &[("local", ApiserverChoice::Local), ("endpoint", ApiserverChoice::Endpoint)],
};

pub(super) fn read(table: &Table<'_>) -> Option<ControllerSettings> {
    let runtime = runtime::read(table);
    let apiserver = table.value("apiserver", |item| item.choice(&APISERVERS));
    let bind_address = table.value("bind_address", node_or_address);
    let extra_sans = extra_sans::read(table);
    let feature_gates = flags::feature_gates(table);
    let extra_args = flags::extra_args(table);
    Some(ControllerSettings {
        runtime: runtime?,
        apiserver: apiserver?,
        bind_address: bind_address?,
        extra_sans: extra_sans?,
        feature_gates,
        extra_args,
    })
}

fn node_or_address(item: &Item<'_>) -> Option<BindAddress> {
    if item.raw().as_str() == Some("node") {
        return Some(BindAddress::Node);
    }
    bind_address::read(item).map(BindAddress::Fixed)
}
