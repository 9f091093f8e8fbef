//! The tables of cluster.toml, one file each: keys and defaults as data, and the way into the model.

mod admin;
mod apiserver;
mod audit;
mod bind_address;
mod bootstrap;
mod cluster;
mod control_plane;
mod controllers;
mod document;
mod encryption;
mod etcd;
mod extra_sans;
mod flags;
mod generations;
mod images;
mod known;
mod kubelet;
mod kubelet_fields;
mod node;
mod pki;
mod ranges;
mod recipients;
mod referenced;
mod rollout;
mod runtime;
mod subject;
mod users;
mod worker;

pub(super) use document::{DOCUMENT, draft};
pub(super) use known::shapes;
pub use known::{KnownKey, known_keys};

use super::{Choice, Item, Key, ReferencedFiles, Shape, Table, date::timestamp};
