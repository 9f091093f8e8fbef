//! Changes that a running cluster does not survive in one rollout, found by a table.

use ipnet::IpNet;

use super::{
    command_lines::{CommandLine, CommandLines},
    hazard_table::TABLE,
};
use crate::{
    component::paths,
    difference::{Aspect, Change, Site, artifact_kind::path_on_machine, command_line},
    model::Component,
    tree::MachinePath,
};

/// A kind of change that is not safe in one rollout.
#[derive(Debug)]
pub struct Hazard {
    /// Its stable name for programs, in kebab case.
    pub code: &'static str,
    /// What changes.
    pub what: &'static str,
    /// How that is seen.
    pub(super) seen: Seen,
    /// Why it is not safe.
    pub why: &'static str,
    /// What to do instead.
    pub instead: &'static str,
}

/// Whether one value of a flag for another is unsafe.
type IsUnsafe = fn(&str, &str) -> bool;

/// How a hazard is seen in two trees.
#[derive(Debug)]
pub(super) enum Seen {
    /// A component's flag has another value.
    Flag(Component, &'static str, IsUnsafe),
    /// The same, of a flag whose value is each node's own.
    FlagOfNode(Component, &'static str, IsUnsafe),
    /// A component's flag is set, has another value or is left out.
    AnyFlag(&'static [Component], &'static [&'static str]),
    /// A field of the KubeletConfiguration gets this value.
    KubeletField(&'static str, &'static str),
    /// A fact about a file of a machine.
    Fact(MachinePath, Aspect),
}

/// A hazard that this difference has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Danger {
    /// Which.
    pub hazard: &'static Hazard,
    /// The value before, where it has one.
    pub from: Option<String>,
    /// The value after.
    pub to: Option<String>,
    /// The node, where the value is its own.
    pub node: Option<String>,
}

/// Every hazard, in the table's order.
pub(super) fn dangers(
    before: &CommandLines<'_>,
    after: &CommandLines<'_>,
    changes: &[Change],
) -> Vec<Danger> {
    let flags = changed_flags(before, after);
    let mut dangers: Vec<Danger> = Vec::new();
    for hazard in TABLE {
        for danger in of_flags(hazard, &flags).into_iter().chain(of_facts(hazard, changes)) {
            if !dangers.contains(&danger) {
                dangers.push(danger);
            }
        }
    }
    dangers
}

/// A flag on a node, before and after.
struct ChangedFlag {
    component: Component,
    node: String,
    name: String,
    from: Option<String>,
    to: Option<String>,
}

/// The flags of processes that both trees run, whatever runs them.
fn changed_flags(before: &CommandLines<'_>, after: &CommandLines<'_>) -> Vec<ChangedFlag> {
    let changed = after.iter().flat_map(|((component, node), new)| {
        let old = before.get(*component, node).filter(|old| !old.is_in_same_file_as(new));
        let facts = |old: &CommandLine<'_>| command_line::facts(&old.words().flags(), &new.words().flags());
        let facts = old.map(facts).unwrap_or_default();
        facts.into_iter().filter_map(|fact| match fact.aspect {
            Aspect::Flag(name) => {
                let (component, node, from, to) = (*component, node.clone(), fact.from, fact.to);
                Some(ChangedFlag { component, node, name, from, to })
            }
            _ => None,
        })
    });
    changed.collect()
}

fn of_flags(hazard: &'static Hazard, flags: &[ChangedFlag]) -> Vec<Danger> {
    let is_seen = |flag: &&ChangedFlag| {
        let is =
            |component: &Component, name: &str| (flag.component, flag.name.as_str()) == (*component, name);
        match (&hazard.seen, &flag.from, &flag.to) {
            (
                Seen::Flag(component, name, is_unsafe) | Seen::FlagOfNode(component, name, is_unsafe),
                Some(from),
                Some(to),
            ) => is(component, name) && is_unsafe(from, to),
            (Seen::AnyFlag(components, names), ..) => {
                components.contains(&flag.component) && names.contains(&flag.name.as_str())
            }
            _ => false,
        }
    };
    let danger = |flag: &ChangedFlag| Danger {
        hazard,
        from: flag.from.clone(),
        to: flag.to.clone(),
        node: matches!(hazard.seen, Seen::FlagOfNode(..)).then(|| flag.node.clone()),
    };
    flags.iter().filter(is_seen).map(danger).collect()
}

fn of_facts(hazard: &'static Hazard, changes: &[Change]) -> Vec<Danger> {
    let is_in = |change: &Change, file: &MachinePath| {
        let path = path_on_machine(change.place.path.as_str());
        matches!(change.site, Site::Node(_)) && path == file.as_str().strip_prefix('/')
    };
    let is_seen = |change: &&Change| match &hazard.seen {
        Seen::Fact(file, aspect) => change.fact.aspect == *aspect && is_in(change, file),
        Seen::KubeletField(name, value) => {
            let is_field = matches!(&change.fact.aspect, Aspect::Field { path, .. } if path == name);
            is_field && change.fact.to.as_deref() == Some(*value) && is_in(change, &paths::KUBELET_CONFIG)
        }
        _ => false,
    };
    let danger = |change: &Change| Danger {
        hazard,
        from: change.fact.from.clone(),
        to: change.fact.to.clone(),
        node: None,
    };
    changes.iter().filter(is_seen).map(danger).collect()
}

/// Any other value is unsafe.
pub(super) fn is_another(from: &str, to: &str) -> bool {
    from != to
}

/// Whether the first range is another, or a second one is another or gone: kube-apiserver takes only one more.
pub(super) fn has_lost_first_range(from: &str, to: &str) -> bool {
    !to.strip_prefix(from).is_some_and(|rest| rest.is_empty() || rest.starts_with(','))
}

/// Whether a range of the old ones is not within one of the new.
pub(super) fn has_left_ranges(from: &str, to: &str) -> bool {
    let ranges = |text: &str| text.split(',').map(str::parse).collect::<Result<Vec<IpNet>, _>>();
    let (Ok(from), Ok(to)) = (ranges(from), ranges(to)) else { return true };
    !from.iter().all(|old| to.iter().any(|new| new.contains(old)))
}

/// Whether no endpoint is among both; each API server asks the member beside it, by whichever family.
pub(super) fn is_another_store(from: &str, to: &str) -> bool {
    let is_own =
        |urls: &str| ["https://127.0.0.1:", "https://[::1]:"].iter().any(|own| urls.starts_with(own));
    let shares = from.split(',').any(|url| to.split(',').any(|other| url == other));
    let stays_own = is_own(from) && is_own(to);
    !(shares || stays_own)
}

/// Whether a port of the old range is not in the new one; both are `FIRST-LAST`.
pub(super) fn has_left_ports(from: &str, to: &str) -> bool {
    let ports = |text: &str| {
        let (first, last) = text.split_once('-')?;
        Some((first.parse::<u16>().ok()?, last.parse::<u16>().ok()?))
    };
    let (Some(from), Some(to)) = (ports(from), ports(to)) else { return true };
    from.0 < to.0 || from.1 > to.1
}

/// Whether a number is smaller than it was; 0 stands for a default that is not known here.
pub(super) fn is_less(from: &str, to: &str) -> bool {
    let numbers = from.parse::<u64>().ok().zip(to.parse::<u64>().ok());
    numbers.is_none_or(|(from, to)| to < from || from == 0)
}

impl PartialEq for Hazard {
    /// No two rows of the table are about the same.
    fn eq(&self, other: &Self) -> bool {
        self.what == other.what
    }
}

impl Eq for Hazard {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_may_grow_and_not_move() {
        assert!(!has_lost_first_range("10.0.0.0/16", "10.0.0.0/16,fd00::/108"));
        for to in ["10.0.0.0/12", "fd00::/108,10.0.0.0/16", "10.0.0.0/160"] {
            assert!(has_lost_first_range("10.0.0.0/16", to), "{to}");
        }
        assert!(!has_left_ranges("172.30.0.0/16", "172.16.0.0/12,fd00::/48"));
        for to in ["172.30.0.0/17", "172.31.0.0/16", "fd00::/48", ""] {
            assert!(has_left_ranges("172.30.0.0/16", to), "{to}");
        }
    }

    #[test]
    fn an_endpoint_more_is_the_same_store() {
        assert!(!is_another_store("https://a:2379", "https://b:2379,https://a:2379"));
        assert!(!is_another_store("https://127.0.0.1:2379", "https://[::1]:2379"));
        assert!(is_another_store("https://127.0.0.1:2379", "https://a:2379"));
        assert!(is_another_store("https://a:2379", "https://b:2379"));
    }
}
