//! `feature_gates`: gates that exist in the cluster's Kubernetes minor, that can have the value that is set, and that
//! have the gates that they depend on. A component does not start if a gate is on and one that it depends on is off.

use std::collections::{BTreeMap, BTreeSet};

use super::tables::{ComponentTable, TargetRelease, in_each_table};
use crate::{
    diagnostic::{Violation, enumerated, key_path},
    kubernetes::{
        Stage, component_release, gate, gate_dependencies, go_values, is_feature_on, suggested_gate,
    },
    model::{Component, Draft, ExtraArgs, FeatureGates, Minor},
};

/// What every component logs about a deprecated gate (component-base, featuregate/feature_gate.go, 1.34 to 1.37).
const DEPRECATION: &str = "It will be removed in a future release.";

/// A gate that cluster.toml turns on or off.
struct Switch<'a> {
    name: &'a str,
    on: bool,
    path: String,
    /// Whether the path ends with the gate's name; otherwise it is the path of a flag whose value contains the gate.
    is_key: bool,
}

/// Every gate of every component.
pub(super) fn known(draft: &Draft) -> Vec<Violation> {
    in_each_table(draft, |table, target| {
        let judged = switches(table).into_iter().map(|switch| match switch {
            Ok(switch) => refused(&switch, target),
            Err(violation) => Some(*violation),
        });
        judged.flatten().collect()
    })
}

/// Gates that are deprecated.
pub(super) fn deprecated(draft: &Draft) -> Vec<Violation> {
    in_each_table(draft, |table, target| {
        switches(table).iter().flatten().filter_map(|switch| still_taken(switch, target)).collect()
    })
}

/// The gates of a table. etcd's are in a flag.
fn switches<'a>(table: &ComponentTable<'a>) -> Vec<Result<Switch<'a>, Box<Violation>>> {
    let Some(gates) = table.feature_gates else { return in_flag(table) };
    let path = |name: &str| key_path(&format!("{}.feature_gates", table.path), name);
    gates.iter().map(|(name, on)| Ok(Switch { name, on: *on, path: path(name), is_key: true })).collect()
}

/// Every gate that a table turns on or off, if a component can read it.
pub(super) fn gates_in_table(table: &ComponentTable<'_>) -> FeatureGates {
    switches(table).into_iter().flatten().map(|switch| (switch.name.to_owned(), switch.on)).collect()
}

/// The gates in `--feature-gates=A=true,B=false`, for the component whose table has no key for them.
fn in_flag<'a>(table: &ComponentTable<'a>) -> Vec<Result<Switch<'a>, Box<Violation>>> {
    let Some(list) = table.extra_args.get("feature-gates") else { return Vec::new() };
    let path = || format!("{}.extra_args.feature-gates", table.path);
    let one = |entry: &'a str| {
        let switch = entry.split_once('=').map(|(name, on)| (name.trim(), on.trim()));
        if let Some((name, on)) = switch.filter(|(_, on)| go_values::is_boolean(on)) {
            return Ok(Switch { name, on: go_values::is_true(on), path: path(), is_key: false });
        }
        let message = format!("{entry:?} does not turn a feature gate on or off");
        let violation = Violation::new("flag-value", path(), message, "GATE=true or GATE=false");
        Err(Box::new(violation.help("write them with commas between: \"A=true,B=false\"")))
    };
    list.split(',').filter(|entry| !entry.is_empty()).map(one).collect()
}

impl Switch<'_> {
    /// A violation at the gate's name.
    fn at_name(&self, code: &'static str, message: String, expected: &'static str) -> Violation {
        let violation = Violation::new(code, self.path.clone(), message, expected);
        if self.is_key { violation.at_key() } else { violation }
    }
}

/// What is wrong with a gate if its component would not start.
fn refused(switch: &Switch<'_>, target: &TargetRelease) -> Option<Violation> {
    let Switch { name, on, .. } = switch;
    match gate(target.minor, target.component, name) {
        None => {
            let message = format!("{} has no feature gate {name}", target.release());
            let violation = switch.at_name("unknown-feature-gate", message, "a feature gate that it knows");
            Some(target.decides(violation).help(advice(name, target)))
        }
        Some(fact) if !fact.accepts(*on) => {
            let default = fact.default;
            let message = format!("{name} is always {default} in {}", target.release());
            let expected = format!("{default}, or no {name}");
            let violation = Violation::new("locked-feature-gate", switch.path.clone(), message, expected);
            Some(target.decides(violation).help("leave it out: the component would refuse to start"))
        }
        Some(_) => None,
    }
}

/// The warning about a deprecated gate, in its component's own words.
fn still_taken(switch: &Switch<'_>, target: &TargetRelease) -> Option<Violation> {
    let name = switch.name;
    let fact = gate(target.minor, target.component, name)?;
    if fact.stage != Stage::Deprecated {
        return None;
    }
    let message = format!("the feature gate {name} is deprecated in {}", target.release());
    let violation = switch.at_name("deprecated-feature-gate", message, "a feature gate that stays");
    let end = end(switch, target).unwrap_or_default();
    Some(target.decides(violation).help(format!("{end}{} says: {DEPRECATION}", target.release())))
}

/// The first later minor whose component does not start with the gate as it is set.
fn end(switch: &Switch<'_>, target: &TargetRelease) -> Option<String> {
    let component = target.component;
    let later = Minor::ALL.into_iter().filter(|minor| *minor > target.minor);
    let mut known = later.map(|minor| (minor, gate(minor, component, switch.name)));
    let (minor, fact) = known.find(|(_, fact)| !fact.is_some_and(|fact| fact.accepts(switch.on)))?;
    let release = component_release(minor, component);
    Some(match fact {
        None => format!("{release} no longer has it; "),
        Some(fact) => format!("{release} has it always {}; ", fact.default),
    })
}

/// Other minors first: a gate of an older or newer minor is no typing error.
fn advice(name: &str, target: &TargetRelease) -> String {
    let component = target.component;
    if let Some((_, others)) = target.others_with(|minor| gate(minor, component, name)) {
        return format!("leave it out: it is a feature gate of {others}");
    }
    if let Some(near) = suggested_gate(target.minor, component, name) {
        return format!("did you mean `{near}`?");
    }
    let owner = Component::ALL.into_iter().find(|other| gate(target.minor, *other, name).is_some());
    match owner {
        Some(other) => format!("leave it out here: it is a feature gate of {}", other.name()),
        None => "leave it out; a gate goes some minors after its feature is done".to_owned(),
    }
}

/// The largest number of gates that a message names.
const NAMED: usize = 3;

/// Every setting of a gate that leaves another without a gate that it depends on (component-base,
/// `featuregate/feature_gate.go`, `unsafeSetFromMap`). If a component emulates another minor, its gates have that
/// minor's defaults, and nothing is checked.
pub(super) fn dependencies(draft: &Draft) -> Vec<Violation> {
    in_each_table(draft, |table, target| match table.feature_gates {
        Some(set) if !set.is_empty() && !emulates(table.extra_args) => {
            let gates = Gates { set, target };
            let found = gates.unmet().into_iter();
            found.map(|(cause, unmet)| gates.violation(table.path, cause, &unmet)).collect()
        }
        _ => Vec::new(),
    })
}

fn emulates(flags: &ExtraArgs) -> bool {
    ["emulated-version", "min-compatibility-version"].iter().any(|name| flags.contains_key(*name))
}

/// The effective gates of a component.
struct Gates<'a> {
    set: &'a FeatureGates,
    target: &'a TargetRelease,
}

/// Gates that are on, each with those that it depends on and that are off.
type Unmet = BTreeMap<&'static str, BTreeSet<&'static str>>;

impl<'a> Gates<'a> {
    fn is_on(&self, name: &str) -> bool {
        is_feature_on(self.target.minor, self.target.component, self.set, name)
    }

    fn dependencies(&self) -> impl Iterator<Item = (&'static str, std::str::Split<'static, char>)> {
        gate_dependencies(self.target.minor, self.target.component)
    }

    /// Gates that are on and lack a gate that they depend on, by the setting that causes it.
    fn unmet(&self) -> BTreeMap<&'a str, Unmet> {
        let mut found: BTreeMap<_, Unmet> = BTreeMap::new();
        for (name, needed) in self.dependencies().filter(|(name, _)| self.is_on(name)) {
            for off in needed.filter(|needed| !self.is_on(needed)) {
                if let Some(cause) = self.cause(name, off) {
                    found.entry(cause).or_default().entry(name).or_default().insert(off);
                }
            }
        }
        found
    }

    /// The setting that turns `on` on or `off` off: that of the gate itself, otherwise that of all gates of its stage.
    fn cause(&self, on: &str, off: &str) -> Option<&'a str> {
        let of_all = |name: &str, wanted: bool| {
            let fact = gate(self.target.minor, self.target.component, name)?;
            let all = if fact.stage == Stage::Alpha { "AllAlpha" } else { "AllBeta" };
            (fact.default != wanted).then_some(all)
        };
        let said = |name: &str| self.set.get_key_value(name).map(|(name, _)| name.as_str());
        let all = || of_all(on, true).or_else(|| of_all(off, false)).and_then(said);
        said(on).or_else(|| said(off)).or_else(all)
    }

    fn violation(&self, table: &str, cause: &str, unmet: &Unmet) -> Violation {
        let is_on = self.set.get(cause).copied().unwrap_or_default();
        let needs = unmet.iter().take(NAMED).map(|(name, off)| format!("{name} needs {}", listed(off)));
        let needs: Vec<_> = needs.collect();
        let more = unmet.len().saturating_sub(NAMED);
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        let release = self.target.release();
        let message = format!("{release} does not start with {cause} = {is_on}: {}{more}", needs.join("; "));
        let lacking = unmet.values().flatten().copied().collect();
        let help = if is_on {
            let too = listed(&self.with_needs(lacking));
            if cause.starts_with("All") {
                format!("turn {too} on too, or {} off", listed(&unmet.keys().copied().collect()))
            } else {
                format!("turn {too} on too, or leave {cause} out")
            }
        } else {
            format!("turn {} off too, or leave {cause} out", listed(&self.in_need_of(lacking)))
        };
        let path = key_path(&format!("{table}.feature_gates"), cause);
        let violation = Violation::new("unmet-feature-gate", path, message, "gates that have what they need");
        self.target.decides(violation.at_key()).help(help)
    }

    /// These gates, and the gates that they depend on and that are off.
    fn with_needs(&self, mut gates: BTreeSet<&'static str>) -> BTreeSet<&'static str> {
        loop {
            let of_those = self.dependencies().filter(|(name, _)| gates.contains(name));
            let off = of_those.flat_map(|(_, needed)| needed).filter(|name| !self.is_on(name));
            let more: Vec<_> = off.filter(|name| !gates.contains(name)).collect();
            if more.is_empty() {
                return gates;
            }
            gates.extend(more);
        }
    }

    /// Gates that are on and depend on one of these gates, directly or not.
    fn in_need_of(&self, mut gates: BTreeSet<&'static str>) -> BTreeSet<&'static str> {
        let mut all = BTreeSet::new();
        loop {
            let of_those = self.dependencies().filter(|(name, _)| self.is_on(name) && !all.contains(name));
            let more: Vec<_> = of_those
                .filter(|(_, needed)| needed.clone().any(|name| gates.contains(name)))
                .map(|(name, _)| name)
                .collect();
            if more.is_empty() {
                return all;
            }
            all.extend(&more);
            gates.extend(more);
        }
    }
}

/// `A, B and C`
fn listed(names: &BTreeSet<&str>) -> String {
    enumerated(&names.iter().collect::<Vec<_>>(), "and")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Component, example::draft};

    /// The messages about the API server's gates, each with its help.
    fn found(gates: &[(&str, bool)]) -> Vec<(String, String)> {
        let mut draft = draft();
        draft.apiserver.feature_gates = gates.iter().map(|(name, on)| ((*name).to_owned(), *on)).collect();
        let found = dependencies(&draft).into_iter();
        found
            .map(|violation| (violation.labels[0].place.path().to_owned(), violation.help.unwrap()))
            .collect()
    }

    fn places(gates: &[(&str, bool)]) -> Vec<String> {
        found(gates)
            .into_iter()
            .map(|(at, _)| at.trim_start_matches("apiserver.feature_gates.").to_owned())
            .collect()
    }

    /// Combinations that kube-apiserver 1.37.2 refuses.
    #[test]
    fn a_gate_needs_others_by_default_too() {
        for name in ["APIServerIdentity", "GracefulNodeShutdown", "PodLevelResources", "ResourceHealthStatus"]
        {
            assert_eq!(places(&[(name, false)]), [name]);
        }
        for name in ["CompositePodGroup", "DRAWorkloadResourceClaims", "WorkloadWithJob", "AllAlpha"] {
            assert_eq!(places(&[(name, true)]), [name]);
        }
        let taken = [("AllBeta", false), ("AllBeta", true), ("AllAlpha", false)];
        assert_eq!(taken.map(|switch| found(&[switch]).len()), [0; 3]);
    }

    #[test]
    fn the_help_names_all_that_stands_in_the_way() {
        for name in ["CompositePodGroup", "WorkloadWithJob", "DRAPartitionableDevicesType"] {
            let (_, help) = found(&[(name, true)]).remove(0);
            let too =
                help.split("turn ").nth(1).unwrap().split(" on too").next().unwrap().replace(" and ", ", ");
            let mut gates: Vec<_> = too.split(", ").map(|name| (name, true)).collect();
            gates.push((name, true));
            assert_eq!(found(&gates), [], "{help}");
        }
        for name in ["APIServerIdentity", "PodLevelResources", "MatchLabelKeysInPodTopologySpread"] {
            let (_, help) = found(&[(name, false)]).remove(0);
            let too =
                help.split("turn ").nth(1).unwrap().split(" off too").next().unwrap().replace(" and ", ", ");
            let mut gates: Vec<_> = too.split(", ").map(|name| (name, false)).collect();
            gates.push((name, false));
            assert_eq!(found(&gates), [], "{help}");
        }
    }

    #[test]
    fn every_dependency_is_asked_for_of_every_component() {
        let draft = draft();
        for component in [Component::KubeApiserver, Component::KubeScheduler, Component::Kubelet] {
            let target = super::super::tables::target(&draft, component);
            let is_free = |name: &str| gate(target.minor, component, name).is_some_and(|fact| !fact.locked);
            for (name, needed) in gate_dependencies(target.minor, component) {
                for needed in needed.filter(|needed| is_free(name) && is_free(needed)) {
                    let set = [(name.to_owned(), true), (needed.to_owned(), false)].into();
                    let gates = Gates { set: &set, target: &target };
                    assert!(gates.unmet().contains_key(name), "{name} needs {needed}");
                }
            }
        }
    }

    #[test]
    fn who_emulates_another_minor_is_left_alone() {
        let mut draft = draft();
        draft.apiserver.feature_gates = [("APIServerIdentity".to_owned(), false)].into();
        draft.apiserver.extra_args.insert("emulated-version".to_owned(), "1.36".to_owned());
        assert!(dependencies(&draft).is_empty());
    }
}
