//! Files of the user's own on machines: each path once, where nothing else of kubemint's is, and for accounts that are there.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    component::components_of,
    diagnostic::Violation,
    layout::{self, Reserved},
    model::{
        Account, AuditPolicy, Component, Draft, NodeRef, NodeSelection, NodeSelector, Overlay, OverlayFile,
    },
    render::overlay::OverlayFiles,
};

/// How many files all machines may have together: each has a row in kubemint.lock, which has a limit of its own.
const MOST_FILES: usize = 20_000;

/// How many bytes they may have together: a tree is in memory as a whole.
const MOST_BYTES: usize = 128 << 20;

/// Each overlay with its path in cluster.toml.
fn overlays(draft: &Draft) -> impl Iterator<Item = (String, &Overlay)> {
    draft.overlays.iter().enumerate().map(|(index, overlay)| (format!("overlay[{index}]"), overlay))
}

/// The path of a file as a message has it.
fn on_machine(file: &OverlayFile) -> String {
    format!("/{}", file.path)
}

/// Every node that a key names is one of the cluster's.
pub(super) fn nodes_exist(draft: &Draft) -> Vec<Violation> {
    overlays(draft)
        .flat_map(|(place, overlay)| unknown_nodes(draft, &format!("{place}.nodes"), &overlay.nodes))
        .collect()
}

/// The names in a selection that no node has, and roles that no node has.
pub(super) fn unknown_nodes(draft: &Draft, place: &str, nodes: &NodeSelection) -> Vec<Violation> {
    let is_empty = |selector: &NodeSelector| !draft.nodes().any(|node| selector.selects(node));
    let named = nodes.0.iter().enumerate().filter(|(_, selector)| is_empty(selector));
    let violation = |(index, selector): (usize, &NodeSelector)| match selector {
        NodeSelector::Named(name) => {
            let message = format!("the cluster has no node {name}");
            let violation = Violation::new(
                "node-selection",
                format!("{place}[{index}]"),
                message,
                "\"control-plane\", \"worker\" or the `name` of a node",
            );
            Some(violation.help("name a [[control_plane]] or [[worker]] of this file"))
        }
        // A cluster gets its first worker later.
        NodeSelector::ControlPlane | NodeSelector::Workers => None,
    };
    named.filter_map(violation).collect()
}

/// What restarts runs on one of the nodes.
pub(super) fn restarted_run(draft: &Draft) -> Vec<Violation> {
    let mut found = Vec::new();
    for (place, overlay) in overlays(draft) {
        let selected: Vec<NodeRef<'_>> = draft.selected(&overlay.nodes).collect();
        for (index, component) in overlay.restarts.iter().enumerate() {
            if selected.is_empty() || selected.iter().any(|node| draft.runs_on(*component, *node)) {
                continue;
            }
            let message = format!("{} runs on none of the nodes that get the files", component.name());
            let (at, expected) = (format!("{place}.restarts[{index}]"), "a component that runs there");
            let violation = Violation::new("overlay-restarts", at, message, expected);
            found.push(violation.help("take the component out, or name other `nodes`"));
        }
    }
    found
}

/// No file is where kubemint or the system has others.
pub(super) fn paths_are_free(draft: &Draft) -> Vec<Violation> {
    let mut found = Vec::new();
    for (place, overlay) in overlays(draft) {
        for file in &overlay.files {
            let refused = layout::reserved(&file.path).map(|why| why.to_string());
            let Some(why) = refused.or_else(|| is_in_audit_log(draft, file)) else { continue };
            let message = format!("no file of yours can be {}: {why}", on_machine(file));
            let at = format!("{place}.directory");
            let violation = Violation::new("overlay-path", at, message, "paths that are nobody else's");
            found.push(violation.help(advice(file)));
        }
    }
    found
}

/// Why a file cannot be in the directory of the audit log, whose path is the user's.
fn is_in_audit_log(draft: &Draft, file: &OverlayFile) -> Option<String> {
    let folder = draft.audit.log_path.folder();
    let below =
        on_machine(file).strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    (below && draft.audit.policy != AuditPolicy::Off).then(|| format!("{folder} belongs to the audit log"))
}

/// What to do in place of a file of one's own.
fn advice(file: &OverlayFile) -> &'static str {
    let path = file.path.as_str();
    if let Some(Reserved::Link(_)) = layout::reserved(&file.path) {
        "move it into usr, in the directory of that name"
    } else if path.starts_with("etc/systemd/system/") {
        "put a drop-in beside it, such as etc/systemd/system/kubelet.service.d/20-own.conf"
    } else if path.starts_with("var/lib/kubelet/") {
        "set fields of the kubelet's configuration in [kubelet.config]"
    } else if !path.contains('/') {
        "put it in the directory that it has on the machine, such as etc, or outside the overlay"
    } else {
        "remove it from the directory, or rename it"
    }
}

/// A path is in one overlay only on each machine, spelled in one way, and is not both a file and a directory.
pub(super) fn stand_once(draft: &Draft) -> Vec<Violation> {
    if !too_much(draft).is_empty() {
        return Vec::new();
    }
    let mut reported = BTreeSet::new();
    let mut found = Vec::new();
    for node in draft.nodes() {
        let mut machine = Machine::default();
        for (index, overlay) in draft.overlays.iter().enumerate().filter(|(_, one)| one.nodes.selects(node)) {
            for file in &overlay.files {
                let Some((before, what)) = machine.add(index, file) else { continue };
                if reported.insert((before, index, file.path.clone())) {
                    found.push(conflict((before, index), file, &what, node));
                }
            }
        }
    }
    found
}

fn conflict((before, index): (usize, usize), file: &OverlayFile, what: &str, node: NodeRef<'_>) -> Violation {
    let message = format!("{} {what} on {}", on_machine(file), node.name());
    let at = format!("overlay[{index}].directory");
    let violation = Violation::new("duplicate-overlay", at, message, "each path once on a machine");
    let violation = if before == index {
        violation
    } else {
        violation.also(format!("overlay[{before}].directory"), "the other is here")
    };
    violation.help("remove one of the two, or lay them over other nodes")
}

/// The files of a machine so far.
#[derive(Default)]
struct Machine<'a> {
    /// By path in lower case: the overlay, the path as it is spelled, and whether it is a file.
    paths: BTreeMap<String, (usize, &'a str, bool)>,
}

impl<'a> Machine<'a> {
    /// Adds a file; the overlay that it conflicts with, and how.
    fn add(&mut self, overlay: usize, file: &'a OverlayFile) -> Option<(usize, String)> {
        let path = file.path.as_str();
        let mut conflict = None;
        let mut part = Some(path);
        while let Some(above) = part {
            let is_file = above == path;
            match self.paths.get(&above.to_lowercase()) {
                Some((other, spelled, _)) if *spelled != above => {
                    conflict = Some((*other, format!("differs from /{spelled} in letter case only")));
                }
                Some((other, _, true)) if is_file => conflict = Some((*other, "is laid twice".to_owned())),
                Some((other, _, was_file)) if *was_file != is_file => {
                    conflict = Some((*other, "is both a file and a directory".to_owned()));
                }
                Some(_) => {}
                None => {
                    self.paths.insert(above.to_lowercase(), (overlay, above, is_file));
                }
            }
            part = above.rsplit_once('/').map(|(above, _)| above);
        }
        conflict
    }
}

/// Whoever owns a file has an account on each machine that gets it.
pub(super) fn accounts_exist(draft: &Draft) -> Vec<Violation> {
    let mut found = Vec::new();
    for (place, overlay) in overlays(draft) {
        for file in &overlay.files {
            let lacking = |account: Account| {
                let has =
                    |node| components_of(account).any(|component: Component| draft.runs_on(component, node));
                let mut nodes = draft.selected(&overlay.nodes);
                nodes.find(|node| account != Account::Root && !has(*node)).map(|node| (account, node))
            };
            let Some((account, node)) = [file.owner, file.group].into_iter().find_map(lacking) else {
                continue;
            };
            let message = format!(
                "{} cannot belong to {account} on {}, which has no such account",
                on_machine(file),
                node.name()
            );
            let at = format!("{place}.permissions");
            let violation = Violation::new(
                "overlay-permissions",
                at,
                message,
                "an account of every machine that gets the file",
            );
            found.push(violation.help("leave the owner to root, or name other `nodes`"));
        }
    }
    found
}

/// Each template can be rendered for each node that gets it.
pub(super) fn templates_render(draft: &Draft) -> Vec<Violation> {
    if draft.overlays.iter().all(|overlay| overlay.files.iter().all(|file| file.form.is_text())) {
        return Vec::new();
    }
    let files = OverlayFiles::new(draft);
    let mut found = Vec::new();
    for (place, overlay) in overlays(draft) {
        for file in overlay.files.iter().filter(|file| !file.form.is_text()) {
            let mut nodes = draft.selected(&overlay.nodes);
            let failed = |node| Some((node, files.text(overlay, file, node).err()?));
            let Some((node, error)) = nodes.find_map(failed) else { continue };
            let message = format!("{error}, for {}", node.name());
            let at = format!("{place}.directory");
            let expected = "a template that needs nothing but `cluster` and `node`";
            let violation = Violation::new("overlay-template", at, message, expected);
            found.push(violation.help("`cluster` is that of out/public/cluster.json; `node` has name, role, address, labels and taints"));
        }
    }
    found
}

/// The files of all machines together are not too many for a tree.
pub(super) fn too_much(draft: &Draft) -> Vec<Violation> {
    let mut found = Vec::new();
    let (mut files, mut bytes) = (0_usize, 0_usize);
    for (place, overlay) in overlays(draft) {
        let nodes = draft.selected(&overlay.nodes).count();
        let size: usize = overlay.files.iter().map(|file| file.text.len()).sum();
        files = files.saturating_add(overlay.files.len().saturating_mul(nodes));
        bytes = bytes.saturating_add(size.saturating_mul(nodes));
        if files > MOST_FILES || bytes > MOST_BYTES {
            let message =
                format!("the overlays have {files} files with {} MiB on all machines together", bytes >> 20);
            let expected = "at most 20,000 files and 128 MiB";
            let violation = Violation::new("overlay-size", format!("{place}.directory"), message, expected);
            found.push(
                violation
                    .help("install large files in another way, such as a package or the machine's image"),
            );
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FileForm, FileMode, SourcePath, example};

    fn overlay(files: &[&str], text: &str) -> Overlay {
        let file = |path: &&str| OverlayFile {
            path: SourcePath::parse(path).unwrap(),
            owner: Account::Root,
            group: Account::Root,
            mode: FileMode::FILE,
            form: FileForm::Text,
            text: text.to_owned(),
        };
        Overlay {
            directory: SourcePath::parse("machines").unwrap(),
            nodes: NodeSelection(vec![NodeSelector::Workers]),
            restarts: vec![],
            files: files.iter().map(file).collect(),
        }
    }

    fn codes(overlays: Vec<Overlay>) -> Vec<&'static str> {
        let mut draft = example::draft();
        draft.overlays = overlays;
        crate::validate::cluster(draft).err().unwrap_or_default().iter().map(|one| one.code).collect()
    }

    #[test]
    fn more_than_a_tree_can_hold_is_refused() {
        assert!(codes(vec![overlay(&["etc/a"], "a")]).is_empty());
        let names: Vec<String> = (0..10_001).map(|number| format!("etc/{number}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(codes(vec![overlay(&names, "")]), ["overlay-size"]);
        assert_eq!(codes(vec![overlay(&names[..70], &"a".repeat(1 << 20))]), ["overlay-size"]);
    }

    #[test]
    fn a_path_is_one_file_in_one_spelling() {
        for (one, other) in [
            ("etc/a", "etc/a"),
            ("etc/a", "etc/A"),
            ("etc/a", "etc/a/b"),
            ("etc/a/b", "etc/a"),
            ("etc/x/a", "etc/X/b"),
        ] {
            assert_eq!(
                codes(vec![overlay(&[one], ""), overlay(&[other], "")]),
                ["duplicate-overlay"],
                "{one} {other}"
            );
            assert_eq!(codes(vec![overlay(&[one, other], "")]), ["duplicate-overlay"], "{one} {other}");
        }
        let mut others = overlay(&["etc/a"], "");
        others.nodes = NodeSelection(vec![NodeSelector::ControlPlane]);
        assert!(codes(vec![overlay(&["etc/a"], ""), others]).is_empty());
    }

    #[test]
    fn an_owner_has_an_account_where_the_file_is() {
        let mut etcd = overlay(&["etc/a"], "");
        etcd.files[0].owner = Account::Etcd;
        assert_eq!(codes(vec![etcd.clone()]), ["overlay-permissions"]);
        etcd.nodes = NodeSelection(vec![NodeSelector::ControlPlane]);
        assert!(codes(vec![etcd]).is_empty());
    }

    #[test]
    fn nothing_is_in_the_directory_of_the_audit_log() {
        assert_eq!(codes(vec![overlay(&["var/log/kubernetes/audit/a"], "")]), ["overlay-path"]);
        let mut draft = example::draft();
        draft.audit.log_path = crate::model::LogPath::parse("/srv/audit/log").unwrap();
        draft.overlays = vec![overlay(&["srv/audit/a"], "")];
        assert_eq!(crate::validate::cluster(draft).unwrap_err()[0].code, "overlay-path");
    }
}
