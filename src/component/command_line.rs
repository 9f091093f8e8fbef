//! A command line as an ordered list of flags.

use crate::model::{ExtraArgs, FeatureGates};

/// A flag with its value, unescaped: pods and units escape it differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// The name without its dashes.
    pub name: String,
    /// The value, as the component reads it.
    pub value: String,
}

/// A program, its arguments before the flags, and its flags in order. Only a flag that can be repeated
/// is there more than once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandLine {
    program: &'static str,
    bare: &'static [&'static str],
    flags: Vec<Flag>,
}

impl CommandLine {
    /// A program without flags, such as `kube-apiserver`.
    #[must_use]
    pub const fn new(program: &'static str) -> Self {
        Self { program, bare: &[], flags: Vec::new() }
    }

    /// The same with arguments before its flags.
    #[must_use]
    pub const fn with_bare(mut self, arguments: &'static [&'static str]) -> Self {
        self.bare = arguments;
        self
    }

    /// Adds a flag, even if it is already set: a flag that is repeated is added for each of its values.
    pub(super) fn add(&mut self, name: &str, value: String) {
        self.flags.push(Flag { name: name.to_owned(), value });
    }

    /// Sets a flag; if it is already set, its value is replaced in place.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        match self.flags.iter_mut().find(|flag| flag.name == name) {
            Some(flag) => flag.value = value,
            None => self.flags.push(Flag { name: name.to_owned(), value }),
        }
    }

    /// Sets `--feature-gates`, sorted, if there are any.
    pub(super) fn set_feature_gates(&mut self, gates: &FeatureGates) {
        if !gates.is_empty() {
            let gates: Vec<_> = gates.iter().map(|(gate, on)| format!("{gate}={on}")).collect();
            self.set("feature-gates", gates.join(","));
        }
    }

    /// Sets the user's flags, new ones after the others, sorted.
    pub(super) fn merge(&mut self, extra_args: &ExtraArgs) {
        for (name, value) in extra_args {
            self.set(name, value);
        }
    }

    /// Prepends `item` to the comma-separated list of a flag, unless it is already in it.
    pub(super) fn ensure_listed(&mut self, name: &str, item: &str) {
        let list = self.value(name).unwrap_or_default();
        if !list.split(',').any(|listed| listed == item) {
            let list = if list.is_empty() { item.to_owned() } else { format!("{item},{list}") };
            self.set(name, list);
        }
    }

    /// The program's name.
    #[must_use]
    pub const fn program(&self) -> &'static str {
        self.program
    }

    /// The value of a flag, if it is set; the first one if it is repeated.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.flags.iter().find(|flag| flag.name == name).map(|flag| flag.value.as_str())
    }

    /// The flags in order.
    #[must_use]
    pub fn flags(&self) -> &[Flag] {
        &self.flags
    }

    /// Every argument in order, unescaped: those before the flags, then `--name=value` for each flag.
    pub fn arguments(&self) -> impl Iterator<Item = String> {
        let bare = self.bare.iter().map(|argument| (*argument).to_owned());
        bare.chain(self.flags.iter().map(|flag| format!("--{}={}", flag.name, flag.value)))
    }
}
