//! Secrets at rest: each step of a rotation and of a change of provider is safe, and whoever skips one is told which.

use std::{collections::BTreeMap, fs};

use crate::cluster::Cluster;

/// Two generations of the key, one after the other.
const ROTATION: [&str; 4] = [
    r#"{ provider = "secretbox" }"#,
    r#"{ provider = "secretbox", key = { active = 1, trusted = [1, 2] } }"#,
    r#"{ provider = "secretbox", key = { active = 2, trusted = [1, 2] } }"#,
    r#"{ provider = "secretbox", key = { active = 2, trusted = [2] } }"#,
];

/// Plain Secrets, one provider after the other, and plain Secrets again.
const PROVIDERS: [&str; 8] = [
    r#"{ provider = "none" }"#,
    r#"{ provider = "none", also_reads = ["secretbox"] }"#,
    r#"{ provider = "secretbox" }"#,
    r#"{ provider = "secretbox", also_reads = ["aescbc"] }"#,
    r#"{ provider = "aescbc", also_reads = ["secretbox"] }"#,
    r#"{ provider = "aescbc" }"#,
    r#"{ provider = "none", also_reads = ["aescbc"] }"#,
    r#"{ provider = "none" }"#,
];

const REWRITE: &str = "`kubectl get secrets -A -o json | kubectl replace -f -`";

/// Puts `[encryption]` in front, where an inline table can stand, of a small cluster with two more API servers.
fn set(cluster: &Cluster, encryption: &str) {
    let more = ["second", "third"].iter().zip(11..);
    let more =
        more.map(|(name, at)| format!("[[control_plane]]\nname = \"{name}\"\naddress = \"10.0.0.{at}\"\n"));
    set_with(cluster, encryption, &more.collect::<String>());
}

/// The same, with this at the end.
fn set_with(cluster: &Cluster, encryption: &str, more: &str) {
    let one_node = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/one-node/cluster.toml");
    let rest = fs::read_to_string(one_node).unwrap();
    fs::write(cluster.at("cluster.toml"), format!("encryption = {encryption}\n{rest}{more}")).unwrap();
}

fn rendered(encryption: &str) -> Cluster {
    let cluster = Cluster::new();
    set(&cluster, encryption);
    cluster.render();
    cluster
}

/// What is told when this is set: warnings, and notes.
fn told(cluster: &Cluster, encryption: &str) -> (Vec<String>, Vec<String>) {
    set(cluster, encryption);
    let told = cluster.json(&[]);
    let texts = |name: &str| {
        let texts = told[name].as_array().unwrap().iter();
        texts.map(|text| text.as_str().unwrap().to_owned()).collect()
    };
    (texts("warnings"), texts("notes"))
}

fn the_warning(cluster: &Cluster, encryption: &str) -> String {
    let (warnings, notes) = told(cluster, encryption);
    assert_eq!(notes, [""; 0]);
    let [warning] = warnings.as_slice() else { panic!("{encryption}: {warnings:#?}") };
    warning.clone()
}

/// The notes of each step, none of which is warned of.
fn walk(steps: &[&str]) -> Vec<Vec<String>> {
    let cluster = rendered(steps[0]);
    let notes = steps[1..].iter().map(|step| {
        let (warnings, notes) = told(&cluster, step);
        assert_eq!(warnings, [""; 0], "{step}");
        cluster.render();
        notes
    });
    notes.collect()
}

#[test]
fn a_rotation_is_safe_in_steps() {
    let [trusted, active, last] = walk(&ROTATION).try_into().unwrap();
    assert_eq!(trusted, [""; 0]);
    let [active] = active.try_into().unwrap();
    assert!(
        active.starts_with("Secrets in etcd are written with secretbox's key of generation 2 from now on")
    );
    assert!(active.contains(REWRITE), "{active}");
    let [last] = last.try_into().unwrap();
    assert!(last.starts_with("Secrets that were written with secretbox's key of generation 1 can no longer"));
    assert!(last.contains(REWRITE), "{last}");
}

#[test]
fn another_provider_is_safe_in_steps() {
    let notes = walk(&PROVIDERS);
    let begins: Vec<Vec<&str>> = notes
        .iter()
        .map(|notes| notes.iter().map(|note| note.split([':', ',']).next().unwrap()).collect())
        .collect();
    let writes = |how: &str| format!("Secrets in etcd are written {how} from now on");
    let dropped = |key: &str| format!("Secrets that were written with {key} can no longer be read");
    let (secretbox, aescbc) = ("secretbox's key of generation 1", "aescbc's key of generation 1");
    let expected = [
        vec![],
        vec![writes(&format!("with {secretbox}"))],
        vec![],
        vec![writes(&format!("with {aescbc}"))],
        vec![dropped(secretbox)],
        vec![writes("plain")],
        vec![dropped(aescbc)],
    ];
    assert_eq!(begins, expected);
}

/// The settings that a warning names, in backquotes and braces.
fn named(warning: &str) -> Vec<&str> {
    warning.split('`').filter(|word| word.starts_with('{')).collect()
}

/// A jump: from, to, what is said of what is written and of what was, and the steps that are named.
type Jump = (&'static str, &'static str, [&'static str; 2], &'static [&'static str]);

fn jumps() -> [Jump; 6] {
    let secretbox = ROTATION[0];
    [
        (
            ROTATION[0],
            ROTATION[2],
            ["would be written with secretbox's key of generation 2", ""],
            &ROTATION[1..2],
        ),
        (
            ROTATION[1],
            ROTATION[3],
            ["", "were written until now with secretbox's key of generation 1"],
            &ROTATION[2..3],
        ),
        (
            ROTATION[0],
            ROTATION[3],
            ["generation 2, which an API server", "generation 1, which could no"],
            &ROTATION[1..3],
        ),
        (
            PROVIDERS[0],
            secretbox,
            ["would be written with secretbox's key of generation 1", ""],
            &PROVIDERS[1..2],
        ),
        (secretbox, PROVIDERS[5], ["with aescbc's key", "until now with secretbox's key"], &PROVIDERS[3..5]),
        (
            PROVIDERS[5],
            PROVIDERS[7],
            ["", "were written until now with aescbc's key of generation 1"],
            &PROVIDERS[6..7],
        ),
    ]
}

#[test]
fn a_jump_is_warned_of_and_the_steps_that_it_names_are_safe() {
    for (from, to, says, steps) in jumps() {
        let cluster = rendered(from);
        let warning = the_warning(&cluster, to);
        for says in says {
            assert!(warning.contains(says), "{says} is not in {warning}");
        }
        assert_eq!(warning.contains("until now"), !says[1].is_empty(), "{warning}");
        assert_eq!(warning.contains(REWRITE), !says[1].is_empty(), "{warning}");
        assert_eq!(named(&warning), steps);
    }
}

#[test]
fn one_api_server_alone_begins_to_encrypt_at_once() {
    let cluster = Cluster::new();
    set_with(&cluster, PROVIDERS[0], "");
    cluster.render();
    set_with(&cluster, PROVIDERS[2], "");
    assert_eq!(cluster.json(&[])["warnings"], serde_json::json!([]));
}

/// The states of each list of the page's section, as inline tables.
fn walks_of_the_page() -> Vec<Vec<String>> {
    let page = include_str!("../../docs/configuration.md");
    let section = page.split("### Rotating the key").nth(1).unwrap().split("\n## ").next().unwrap();
    let state = |line: &str| {
        let (number, text) = line.split_once(". `")?;
        number.parse::<u8>().ok()?;
        let keys = text.split('`').filter(|word| word.contains(" = "));
        Some(format!("{{ {} }}", keys.collect::<Vec<_>>().join(", ")))
    };
    section.split("\n**").skip(1).map(|walk| walk.lines().filter_map(state).collect()).collect()
}

#[test]
fn what_the_page_walks_through_is_safe() {
    let starts = ["{}", "{}", PROVIDERS[0], "{}"];
    let walks = walks_of_the_page();
    assert_eq!(walks.iter().map(Vec::len).collect::<Vec<_>>(), [3, 3, 2, 2]);
    for (start, states) in starts.iter().zip(&walks) {
        let steps: Vec<&str> = std::iter::once(*start).chain(states.iter().map(String::as_str)).collect();
        let notes = walk(&steps).concat();
        assert_eq!(notes.iter().filter(|note| note.contains("are written")).count(), 1, "{notes:#?}");
    }
}

#[test]
fn a_file_that_is_none_of_ours_is_refused() {
    let cluster = rendered(ROTATION[0]);
    let lock = cluster.at("out/public/kubemint.lock");
    let text = fs::read_to_string(&lock).unwrap();
    fs::write(&lock, text.replace("[ secret encryption/secrets@1 ]", "[ secret encryption/others@1 ]"))
        .unwrap();
    let output = cluster.run(&["diff", "--demo-seed"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.code() == Some(2) && said.contains("not made of what kubemint makes it of"),
        "{said}"
    );
}

/// The secret of each key in a machine's file, by provider and name.
fn secrets(cluster: &Cluster) -> BTreeMap<String, String> {
    let path = cluster.at("out/secret/nodes/only/etc/kubernetes/encryption/config.yaml");
    let text = fs::read_to_string(path).unwrap();
    let (mut provider, mut name, mut secrets) = ("", "", BTreeMap::new());
    for line in text.lines().map(|line| line.trim_start_matches([' ', '-'])) {
        match line.split_once(": ") {
            Some(("name", text)) => name = text,
            Some(("secret", text)) => {
                assert!(secrets.insert(format!("{provider} {name}"), text.to_owned()).is_none());
            }
            _ if line == "keys:" => {}
            _ => provider = line.trim_end_matches(':'),
        }
    }
    secrets
}

#[test]
fn another_generation_or_provider_has_another_key_and_the_first_stays() {
    let cluster = rendered(ROTATION[0]);
    let first = secrets(&cluster);
    assert_eq!(first.keys().collect::<Vec<_>>(), ["secretbox key1"]);
    set(&cluster, r#"{ also_reads = ["aescbc"], key = { active = 2, trusted = [1, 2] } }"#);
    cluster.render();
    let all = secrets(&cluster);
    assert_eq!(
        all.keys().collect::<Vec<_>>(),
        ["aescbc key1", "aescbc key2", "secretbox key1", "secretbox key2"]
    );
    assert_eq!(all["secretbox key1"], first["secretbox key1"]);
    let mut each: Vec<_> = all.values().collect();
    each.sort();
    each.dedup();
    assert_eq!(each.len(), 4);
}

#[test]
fn the_public_output_needs_no_seed_for_it() {
    let cluster = rendered(ROTATION[0]);
    let lock = || fs::read_to_string(cluster.at("out/public/kubemint.lock")).unwrap();
    for encryption in [ROTATION[1], ROTATION[2], PROVIDERS[3], PROVIDERS[1], PROVIDERS[0]] {
        set(&cluster, encryption);
        let output = cluster.run(&["render", "--locked"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let locked = lock();
        cluster.render();
        assert_eq!(lock(), locked, "{encryption}");
    }
}
