//! `[apiserver]`

use super::{Key, ReferencedFiles, Shape, Table, bind_address, extra_sans, flags, referenced::Kind, runtime};
use crate::{documents, model::ApiserverSettings};

pub(super) static APISERVER: Shape = Shape {
    title: "[apiserver]",
    keys: &[
        Key::default("runtime", "\"static-pod\""),
        Key::optional("bind_address", "all addresses of the node"),
        Key::default("port", "6443"),
        Key::default("extra_sans", "[]"),
        Key::optional("authentication_file", "only the cluster's own tokens"),
        Key::optional("feature_gates", "none set"),
        Key::optional("extra_args", "none"),
    ],
};

const AUTHENTICATION_FILE: Kind = Kind {
    code: "authentication-file",
    expected: "the path of an AuthenticationConfiguration, relative to cluster.toml",
    noun: "authentication configuration",
};

pub(super) fn read(table: &Table<'_>, files: &dyn ReferencedFiles) -> Option<ApiserverSettings> {
    let runtime = runtime::read(table);
    let bind_address = table.optional("bind_address", bind_address::read);
    let port = table.value("port", |item| item.number(1, u32::from(u16::MAX)));
    let extra_sans = extra_sans::read(table);
    let authentication = table.optional("authentication_file", |item| {
        AUTHENTICATION_FILE.read(item, files, documents::authenticators)
    });
    let feature_gates = flags::feature_gates(table);
    let extra_args = flags::extra_args(table);
    Some(ApiserverSettings {
        runtime: runtime?,
        bind_address,
        port: port.and_then(|port| u16::try_from(port).ok())?,
        extra_sans: extra_sans?,
        authentication: authentication.unwrap_or_default(),
        feature_gates,
        extra_args,
    })
}
