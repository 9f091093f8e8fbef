//! `[[control_plane]]`

use super::{Choice, Key, Shape, Table, node};
use crate::model::{ControlPlaneNode, EtcdInitialState};

pub(super) static CONTROL_PLANE: Shape = Shape {
    title: "[[control_plane]]",
    keys: &[
        Key::required("name", "\"stand-in\"", "add the machine's host name, such as name = \"master-1\""),
        Key::required(
            "address",
            "\"192.0.2.1\"",
            "add the machine's address, such as address = \"192.168.56.101\"",
        ),
        Key::optional("labels", "only the label of its role"),
        Key::default("taints", "[\"node-role.kubernetes.io/control-plane:NoSchedule\"]"),
        Key::default("recipients", "[]"),
        Key::default("etcd_initial_state", "\"new\""),
    ],
};

static INITIAL_STATES: Choice<EtcdInitialState> = Choice {
    expected: "\"new\" or \"existing\"",
    otherwise: "leave it out for a new cluster",
    words: &[("new", EtcdInitialState::New), ("existing", EtcdInitialState::Existing)],
};

pub(super) fn read(table: &Table<'_>) -> Option<ControlPlaneNode> {
    let node = node::read(table);
    let state = table.value("etcd_initial_state", |item| item.choice(&INITIAL_STATES));
    Some(ControlPlaneNode { node: node?, etcd_initial_state: state? })
}
