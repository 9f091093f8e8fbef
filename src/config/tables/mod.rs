//! The tables of cluster.toml, by subject: keys and defaults as data, and the way into the model.

mod accounts;
mod audit;
mod cluster;
mod components;
mod coredns;
mod document;
mod encryption;
mod flags;
mod known;
mod load_balancer;
mod nodes;
mod objects;
mod pki;
mod referenced;
mod values;

pub(super) use document::{DOCUMENT, draft};
pub(super) use known::shapes;
pub use known::{KnownKey, known_keys};
pub use referenced::ReferencedFiles;

use super::{Choice, Item, Key, Shape, Table, date::timestamp};
