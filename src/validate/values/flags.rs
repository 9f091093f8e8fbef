//! The effective flags of a component: what cluster.toml sets, what kubemint sets, and its own defaults.

use std::borrow::Cow;

use super::super::{
    feature_gates::gates_in_table,
    tables::{ComponentTable, TargetRelease},
};
use crate::{
    component::own_default,
    diagnostic::{Violation, key_path},
    kubernetes::{flag, go_values, is_feature_on},
};

/// The effective flags of a component.
pub(super) struct Flags<'a> {
    pub(super) table: &'a ComponentTable<'a>,
    pub(super) target: &'a TargetRelease,
}

impl<'a> Flags<'a> {
    /// The value that cluster.toml gives a flag.
    pub(super) fn set(&self, name: &str) -> Option<&'a str> {
        self.table.extra_args.get(name).map(String::as_str)
    }

    /// The value of a flag; `None` if that minor does not have it.
    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        let fact = flag(self.target.minor, self.table.component, name)?;
        self.set(name).or_else(|| own_default(self.table.component, name)).or(Some(fact.default))
    }

    /// The value of a duration flag in nanoseconds.
    pub(super) fn time(&self, name: &str) -> Option<i64> {
        go_values::duration(self.text(name)?)
    }

    /// The value of an integer flag.
    pub(super) fn whole(&self, name: &str) -> Option<i128> {
        go_values::signed_integer(self.text(name)?)
    }

    /// The value of a numeric flag.
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        go_values::number(self.text(name)?, 64)
    }

    /// Whether a flag is `true`.
    pub(super) fn is_on(&self, name: &str) -> bool {
        self.text(name).is_some_and(go_values::is_true)
    }

    /// Whether a feature gate of the component is on.
    pub(super) fn has_feature(&self, gate: &str) -> bool {
        let set = gates_in_table(self.table);
        is_feature_on(self.target.minor, self.table.component, &set, gate)
    }

    /// The path of a flag in cluster.toml.
    pub(super) fn path(&self, name: &str) -> String {
        key_path(&format!("{}.extra_args", self.table.path), name)
    }

    /// `--NAME=VALUE`, with a note if it is the default.
    pub(super) fn shown(&self, name: &str) -> String {
        let value = self.text(name).unwrap_or_default();
        let whose = match (self.set(name), own_default(self.table.component, name)) {
            (Some(_), _) => "",
            (None, Some(_)) => " (kubemint's default)",
            (None, None) => " (its default)",
        };
        format!("--{name}={value}{whose}")
    }

    /// A violation between flags, reported at the first of them that cluster.toml sets, with the others as labels. `None` if
    /// cluster.toml sets none of them, since the defaults of kubemint and the component are consistent.
    pub(super) fn conflict(
        &self,
        code: &'static str,
        names: &[&str],
        message: String,
        expected: impl Into<Cow<'static, str>>,
    ) -> Option<Violation> {
        let mut set = names.iter().filter(|name| self.set(name).is_some());
        let at = set.next()?;
        let violation = Violation::new(code, self.path(at), message, expected);
        let violation =
            set.fold(violation, |violation, name| violation.also(self.path(name), "the other value"));
        Some(self.target.decides(violation))
    }
}
