//! Changed flags of a component, from the two resolved clusters.

use std::collections::{BTreeMap, BTreeSet};

use super::{Aspect, Fact};

/// Each flag that changed, by name.
pub(super) fn facts(from: &BTreeMap<String, String>, to: &BTreeMap<String, String>) -> Vec<Fact> {
    let names: BTreeSet<&String> = from.keys().chain(to.keys()).collect();
    let fact = |name: &String| {
        let (from, to) = (from.get(name), to.get(name));
        let fact = Fact { aspect: Aspect::Flag(name.clone()), from: from.cloned(), to: to.cloned() };
        (from != to).then_some(fact)
    };
    names.into_iter().filter_map(fact).collect()
}

/// Removes from a command line the arguments that these facts already report, before or after the change. `write`
/// formats `--name=value` as the file does. A flag that is repeated has commas between its values in a fact.
pub(super) fn leave_out<T: PartialEq<String>>(
    command: Option<&mut Vec<T>>,
    facts: &[Fact],
    side: fn(&Fact) -> &Option<String>,
    write: fn(&str) -> String,
) {
    let Some(command) = command else { return };
    for fact in facts {
        if let (Aspect::Flag(name), Some(value)) = (&fact.aspect, side(fact)) {
            for value in std::iter::once(value.as_str()).chain(value.split(',')) {
                let argument = write(&format!("--{name}={value}"));
                if let Some(at) = command.iter().position(|word| *word == argument) {
                    command.remove(at);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_changed_added_and_removed_flags() {
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
        let mut command = ["x", "--a=1", "--b=x=y", "--c="].map(str::to_owned).to_vec();
        leave_out(Some(&mut command), &facts, |fact| &fact.from, str::to_owned);
        assert_eq!(command, ["x", "--b=x=y"]);
        let mut command = ["x", "--a=1", "--a=2", "--c=2"].map(str::to_owned).to_vec();
        let repeated = [Fact::changed(flag("a"), "1,2", "2,1")];
        leave_out(Some(&mut command), &repeated, |fact| &fact.from, str::to_owned);
        assert_eq!(command, ["x", "--c=2"]);
    }
}
