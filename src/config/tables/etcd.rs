//! `[etcd]`

use super::{Key, Shape, Table, flags, runtime};
use crate::{
    diagnostic::Invalid,
    model::{Endpoint, EtcdSettings},
};

pub(super) static ETCD: Shape = Shape {
    title: "[etcd]",
    keys: &[
        Key::default("runtime", "\"static-pod\""),
        Key::default("external", "[]"),
        Key::optional("extra_args", "none"),
    ],
};

pub(super) fn read(table: &Table<'_>) -> Option<EtcdSettings> {
    let runtime = runtime::read(table);
    let external = table.value("external", |item| item.all(|element| element.parse(client_endpoint)));
    let extra_args = flags::extra_args(table);
    Some(EtcdSettings { runtime: runtime?, external: external?, extra_args })
}

/// 2379 is etcd's port for clients.
fn client_endpoint(text: &str) -> Result<Endpoint, Invalid> {
    Endpoint::parse_of_service(text, 2379)
}
