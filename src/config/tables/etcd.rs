//! `[etcd]`

use super::{Key, Shape, Table, flags, runtime};
use crate::model::{Endpoint, EtcdSettings};

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
    let external = table.value("external", |item| item.all(|element| element.parse(Endpoint::parse)));
    let extra_args = flags::extra_args(table);
    Some(EtcdSettings { runtime: runtime?, external: external?, extra_args })
}
