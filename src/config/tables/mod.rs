//! The tables of cluster.toml, by subject: keys and defaults as data, and their conversion to the model.

mod accounts;
mod audit;
mod cluster;
mod components;
mod coredns;
mod document;
mod documented_keys;
mod encryption;
mod flags;
mod load_balancer;
mod nodes;
mod objects;
mod overlays;
mod pki;
mod process;
mod referenced;
mod service_accounts;
mod values;

pub(super) use document::{DOCUMENT, draft};
pub(super) use documented_keys::shapes;
pub use documented_keys::{KnownKey, known_keys};
pub use referenced::{FileBelow, ReferencedFiles};

use super::{Choice, Item, Key, Shape, Table, date::timestamp};
