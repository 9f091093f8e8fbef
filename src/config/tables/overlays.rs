//! `[[overlay]]`

use std::collections::BTreeMap;

use super::{Choice, FileBelow, Item, Key, ReferencedFiles, Shape, Table, referenced};
use crate::{
    content,
    diagnostic::Invalid,
    model::{
        Account, Component, FileForm, FileMode, NodeSelection, NodeSelector, Overlay, OverlayFile, SourcePath,
    },
};

pub(super) static OVERLAY: Shape = Shape {
    title: "[[overlay]]",
    keys: &[
        Key::required(
            "directory",
            "\"stand-in\"",
            "name a directory, such as directory = \"machines/workers\"",
        ),
        Key::default("nodes", "[\"control-plane\", \"worker\"]"),
        Key::optional("restarts", "no component"),
        Key::optional("permissions", "those that follow from the file"),
    ],
};

pub(super) static PERMISSIONS: Shape = Shape {
    title: "a file of [overlay.permissions]",
    keys: &[
        Key::optional("mode", "`\"0755\"` for a program, `\"0644\"` for another file"),
        Key::default("owner", "\"root\""),
        Key::default("group", "\"root\""),
    ],
};

static COMPONENTS: Choice<Component> = Choice {
    expected: "\"etcd\", \"kube-apiserver\", \"kube-controller-manager\", \"kube-scheduler\", \"kubelet\" or \"kube-proxy\"",
    help: "name a component of kubemint's; a service of your own is restarted by what you run on the machine",
    words: &[
        ("etcd", Component::Etcd),
        ("kube-apiserver", Component::KubeApiserver),
        ("kube-controller-manager", Component::KubeControllerManager),
        ("kube-scheduler", Component::KubeScheduler),
        ("kubelet", Component::Kubelet),
        ("kube-proxy", Component::KubeProxy),
    ],
};

/// Directories of programs: a file below one is executable.
const PROGRAMS: [&str; 3] = ["bin", "libexec", "sbin"];

/// What Git, editors and file managers leave in directories.
fn is_left_over(name: &str) -> bool {
    name.starts_with(".git")
        || name == ".DS_Store"
        || name.ends_with('~')
        || [".swp", ".orig", ".rej"].iter().any(|end| name.ends_with(end))
}

/// Where a file is refused, it has no files here.
pub(super) fn read(table: &Table<'_>, files: &dyn ReferencedFiles) -> Option<Overlay> {
    let directory = table.value("directory", |item| item.parse(SourcePath::parse));
    let nodes = table.value("nodes", node_selection);
    let restarts = table.optional("restarts", |item| item.all(|item| item.choice(&COMPONENTS)));
    let permissions = table.optional("permissions", permissions).unwrap_or_default();
    let (directory, nodes) = (directory?, nodes?);
    let item = table.item("directory").filter(|_| !table.has_stand_in("directory"));
    let source = item.map(|item| Source { item, files, permissions: &permissions });
    let found = source.and_then(|source| source.read(&directory)).unwrap_or_default();
    if let Some(item) = table.item("permissions").filter(|_| !found.is_empty()) {
        refuse_other_files(&item, &found);
    }
    Some(Overlay { directory, nodes, restarts: restarts.unwrap_or_default(), files: found })
}

/// Roles and names of nodes; at least one.
pub(super) fn node_selection(item: &Item<'_>) -> Option<NodeSelection> {
    let selectors = item.all(|item| item.parse(NodeSelector::parse))?;
    let none = || {
        Invalid::new("node-selection", "no node is named", "\"control-plane\", \"worker\" or names of nodes")
            .help("leave the key out for every node")
    };
    item.accept(if selectors.is_empty() { Err(none()) } else { Ok(NodeSelection(selectors)) })
}

/// What cluster.toml says about a file.
#[derive(Clone, Copy)]
struct Permissions {
    mode: Option<FileMode>,
    owner: Account,
    group: Account,
}

/// Those of each file, by its path on the machine.
fn permissions(item: &Item<'_>) -> Option<BTreeMap<String, Permissions>> {
    let entries = item.entries()?;
    let read = |path: &str, item: &Item<'_>| {
        let table = item.table(&PERMISSIONS)?;
        let account = |key| table.value(key, |item| item.parse(Account::parse));
        let mode = table.optional("mode", |item| item.parse(FileMode::parse));
        Some((path.to_owned(), Permissions { mode, owner: account("owner")?, group: account("group")? }))
    };
    let all: Vec<_> = entries.iter().map(|(path, _, item)| read(path, item)).collect();
    all.into_iter().collect()
}

/// Permissions of files that the directory does not have.
fn refuse_other_files(permissions: &Item<'_>, found: &[OverlayFile]) {
    let is_there = |path: &str| {
        path.strip_prefix('/').is_some_and(|path| found.iter().any(|file| file.path.as_str() == path))
    };
    for (path, span, item) in permissions.entries().unwrap_or_default() {
        if !is_there(path) {
            let message = format!("the directory has no file for {path:?}");
            let refusal =
                Invalid::new("overlay-permissions", message, "the path of one of its files on the machine");
            item.refuse_at(
                span,
                refusal.help("begin it with a slash, such as \"/etc/sysctl.d/90-kubernetes.conf\""),
            );
        }
    }
}

/// A value that names a directory.
struct Source<'a> {
    item: Item<'a>,
    files: &'a dyn ReferencedFiles,
    permissions: &'a BTreeMap<String, Permissions>,
}

impl Source<'_> {
    fn refuse<T>(&self, message: String, help: &str) -> Option<T> {
        let expected = "a directory with the files of a machine, from its root";
        self.item.refuse(Invalid::new("overlay-directory", message, expected).help(help));
        None
    }

    /// About a file; what it holds is not shown.
    fn refuse_file<T>(&self, message: String, help: &str) -> Option<T> {
        let expected = "regular files of public text";
        self.item.refuse(Invalid::new("overlay-file", message, expected).help(help));
        None
    }

    fn read(&self, directory: &SourcePath) -> Option<Vec<OverlayFile>> {
        let shown = directory.as_str();
        match self.files.below(shown) {
            Err(error) => self.refuse(
                format!("{shown:?} cannot be read: {error}"),
                "check the path; the directory must be beside cluster.toml or below it",
            ),
            Ok(None) => self.refuse(
                format!("{shown:?} is not a directory"),
                "name the directory that stands for the root of the machines",
            ),
            Ok(Some(found)) if found.is_empty() => self.refuse(
                format!("{shown:?} has no file"),
                "add files, such as etc/sysctl.d/90-kubernetes.conf, or remove the table",
            ),
            Ok(Some(found)) => {
                let files: Vec<_> = found.iter().map(|found| self.file(directory, found)).collect();
                files.into_iter().collect()
            }
        }
    }

    fn file(&self, directory: &SourcePath, found: &FileBelow) -> Option<OverlayFile> {
        let shown = format!("{:?}", format!("{directory}/{}", found.path));
        if let Some(special) = found.special {
            return self.refuse_file(
                format!("{shown} is {special}"),
                "put a regular file there; a unit is enabled by a drop-in with Wants= in multi-user.target.d",
            );
        }
        if found.path.split('/').any(is_left_over) {
            return self.refuse_file(
                format!("{shown} was left by Git or an editor"),
                "remove it; an overlay has no empty directories",
            );
        }
        if found.path.ends_with(".age") {
            return self.refuse_file(
                format!("{shown} is encrypted, and overlays have no secrets yet"),
                "bring the secret to the machines in another way",
            );
        }
        let (on_machine, form) = match found.path.strip_suffix(FileForm::TEMPLATE) {
            Some(path) => (path, FileForm::Template),
            None => (found.path.as_str(), FileForm::Text),
        };
        let (Ok(path), Some(source)) = (SourcePath::parse(on_machine), directory.join(&found.path)) else {
            return self.refuse_file(
                format!("{shown} needs quotes in other files"),
                "rename the file: letters, digits and . _ - + @",
            );
        };
        let text = self.text(&source)?;
        let given = self.permissions.get(&format!("/{path}"));
        let is_program = found.is_executable
            || path.as_str().split('/').rev().skip(1).any(|part| PROGRAMS.contains(&part));
        let usual = if is_program { FileMode::PROGRAM } else { FileMode::FILE };
        let account = |of: fn(&Permissions) -> Account| given.map_or(Account::Root, of);
        let (owner, group) = (account(|given| given.owner), account(|given| given.group));
        let mode = given.and_then(|given| given.mode).unwrap_or(usual);
        Some(OverlayFile { path, owner, group, mode, form, text })
    }

    fn text(&self, source: &SourcePath) -> Option<String> {
        let text = match self.files.overlay(source.as_str()) {
            Ok(text) => text,
            Err(error) => {
                return self.refuse_file(
                    referenced::unread(source.as_str(), &error),
                    "an overlay has text of at most 1 MiB in each file; install programs in another way",
                );
            }
        };
        let kind = content::kind(text.as_bytes());
        let private = content::private_line(&text);
        match (kind.is_secret(), private) {
            (false, None) => Some(text),
            (_, Some(line)) => self.refuse_file(
                format!("{source:?} has a private key in line {line}", source = source.as_str()),
                "the public output may be committed; bring secrets to the machines in another way",
            ),
            (true, None) => self.refuse_file(
                format!("{:?} is {}", source.as_str(), kind.in_words()),
                "nothing of it is shown; the public output may be committed, so check that the file is not",
            ),
        }
    }
}
