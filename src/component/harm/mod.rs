//! Values with which a component starts but breaks or weakens the cluster.
//!
//! Values that a component refuses are in `kubernetes::values`, and flags that must not be set at all in `refused_flags`.

mod apis;
mod controllers;
mod flags;
mod plugins;

pub use apis::APIS;
pub use controllers::CONTROLLERS;
pub(super) use flags::{DELEGATING, ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, SERVERS};
pub use flags::{harmful_fields, harmful_flags};
pub use plugins::{HARMFUL_ON, PLUGINS};

/// How severe it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// A part of the cluster is disabled or unprotected, which may be intended: a warning.
    Weakens,
    /// The cluster does not work: an error.
    Breaks,
}

/// A harmful value of a flag or a field.
#[derive(Debug)]
pub struct HarmfulValue {
    /// The flag without its dashes, or the field's path.
    pub name: &'static str,
    /// Which values are harmful.
    pub when: When,
    /// How severe it is.
    pub weight: Weight,
    /// What happens; completes a sentence that begins with the value.
    pub harm: &'static str,
    /// What to do instead.
    pub instead: &'static str,
}

/// Which values are harmful.
#[derive(Debug, Clone, Copy)]
pub enum When {
    /// A boolean.
    Is(bool),
    /// A number or a duration below this; durations in nanoseconds.
    Below(i64),
    /// A number above this.
    Above(i64),
    /// One of these words, or a list with one of them.
    Words(&'static [&'static str]),
    /// A text that contains one of these.
    Parts(&'static [&'static str]),
    /// Any text that is not empty.
    Text,
}

/// A member of a set that is on by default, and what happens if it is off.
#[derive(Debug)]
pub struct Member {
    /// Its name.
    pub name: &'static str,
    /// How severe it is if it is off.
    pub weight: Weight,
    /// What happens; a complete sentence without a full stop.
    pub harm: &'static str,
}

const fn breaks(name: &'static str, harm: &'static str) -> Member {
    Member { name, weight: Weight::Breaks, harm }
}

const fn weakens(name: &'static str, harm: &'static str) -> Member {
    Member { name, weight: Weight::Weakens, harm }
}
