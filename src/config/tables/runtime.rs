//! `runtime`, which four tables have.

use super::{Choice, Table};
use crate::model::Runtime;

static RUNTIMES: Choice<Runtime> = Choice {
    expected: "\"static-pod\" or \"systemd\"",
    words: &[("static-pod", Runtime::StaticPod), ("systemd", Runtime::Systemd)],
};

pub(super) fn read(table: &Table<'_>) -> Option<Runtime> {
    table.value("runtime", |item| item.parse(|text| RUNTIMES.parse(text)))
}
