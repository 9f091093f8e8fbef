//! `[bootstrap]`

use super::{Item, Key, Shape, Table, timestamp};
use crate::model::{BootstrapSettings, Timestamp, Validity};

pub(super) static BOOTSTRAP: Shape = Shape {
    title: "[bootstrap]",
    keys: &[
        Key::optional("token_expiry", "24 hours after `not_before` of `[pki]`"),
        Key::default("discovery", "false"),
    ],
};

/// How long a bootstrap token lives, as kubeadm has it (`kubeadm token create --ttl`).
const TOKEN_LIFE: Validity = Validity::Hours(24);

pub(super) fn read(table: &Table<'_>, not_before: Timestamp) -> Option<BootstrapSettings> {
    let token_expiry = table.optional("token_expiry", timestamp);
    let discovery = table.value("discovery", boolean);
    // Past the year 9999 a certificate's validity ends too late as well, which is the better fault.
    let default = not_before.after(TOKEN_LIFE).unwrap_or(not_before);
    Some(BootstrapSettings { token_expiry: token_expiry.unwrap_or(default), discovery: discovery? })
}

fn boolean(item: &Item<'_>) -> Option<bool> {
    item.boolean()
}
