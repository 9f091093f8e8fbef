//! What is rendered fits every supported minor: each flag, feature gate and kubelet field of each example and golden
//! case is known there, with a value of its kind, and no flag is deprecated that could be left out; each configuration file is of a version
//! that the minor reads.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "beside/mod.rs"]
mod beside;

use std::{
    fs,
    path::{Path, PathBuf},
};

use beside::Beside;
use kubemint::{
    component::{Flag, invocations},
    config,
    derive::Seed,
    kubernetes::{flag, kubelet_field},
    model::{Cluster, Component, Minor},
    plan::plan,
    render::configuration::configuration_files,
    tree::Content,
};
use saphyr::{LoadableYamlNode, YamlOwned};

/// The cluster.toml of every example and golden case.
fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["examples", "tests/golden"].map(|folder| fs::read_dir(root.join(folder)).unwrap());
    let files = folders.into_iter().flatten().map(|entry| entry.unwrap().path().join("cluster.toml"));
    let files: Vec<_> = files.filter(|file| file.exists()).collect();
    assert!(files.len() > 8, "{files:?}");
    files
}

/// The text of a cluster.toml, at a minor.
fn at(minor: Minor, text: &str) -> String {
    let with_minor = |line: &str| {
        let is_version = line.starts_with("kubernetes_version");
        if is_version { format!("kubernetes_version = \"{minor}.0\"\n") } else { format!("{line}\n") }
    };
    text.lines().map(with_minor).collect()
}

/// The cluster of a file, at a minor.
fn cluster(file: &Path, minor: Minor) -> Cluster {
    let text = fs::read_to_string(file).unwrap();
    let text = at(minor, &text);
    config::read(&text, &Beside(file.parent().unwrap().to_owned()))
        .unwrap_or_else(|faults| panic!("{} at {minor}: {faults:#?}", file.display()))
}

/// Does something with every cluster at every minor.
fn for_each(look: impl Fn(Minor, &Cluster)) {
    for minor in Minor::ALL {
        for file in files() {
            look(minor, &cluster(&file, minor));
        }
    }
}

fn check(minor: Minor, component: Component, Flag { name, value }: &Flag) {
    let Some(fact) = flag(minor, component, name) else {
        panic!("{} {minor} has no --{name}", component.name())
    };
    assert!(fact.kind.accepts(value), "{} {minor} --{name}={value}: {fact:?}", component.name());
    let is_needed = DEPRECATED_AND_NEEDED.contains(&(component, name.as_str()));
    assert_eq!(fact.deprecated.is_some(), is_needed, "{} {minor} --{name}", component.name());
}

/// Flags that are rendered though their component's help calls them deprecated. kube-scheduler says the same only in a
/// file of --config, which kubemint does not write: `kubeconfig` is how it reaches the API server, and CIS 1.4.1 asks
/// for `profiling` by its flag.
const DEPRECATED_AND_NEEDED: [(Component, &str); 2] =
    [(Component::KubeScheduler, "kubeconfig"), (Component::KubeScheduler, "profiling")];

#[test]
fn every_rendered_flag_is_known_to_every_minor() {
    for_each(|minor, cluster| {
        for invocation in cluster.nodes().flat_map(|node| invocations(cluster, node)) {
            let component = invocation.component;
            invocation.command.flags().iter().for_each(|flag| check(minor, component, flag));
        }
    });
}

#[test]
fn every_rendered_kubelet_field_is_known_to_every_minor() {
    for_each(|minor, cluster| {
        for node in cluster.nodes() {
            let artifact = configuration_files(cluster, node).unwrap().remove(0);
            let Content::File(bytes) = &artifact.content else { panic!("a folder") };
            let documents = YamlOwned::load_from_str(std::str::from_utf8(bytes).unwrap()).unwrap();
            let fields = documents[0].as_mapping().unwrap().keys().map(|key| key.as_str().unwrap());
            let fields: Vec<_> = fields.filter(|field| !["apiVersion", "kind"].contains(field)).collect();
            assert!(fields.len() > 10, "{fields:?}");
            for field in fields {
                assert!(kubelet_field(minor, field).is_some(), "kubelet {minor} has no field {field}");
            }
        }
    });
}

#[test]
fn every_rendered_configuration_file_is_read_by_every_minor() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for minor in Minor::ALL {
        let facts = root.join(format!("src/kubernetes/facts/{minor}/configurations"));
        let facts = fs::read_to_string(facts).unwrap();
        let tree = plan(&cluster(&root.join("examples/ha/cluster.toml"), minor), &Seed::DEMO).unwrap();
        let files = tree.files().filter(|file| file.place.path.as_str().ends_with(".yaml"));
        let mut kinds: Vec<_> = files.filter_map(|file| configuration(file.bytes)).collect();
        kinds.sort();
        kinds.dedup();
        let unknown = kinds.iter().filter(|kind| !facts.lines().any(|line| line == **kind));
        assert_eq!(unknown.collect::<Vec<_>>(), [""; 0], "{minor}");
        let names: Vec<_> = kinds.iter().filter_map(|kind| kind.split('\t').nth(1)).collect();
        let expected =
            ["AuthenticationConfiguration", "EncryptionConfiguration", "Policy", "KubeletConfiguration"];
        assert_eq!(names, expected, "{minor}");
    }
}

/// Values that some minors take and others do not, and which refuse them, rising from 1.34.
const CHANGED: &[(&str, [bool; 4])] = &[
    ("[apiserver.extra_args]\ndisabled-metrics = \"a b\"", [false, false, true, true]),
    ("[kubelet.config]\nimageMinimumGCAge = \"-1s\"", [false, false, true, true]),
    ("[kubelet.extra_args]\nminimum-image-ttl-duration = \"-1s\"", [false, false, true, true]),
    (
        "[kubelet.config]\nmemoryThrottlingFactor = 0.5\n[kubelet.feature_gates]\nMemoryQoS = false",
        [false, false, false, true],
    ),
    ("[kubelet.config]\nmemoryThrottlingFactor = 1.5", [true; 4]),
    ("[kubelet.config]\nmemoryReservationPolicy = \"None\"", [true, true, false, false]),
    ("[kubelet.config]\ncpuCFSQuotaPeriod = \"50ms\"", [true, true, false, false]),
    (
        "[kubelet.config]\nimagePullCredentialsVerificationPolicy = \"NeverVerifyAllowlistedImages\"\n\
         preloadedImagesVerificationAllowlist = [\"busybox\"]",
        [true, true, false, false],
    ),
    (
        "[kubelet.config]\nimagePullCredentialsVerificationPolicy = \"NeverVerifyAllowlistedImages\"\n\
         preloadedImagesVerificationAllowlist = [\"docker.io/library/busybox\", \"docker.io/*\", \"localhost/a\"]",
        [true, false, false, false],
    ),
];

#[test]
fn what_changed_between_minors_is_judged_by_the_minor() {
    let cluster = include_str!("../examples/ha/cluster.toml");
    for (settings, refused) in CHANGED {
        let refuses = |minor| {
            let text = format!("{}{settings}\n", at(minor, cluster));
            config::read(&text, &|_: &str| unreachable!()).is_err()
        };
        assert_eq!(Minor::ALL.map(refuses), *refused, "{settings}");
    }
}

/// The version and the kind of a file that configures a component, with a TAB between.
fn configuration(bytes: &[u8]) -> Option<String> {
    let documents = YamlOwned::load_from_str(std::str::from_utf8(bytes).unwrap()).unwrap();
    let field = |name: &str| documents[0].as_mapping_get(name)?.as_str();
    let (version, kind) = (field("apiVersion")?, field("kind")?);
    (kind.ends_with("Configuration") || kind == "Policy").then(|| format!("{version}\t{kind}"))
}
