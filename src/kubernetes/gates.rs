//! The feature gates of each component. A gate that graduated is still accepted, although `--help` no longer lists
//! it; one that was removed makes the component exit at its start.

use super::{facts::facts, table::first_columns};
use crate::{
    model::{Component, FeatureGates, Minor},
    suggestion::suggestion,
};

/// The maturity of a feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Disabled by default, and may be removed.
    Alpha,
    /// Enabled by default in most cases.
    Beta,
    /// Generally available; the gate will be removed.
    Ga,
    /// Will be removed together with its feature.
    Deprecated,
}

impl Stage {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "ALPHA" => Some(Self::Alpha),
            "BETA" => Some(Self::Beta),
            "GA" => Some(Self::Ga),
            "DEPRECATED" => Some(Self::Deprecated),
            _ => None,
        }
    }
}

/// The facts about a feature gate of a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GateFact {
    /// The maturity of the feature in this minor.
    pub stage: Stage,
    /// Whether it is enabled by default.
    pub default: bool,
    /// Whether it cannot be changed from its default.
    pub locked: bool,
}

impl GateFact {
    /// Whether the component starts with the gate set to this value.
    #[must_use]
    pub const fn accepts(self, on: bool) -> bool {
        !self.locked || self.default == on
    }
}

/// The gate `name` of `component`, if it exists in this minor.
#[must_use]
pub fn gate(minor: Minor, component: Component, name: &str) -> Option<GateFact> {
    facts(minor).gates.find(name).find_map(|mut columns| {
        let fact = GateFact {
            stage: Stage::parse(columns.next()?)?,
            default: columns.next()? == "true",
            locked: columns.next()? == "locked",
        };
        knows(columns.next()?, component).then_some(fact)
    })
}

/// Whether a feature of `component` is enabled, given the gates that a user has set. If the minor no longer has the
/// gate, the feature has become permanent.
#[must_use]
pub fn is_feature_on(minor: Minor, component: Component, set: &FeatureGates, name: &str) -> bool {
    let Some(fact) = gate(minor, component, name) else { return true };
    let all = match fact.stage {
        Stage::Alpha => set.get("AllAlpha"),
        Stage::Beta => set.get("AllBeta"),
        Stage::Ga | Stage::Deprecated => None,
    };
    match set.get(name).or(all) {
        Some(on) if !fact.locked => *on,
        _ => fact.default,
    }
}

/// Each gate of `component` that depends on others, with those: if it is enabled and one of them is not, the
/// component does not start.
pub fn gate_dependencies(
    minor: Minor,
    component: Component,
) -> impl Iterator<Item = (&'static str, std::str::Split<'static, char>)> {
    facts(minor).gate_dependencies.rows().filter_map(move |row| {
        let mut columns = row.split('\t');
        let (gate, needed) = (columns.next()?, columns.next()?);
        knows(columns.next()?, component).then(|| (gate, needed.split(' ')))
    })
}

/// A similar gate of `component`, to suggest in place of `name`.
#[must_use]
pub fn suggested_gate(minor: Minor, component: Component, name: &str) -> Option<&'static str> {
    let known = |row: &&str| row.rsplit('\t').next().is_some_and(|components| knows(components, component));
    suggestion(name, first_columns(facts(minor).gates.rows().filter(known)))
}

/// Whether the last column of a row contains `component`.
fn knows(components: &str, component: Component) -> bool {
    components.split(' ').any(|name| name == component.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_gates_stage_is_understood() {
        for minor in Minor::ALL {
            for row in facts(minor).gates.rows() {
                let columns: Vec<_> = row.split('\t').collect();
                assert!(Stage::parse(columns[1]).is_some(), "{minor} {row}");
                assert!(matches!(columns[2], "true" | "false"), "{minor} {row}");
                assert!(matches!(columns[3], "locked" | "free"), "{minor} {row}");
            }
        }
    }

    /// component-base's `AddDependencies` refuses anything else, since a component would refuse its own defaults.
    #[test]
    fn what_is_on_by_default_needs_nothing_that_is_off() {
        let mut count = 0;
        for minor in Minor::ALL {
            for component in Component::ALL {
                for (name, mut needed) in gate_dependencies(minor, component) {
                    count += 1;
                    let fact =
                        |name| gate(minor, component, name).unwrap_or_else(|| panic!("{minor} {name}"));
                    let is_on = fact(name).default;
                    assert!(
                        needed.all(|needed| fact(needed).default || !is_on),
                        "{minor} {component:?} {name}"
                    );
                }
            }
        }
        assert!(count > 400, "{count}");
    }

    #[test]
    fn a_feature_is_on_as_it_is_set_or_by_default() {
        let is_on = |set: &[(&str, bool)], name| {
            let set = set.iter().map(|(name, on)| ((*name).to_owned(), *on)).collect();
            is_feature_on(Minor::V1_37, Component::Kubelet, &set, name)
        };
        assert!(!is_on(&[], "LoggingAlphaOptions"));
        assert!(is_on(&[("LoggingAlphaOptions", true)], "LoggingAlphaOptions"));
        assert!(is_on(&[("AllAlpha", true)], "LoggingAlphaOptions"));
        assert!(!is_on(&[("AllAlpha", true), ("LoggingAlphaOptions", false)], "LoggingAlphaOptions"));
        assert!(is_on(&[], "LongGraduatedAndGone"));
    }

    #[test]
    fn the_starting_documents_gate_is_known_by_its_right_name() {
        let near =
            suggested_gate(Minor::V1_37, Component::KubeControllerManager, "RotateKubeletServercertificate");
        assert_eq!(near, Some("RotateKubeletServerCertificate"));
        let fact = gate(Minor::V1_37, Component::Kubelet, "RotateKubeletServerCertificate").unwrap();
        assert_eq!(fact, GateFact { stage: Stage::Beta, default: true, locked: false });
    }

    /// kube-controller-manager 1.34 enables it for itself.
    #[test]
    fn components_may_have_a_gate_by_different_defaults() {
        let default = |component| gate(Minor::V1_34, component, "WatchListClient").unwrap().default;
        assert!(default(Component::KubeControllerManager));
        assert!(!default(Component::KubeScheduler) && !default(Component::Kubelet));
    }

    #[test]
    fn a_gate_belongs_to_the_components_that_know_it() {
        assert_eq!(gate(Minor::V1_37, Component::KubeApiserver, "FastLeaseKeepAlive"), None);
        assert!(gate(Minor::V1_37, Component::Etcd, "FastLeaseKeepAlive").is_some());
        assert_eq!(gate(Minor::V1_37, Component::Etcd, "RotateKubeletServerCertificate"), None);
    }
}
