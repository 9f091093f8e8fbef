//! `runtime`, which four tables have.

use super::{Choice, Table};
use crate::model::Runtime;

static RUNTIMES: Choice<Runtime> = Choice {
    expected: "\"static-pod\" or \"systemd\"",
    otherwise: "say whether it runs as a static pod of the kubelet or as a unit of systemd; the container runtime is `container_runtime_endpoint` of [kubelet]",
    words: &[("static-pod", Runtime::StaticPod), ("systemd", Runtime::Systemd)],
};

pub(super) fn read(table: &Table<'_>) -> Option<Runtime> {
    table.value("runtime", |item| item.choice(&RUNTIMES))
}
