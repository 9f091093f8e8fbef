//! `[kubelet]`

use super::{Choice, Key, Shape, Table, flags, kubelet_fields};
use crate::model::{KubeletServing, KubeletSettings, UnixSocket};

pub(super) static KUBELET: Shape = Shape {
    title: "[kubelet]",
    keys: &[
        Key::default("serving", "\"rendered\""),
        Key::default("container_runtime_endpoint", "\"unix:///run/containerd/containerd.sock\""),
        Key::optional("feature_gates", "none set"),
        Key::optional("extra_args", "none"),
        Key::optional("config", "no further fields"),
    ],
};

static SERVINGS: Choice<KubeletServing> = Choice {
    expected: "\"rendered\", \"csr\" or \"self-signed\"",
    otherwise: "leave it out for the default",
    words: &[
        ("rendered", KubeletServing::Rendered),
        ("csr", KubeletServing::Csr),
        ("self-signed", KubeletServing::SelfSigned),
    ],
};

pub(super) fn read(table: &Table<'_>) -> Option<KubeletSettings> {
    let serving = table.value("serving", |item| item.choice(&SERVINGS));
    let socket = table.value("container_runtime_endpoint", |item| item.parse(UnixSocket::parse));
    let feature_gates = flags::feature_gates(table);
    let extra_args = flags::extra_args(table);
    let config = table.optional("config", kubelet_fields::read).unwrap_or_default();
    Some(KubeletSettings {
        serving: serving?,
        feature_gates,
        extra_args,
        config,
        container_runtime_endpoint: socket?,
    })
}
