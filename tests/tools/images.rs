//! `images` lists what the static pods and the objects to apply name, and the image of the pod sandbox.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;

use crate::{clusters, kubemint, stderr, stdout};

/// The images of the static pods and of kubemint's own objects of a rendered tree.
fn rendered(tree: &Path) -> BTreeSet<String> {
    let files = walkdir::WalkDir::new(tree).into_iter().map(|entry| entry.unwrap().into_path());
    let has_pods =
        |path: &str| path.contains("/etc/kubernetes/manifests/") || path.contains("/public/cluster/coredns");
    let manifests = files.filter(|path| has_pods(&path.to_string_lossy()) && path.is_file());
    let texts = manifests.map(|path| fs::read_to_string(path).unwrap());
    let image = |line: &str| {
        Some(line.trim_start_matches([' ', '-']).strip_prefix("image: ")?.trim_matches('"').to_owned())
    };
    texts.flat_map(|text| text.lines().filter_map(image).collect::<Vec<_>>()).collect()
}

#[test]
fn every_image_of_a_pod_and_the_sandboxes_is_listed() {
    let folder = tempfile::tempdir().unwrap();
    let mut compared = 0;
    for config in clusters() {
        // The golden tree of an example bears its name.
        let tree = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
        let tree = tree.join(config.parent().unwrap().file_name().unwrap()).join("public");
        if !tree.is_dir() {
            continue;
        }
        let config = config.to_str().unwrap();
        let listed = stdout(&kubemint(folder.path(), &["images", "--config", config]));
        let (sandboxes, pods): (Vec<&str>, Vec<&str>) =
            listed.lines().partition(|image| image.contains("/pause:"));
        assert_eq!(sandboxes.len(), 1, "{config}: {listed}");
        let pods: BTreeSet<String> = pods.into_iter().map(str::to_owned).collect();
        assert_eq!(pods, rendered(&tree), "{config}");
        compared += 1;
    }
    assert!(compared > 5);
}

#[test]
fn in_json_an_image_has_its_parts_and_its_nodes() {
    let config = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/ha/cluster.toml");
    let folder = tempfile::tempdir().unwrap();
    let said = kubemint(folder.path(), &["images", "--config", config, "--format", "json"]);
    let report: Value = serde_json::from_slice(&said.stdout).unwrap();
    let images = report["images"].as_array().unwrap();
    for image in images {
        let digest = image["digest"].as_str().map(|digest| format!("@{digest}")).unwrap_or_default();
        let whole =
            format!("{}:{}{digest}", image["repository"].as_str().unwrap(), image["tag"].as_str().unwrap());
        assert_eq!(image["image"], whole.as_str());
    }
    let nodes = |name: &str| {
        let image = images.iter().find(|image| image["name"] == name).unwrap();
        image["nodes"].as_array().unwrap().len()
    };
    assert_eq!((nodes("etcd"), nodes("kube-apiserver"), nodes("pause")), (3, 3, 5));
}

#[test]
fn warnings_are_reported_beside_the_list() {
    let config = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/warnings/deprecated-flags.toml");
    let folder = tempfile::tempdir().unwrap();
    let output = kubemint(folder.path(), &["images", "--config", config]);
    assert!(output.status.success() && stderr(&output).contains("warning[deprecated-flag]"), "{output:?}");
    let denied = kubemint(folder.path(), &["images", "--config", config, "--deny", "all"]);
    assert_eq!(denied.status.code(), Some(1));
}
