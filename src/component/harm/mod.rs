//! Values with which a component starts, and then breaks or weakens the cluster: what happens, by value.
//!
//! What a component refuses is a matter of `kubernetes::values`, and flags that no cluster.toml may set at all of `refused`.

mod apis;
mod controllers;
mod flags;
mod plugins;

pub use apis::APIS;
pub use controllers::CONTROLLERS;
pub(super) use flags::{DELEGATING, ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, SERVERS};
pub use flags::{harmful_fields, harmful_flags};
pub use plugins::{HARMFUL_ON, PLUGINS};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// A part of the cluster does nothing or protects nothing, which somebody may want: a warning.
    Weakens,
    /// The cluster does not work: an error.
    Breaks,
}

/// A value that a flag or a field may not have without harm.
#[derive(Debug)]
pub struct HarmfulValue {
    /// The flag without its dashes, or the field's path.
    pub name: &'static str,
    /// Which values do harm.
    pub when: When,
    /// How bad it is.
    pub weight: Weight,
    /// What happens; a sentence's end after the value.
    pub harm: &'static str,
    /// What to do instead.
    pub instead: &'static str,
}

/// Which values do harm.
#[derive(Debug, Clone, Copy)]
pub enum When {
    /// A truth value.
    Is(bool),
    /// A number or a duration below this; durations in nanoseconds.
    Below(i64),
    /// A number above this.
    Above(i64),
    /// One of these words, or a list with one of them.
    Words(&'static [&'static str]),
    /// A text with one of these in it.
    Parts(&'static [&'static str]),
    /// Any text that is not empty.
    Text,
}

/// A member of a set that is on by default, and what happens where it is off.
#[derive(Debug)]
pub struct Member {
    /// Its name.
    pub name: &'static str,
    /// How bad it is where it is off.
    pub weight: Weight,
    /// What happens; a sentence by itself, without a full stop.
    pub harm: &'static str,
}

const fn breaks(name: &'static str, harm: &'static str) -> Member {
    Member { name, weight: Weight::Breaks, harm }
}

const fn weakens(name: &'static str, harm: &'static str) -> Member {
    Member { name, weight: Weight::Weakens, harm }
}
