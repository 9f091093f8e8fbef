//! Flags of a component in two versions, from the resolved clusters.

use std::collections::{BTreeMap, BTreeSet};

use super::{Aspect, Fact};

/// Each flag that is another, by name.
pub(super) fn facts(from: &BTreeMap<String, String>, to: &BTreeMap<String, String>) -> Vec<Fact> {
    let names: BTreeSet<&String> = from.keys().chain(to.keys()).collect();
    let fact = |name: &String| {
        let (from, to) = (from.get(name), to.get(name));
        let fact = Fact { aspect: Aspect::Flag(name.clone()), from: from.cloned(), to: to.cloned() };
        (from != to).then_some(fact)
    };
    names.into_iter().filter_map(fact).collect()
}

/// The arguments of a command line that facts about flags tell: those that it had, or those that it gets. `write` is how
/// a file has `--name=value`.
pub(super) fn told<'a>(
    facts: &'a [Fact],
    side: fn(&Fact) -> &Option<String>,
    write: impl Fn(&str) -> String + 'a,
) -> impl Iterator<Item = String> + 'a {
    facts.iter().filter_map(move |fact| match (&fact.aspect, side(fact)) {
        (Aspect::Flag(name), Some(value)) => Some(write(&format!("--{name}={value}"))),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_changed_added_and_removed_flags() {
        let flags = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let flag = |name: &str| Aspect::Flag(name.to_owned());
        let facts = facts(
            &flags(&[("a", "1"), ("b", "x=y"), ("c", "")]),
            &flags(&[("a", "2"), ("b", "x=y"), ("d", "")]),
        );
        assert_eq!(
            facts,
            [Fact::changed(flag("a"), "1", "2"), Fact::removed(flag("c"), ""), Fact::added(flag("d"), "")]
        );
        let gone: Vec<String> = told(&facts, |fact| &fact.from, str::to_owned).collect();
        assert_eq!(gone, ["--a=1", "--c="]);
    }
}
