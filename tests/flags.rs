//! Every flag that a component of a supported minor has is judged: kubemint owns it, refuses it, or knows what it takes.
#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::BTreeSet;

use kubemint::{
    component::{configuration_file, flag_forms, owned_flags, refused_flags},
    kubernetes::{FieldKind, Form, field, field_of_kubelet_flag, flag, flag_names, words},
    model::{Component, Minor},
};

/// The flags of a component that have a judgement, with its kind.
fn judged(component: Component) -> Vec<(&'static str, &'static str)> {
    let owned = owned_flags(component).into_iter().map(|name| (name, "owned"));
    let refused = refused_flags(component).iter().map(|flag| (flag.name, "refused"));
    let free = flag_forms(component).map(|(name, _)| (name, "free"));
    owned.chain(refused).chain(free).collect()
}

#[test]
fn every_flag_of_every_minor_is_judged() {
    for component in Component::ALL {
        let judged: BTreeSet<_> = judged(component).into_iter().map(|(name, _)| name).collect();
        for minor in Minor::ALL {
            let unjudged: Vec<_> =
                flag_names(minor, component).filter(|name| !judged.contains(name)).collect();
            assert!(
                unjudged.is_empty(),
                "{} {minor}: say in src/kubernetes/values what they take, or in src/component/refused_flags.rs why not: {unjudged:?}",
                component.name()
            );
        }
    }
}

#[test]
fn no_flag_is_judged_twice_and_none_that_no_minor_has() {
    for component in Component::ALL {
        let mut seen = BTreeSet::new();
        for (name, kind) in judged(component) {
            assert!(seen.insert(name), "{}: {name} is {kind} and something else", component.name());
            let known = Minor::ALL.into_iter().any(|minor| flag(minor, component, name).is_some());
            assert!(known, "{}: no minor has {name}", component.name());
        }
    }
}

/// A default of a component is a value that it takes.
#[test]
fn every_default_has_the_form_of_its_flag() {
    for component in Component::ALL {
        for minor in Minor::ALL {
            for (name, form) in flag_forms(component) {
                let Some(fact) = flag(minor, component, name) else { continue };
                let default = fact.default.trim_start_matches('[').trim_end_matches(']');
                if matches!(fact.default, "" | "<nil>" | "[]") || default.starts_with("pattern=") {
                    continue;
                }
                assert_eq!(form.refusal(default), None, "{} --{name}", component.name());
            }
        }
    }
}

/// The newest minor that knows, since a flag sets the same field in each.
fn field_of(name: &str) -> Option<&'static str> {
    Minor::ALL.into_iter().rev().find_map(|minor| field_of_kubelet_flag(minor, name))
}

#[test]
fn a_flag_of_the_kubelet_is_judged_as_the_field_that_it_sets() {
    for (name, form) in flag_forms(Component::Kubelet) {
        let is_field = matches!(form, Form::Field);
        let is_shared = name.starts_with("log-") || matches!(name, "logging-format" | "v" | "vmodule");
        assert!(is_field == field_of(name).is_some() || is_shared, "--{name} sets {:?}", field_of(name));
    }
}

#[test]
fn every_field_with_a_form_is_a_field_of_a_minor() {
    for component in Component::ALL {
        let Some(file) = configuration_file(component) else { continue };
        for (path, _) in file.forms {
            let kinds: Vec<FieldKind> =
                Minor::ALL.into_iter().filter_map(|minor| field(minor, component, path)).collect();
            assert!(!kinds.is_empty(), "{} {path}", component.name());
        }
    }
    let kubelets = configuration_file(Component::Kubelet).unwrap();
    assert!(kubelets.form(Minor::V1_37, "imageGCHighThresholdPercent").is_some());
}

/// Words that the facts of a minor have stand nowhere else.
#[test]
fn words_of_the_facts_are_not_written_twice() {
    for component in Component::ALL {
        for (name, form) in flag_forms(component) {
            let in_facts = Minor::ALL.into_iter().any(|minor| words(minor, component, name).is_some());
            let narrower = matches!(name, "cidr-allocator-type" | "discovery-fallback");
            assert!(!in_facts || narrower || !matches!(form, Form::Word(_)), "{} --{name}", component.name());
        }
    }
}
