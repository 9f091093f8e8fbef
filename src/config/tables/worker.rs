//! `[[worker]]`

use super::{Choice, Key, Shape, Table, node};
use crate::model::{Join, Worker};

pub(super) static WORKER: Shape = Shape {
    title: "[[worker]]",
    keys: &[
        Key::required("name", "\"stand-in\"", "add the machine's host name, such as name = \"worker-1\""),
        Key::required(
            "address",
            "\"192.0.2.1\"",
            "add the machine's address, such as address = \"192.168.56.111\"",
        ),
        Key::optional("labels", "only the label of its role"),
        Key::default("taints", "[]"),
        Key::default("recipients", "[]"),
        Key::default("join", "\"bootstrap\""),
    ],
};

static JOINS: Choice<Join> = Choice {
    expected: "\"bootstrap\" or \"certificate\"",
    otherwise: "leave it out for the default",
    words: &[("bootstrap", Join::Bootstrap), ("certificate", Join::Certificate)],
};

pub(super) fn read(table: &Table<'_>) -> Option<Worker> {
    let node = node::read(table);
    let join = table.value("join", |item| item.choice(&JOINS));
    Some(Worker { node: node?, join: join? })
}
