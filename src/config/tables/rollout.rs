//! `[rollout]`

use super::{Key, Shape, Table};
use crate::model::{CommandWords, RemoteShell, RolloutSettings};

pub(super) static ROLLOUT: Shape = Shape {
    title: "[rollout]",
    keys: &[
        Key::default("ssh", "\"ssh root@{name}\""),
        Key::optional("become", "none: `ssh` logs in as root"),
    ],
};

pub(super) fn read(table: &Table<'_>) -> Option<RolloutSettings> {
    let ssh = table.value("ssh", |item| item.parse(RemoteShell::parse));
    let become_root = table.optional("become", |item| item.parse(CommandWords::parse));
    Some(RolloutSettings { ssh: ssh?, become_root })
}
