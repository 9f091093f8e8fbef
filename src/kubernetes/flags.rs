//! The flags that each component accepts, including hidden and deprecated ones that `--help` does not show.

use super::{FlagKind, facts::facts, table::first_columns};
use crate::{
    model::{Component, Minor},
    suggestion::suggestion,
};

/// The facts about a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlagFact {
    /// The type of its value.
    pub kind: FlagKind,
    /// The default, written as on the command line.
    pub default: &'static str,
    /// Whether `--help` hides it, as it does most deprecated flags.
    pub hidden: bool,
    /// Why it is deprecated, in the component's words: the warning when it is used, or its help text.
    pub deprecated: Option<&'static str>,
}

/// The flag `name` (without dashes) of `component`, if it exists in this minor.
#[must_use]
pub fn flag(minor: Minor, component: Component, name: &str) -> Option<FlagFact> {
    let mut columns = facts(minor).flags(component).find(name).next()?;
    Some(FlagFact {
        kind: FlagKind::parse(name, columns.next()?),
        default: columns.next()?,
        hidden: columns.next()? == "hidden",
        deprecated: columns.next().filter(|message| !message.is_empty()),
    })
}

/// Every flag of `component` in this minor.
pub fn flag_names(minor: Minor, component: Component) -> impl Iterator<Item = &'static str> {
    first_columns(facts(minor).flags(component).rows())
}

/// A similar flag of `component`, to suggest in place of `name`; never a deprecated one.
#[must_use]
pub fn suggested_flag(minor: Minor, component: Component, name: &str) -> Option<&'static str> {
    let without_deprecation = |row: &&str| row.ends_with('\t');
    suggestion(name, first_columns(facts(minor).flags(component).rows().filter(without_deprecation)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_is_found_with_its_type_and_default() {
        let fact = flag(Minor::V1_37, Component::KubeControllerManager, "bind-address").unwrap();
        let expected =
            FlagFact { kind: FlagKind::Address, default: "0.0.0.0", hidden: false, deprecated: None };
        assert_eq!(fact, expected);
    }

    #[test]
    fn every_default_is_a_value_of_its_kind() {
        for minor in Minor::ALL {
            for component in Component::ALL {
                for name in first_columns(facts(minor).flags(component).rows()) {
                    let fact = flag(minor, component, name).unwrap();
                    let is_unset = matches!(fact.default, "" | "<nil>" | "[]");
                    assert!(is_unset || fact.kind.accepts(fact.default), "{minor} {name}: {fact:?}");
                }
            }
        }
    }

    #[test]
    fn the_starting_documents_old_flags_are_gone_in_every_minor() {
        for minor in Minor::ALL {
            for name in ["address", "logtostderr", "log-dir", "experimental-cluster-signing-duration"] {
                assert_eq!(flag(minor, Component::KubeControllerManager, name), None, "{minor} --{name}");
            }
            assert!(flag(minor, Component::KubeControllerManager, "cluster-signing-duration").is_some());
        }
    }

    #[test]
    fn a_flag_that_only_the_help_calls_deprecated_is_deprecated() {
        for minor in Minor::ALL {
            for name in ["contention-profiling", "kube-api-burst", "kube-api-content-type", "kube-api-qps"] {
                let words = flag(minor, Component::KubeScheduler, name).unwrap().deprecated;
                assert!(words.is_some_and(|words| words.starts_with("DEPRECATED: ")), "{minor} --{name}");
            }
            for name in ["feature-gates", "leader-elect", "v"] {
                assert_eq!(flag(minor, Component::KubeScheduler, name).unwrap().deprecated, None, "{minor}");
            }
        }
        for minor in [Minor::V1_34, Minor::V1_35, Minor::V1_36] {
            let checkpoint = flag(minor, Component::Etcd, "experimental-enable-lease-checkpoint").unwrap();
            assert!(
                checkpoint.deprecated.is_some_and(|words| words.contains("Use '--feature-gates=")),
                "{minor}"
            );
        }
    }

    #[test]
    fn a_prefix_of_a_flag_is_no_flag() {
        assert_eq!(flag(Minor::V1_37, Component::Kubelet, "config-"), None);
        assert_eq!(flag(Minor::V1_37, Component::Kubelet, ""), None);
    }

    #[test]
    fn a_typing_error_is_answered_with_the_flag_that_was_meant() {
        let near = |name| suggested_flag(Minor::V1_37, Component::KubeApiserver, name);
        assert_eq!(near("secure_port"), Some("secure-port"));
        assert_eq!(near("tls-cert-fiel"), Some("tls-cert-file"));
        assert_eq!(near("quite-something-else-altogether"), None);
    }
}
