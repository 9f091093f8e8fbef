//! Certificates that a change takes away, and that are good on for who has a copy: Kubernetes has no revocation.

use crate::cluster::{Cluster, Edit};

const ALICE: &str = "[[admin]]\nname = \"alice\"\ngroups = [\"example:dev\", \"example:ops\"]";

fn with_alice() -> Cluster {
    Cluster::rendered(&[("", ALICE)])
}

/// The notes that say so, after a change.
fn notes(cluster: &Cluster, change: &[Edit]) -> Vec<String> {
    cluster.edit(change);
    let told = cluster.json(&[]);
    let notes = told["notes"].as_array().unwrap().iter().map(|note| note.as_str().unwrap().to_owned());
    notes.filter(|note| note.contains("no revocation")).collect()
}

fn the_note(cluster: &Cluster, change: &[Edit]) -> String {
    let notes = notes(cluster, change);
    let [note] = notes.as_slice() else { panic!("{notes:?}") };
    note.clone()
}

#[test]
fn an_administrator_who_goes_or_loses_a_group() {
    let expected = "Kubernetes has no revocation: whoever has a copy of these certificates and their keys can use them \
                    until they end: admin/alice (2027-11-22T23:59:59Z). Before that, only a new generation of \
                    kubernetes-ca ends them, once the old one is no longer trusted";
    assert_eq!(the_note(&with_alice(), &[(ALICE, "")]), expected);
    assert_eq!(the_note(&with_alice(), &[(", \"example:ops\"", "")]), expected);
}

#[test]
fn a_key_of_another_generation() {
    let bumped = "[pki.generations]\nleaf = { default = 1, \"admin/alice\" = 2 }";
    let note = the_note(&with_alice(), &[("", bumped)]);
    assert!(note.contains("until they end: admin/alice (2027-11-22T23:59:59Z). Before"), "{note}");
    let all = the_note(&with_alice(), &[("", "[pki.generations]\nleaf = { default = 2 }")]);
    assert!(all.contains("admin/alice (2027-11-22T23:59:59Z), "), "{all}");
    assert!(
        all.contains(
            " and 38 more. Before that, only a new generation of etcd-ca, front-proxy-ca, kubernetes-ca "
        ),
        "{all}"
    );
}

#[test]
fn a_renewal_or_a_group_more_takes_nothing_away() {
    let renewed = ("not_before = 2026-11-23T00:00:00Z", "not_before = 2026-11-24T00:00:00Z");
    assert_eq!(notes(&with_alice(), &[renewed]), [""; 0]);
    let more = ("\"example:ops\"", "\"example:ops\", \"example:qa\"");
    assert_eq!(notes(&with_alice(), &[more]), [""; 0]);
}

#[test]
fn an_authority_that_is_trusted_no_longer_ends_what_it_signed() {
    let cluster = with_alice();
    cluster.append("[pki.generations]\nkubernetes_ca = { active = 2, trusted = [1, 2] }");
    cluster.render();
    let last = ("trusted = [1, 2]", "trusted = [2]");
    assert_eq!(
        notes(&cluster, &[last, (ALICE, "")]).len(),
        1,
        "signed by the second generation, which stays"
    );
    let cluster = with_alice();
    let replaced = "[pki.generations]\nkubernetes_ca = { active = 2, trusted = [2] }";
    assert_eq!(notes(&cluster, &[(ALICE, ""), ("", replaced)]), [""; 0]);
}
