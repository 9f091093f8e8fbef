//! Flags and fields whose words belong to a fixed set: admission plugins, controllers, cipher suites, formats.

use super::facts::facts;
use crate::model::{Component, Minor};

/// How the words of a set occur in a flag or field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordForm {
    /// The value is a word.
    One,
    /// The value is a word, or empty.
    OneOrEmpty,
    /// The value is a list of words.
    List,
    /// The value is a map with words as keys.
    Keys,
    /// The value is a list of words, where `-` disables a word and `*` stands for everything that is enabled by
    /// default.
    Toggled,
    /// Not the value of a flag, but another set of the component, such as the controllers that are disabled by
    /// default.
    Aside,
}

impl WordForm {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "one" => Some(Self::One),
            "empty" => Some(Self::OneOrEmpty),
            "list" => Some(Self::List),
            "keys" => Some(Self::Keys),
            "toggled" => Some(Self::Toggled),
            "aside" => Some(Self::Aside),
            _ => None,
        }
    }
}

/// A set of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// How they occur in a value.
    pub form: WordForm,
    /// The words, separated by single spaces.
    all: &'static str,
}

impl Words {
    /// Every word, sorted.
    pub fn iter(self) -> impl Iterator<Item = &'static str> {
        self.all.split(' ')
    }

    /// The same set, but an empty value is not allowed.
    #[must_use]
    pub fn never_empty(self) -> Self {
        let form = if self.form == WordForm::OneOrEmpty { WordForm::One } else { self.form };
        Self { form, ..self }
    }

    /// Whether `word` is in the set; case-sensitive.
    #[must_use]
    pub fn contains(self, word: &str) -> bool {
        self.iter().any(|known| known == word)
    }
}

/// The words of a flag of `component`, or another set with this name; `None` if the facts have none.
#[must_use]
pub fn words(minor: Minor, component: Component, name: &str) -> Option<Words> {
    find(minor, &format!("{} {name}", component.name()))
}

/// What the key of a field begins with, after its component's name.
const CONFIGURATION: &str = "-configuration";

/// The words that a field of a component's configuration takes; the path of a field in another as in [`super::field`].
#[must_use]
pub fn field_words(minor: Minor, component: Component, path: &str) -> Option<Words> {
    find(minor, &format!("{}{CONFIGURATION} {path}", component.name()))
}

/// The same of the kubelet's.
#[must_use]
pub fn kubelet_field_words(minor: Minor, path: &str) -> Option<Words> {
    field_words(minor, Component::Kubelet, path)
}

/// The field of the kubelet's configuration that a kubelet flag sets.
#[must_use]
pub fn field_of_kubelet_flag(minor: Minor, flag: &str) -> Option<&'static str> {
    facts(minor).kubelet_flag_fields.find(flag).next()?.next()
}

fn find(minor: Minor, key: &str) -> Option<Words> {
    let mut columns = facts(minor).words.find(key).next()?;
    Some(Words { form: WordForm::parse(columns.next()?)?, all: columns.next()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kubernetes::{flag, kubelet_field, table::first_columns};

    #[test]
    fn every_set_has_a_form_and_belongs_to_a_flag_or_a_field() {
        for minor in Minor::ALL {
            for key in first_columns(facts(minor).words.rows()) {
                let words = find(minor, key).unwrap_or_else(|| panic!("{minor} {key}"));
                let (of, name) = key.split_once(' ').unwrap();
                let facts = facts(minor);
                let file = of.strip_suffix(CONFIGURATION).and_then(|of| facts.named(of)?.configuration);
                let table = facts.named(of).map(|of| of.flags).or(file.map(|file| file.fields));
                let is_known = table.unwrap_or_else(|| panic!("{key}")).find(name).next().is_some();
                assert!(is_known != (words.form == WordForm::Aside), "{minor} {key}");
            }
        }
    }

    #[test]
    fn sets_hold_what_the_component_knows() {
        for minor in Minor::ALL {
            let plugins = words(minor, Component::KubeApiserver, "enable-admission-plugins").unwrap();
            assert!(plugins.contains("NodeRestriction") && !plugins.contains("noderestriction"));
            let policy = kubelet_field_words(minor, "topologyManagerPolicy").unwrap();
            assert_eq!(policy.form, WordForm::OneOrEmpty);
            assert!(policy.contains("single-numa-node") && !policy.contains(""));
            assert_eq!(words(minor, Component::KubeApiserver, "etcd-servers"), None);
        }
    }

    #[test]
    fn a_minor_has_no_set_that_came_with_a_later_one() {
        let has = |minor| kubelet_field_words(minor, "memoryReservationPolicy").is_some();
        assert_eq!(Minor::ALL.map(has), [false, false, true, true]);
        for minor in Minor::ALL {
            let hidden = words(minor, Component::KubeScheduler, "show-hidden-metrics-for-version").unwrap();
            let before = format!("1.{}", minor.number() - 1);
            assert_eq!(hidden.iter().collect::<Vec<_>>(), [before.as_str()], "{minor}");
        }
    }

    #[test]
    fn every_field_of_a_flag_exists() {
        for minor in Minor::ALL {
            assert_eq!(field_of_kubelet_flag(minor, "max-pods"), Some("maxPods"));
            for row in facts(minor).kubelet_flag_fields.rows() {
                let (name, field) = row.split_once('\t').unwrap();
                assert!(flag(minor, Component::Kubelet, name).is_some(), "{minor} --{name}");
                assert!(kubelet_field(minor, field).is_some(), "{minor} {field}");
            }
        }
    }
}
