//! `[apiserver]`

use super::{Key, Shape, Table, bind_address, flags, runtime};
use crate::model::{ApiserverSettings, Host};

pub(super) static APISERVER: Shape = Shape {
    title: "[apiserver]",
    keys: &[
        Key::default("runtime", "\"static-pod\""),
        Key::optional("bind_address", "all addresses of the node"),
        Key::default("port", "6443"),
        Key::default("extra_sans", "[]"),
        Key::optional("feature_gates", "none set"),
        Key::optional("extra_args", "none"),
    ],
};

pub(super) fn read(table: &Table<'_>) -> Option<ApiserverSettings> {
    let runtime = runtime::read(table);
    let bind_address = table.optional("bind_address", bind_address::read);
    let port = table.value("port", |item| item.number(1, u32::from(u16::MAX)));
    let extra_sans = table.value("extra_sans", |item| item.all(|element| element.parse(Host::parse)));
    let feature_gates = flags::feature_gates(table);
    let extra_args = flags::extra_args(table);
    Some(ApiserverSettings {
        runtime: runtime?,
        bind_address,
        port: port.and_then(|port| u16::try_from(port).ok())?,
        extra_sans: extra_sans?,
        feature_gates,
        extra_args,
    })
}
