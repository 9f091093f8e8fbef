//! tmpfiles.d, which sets the owner and mode of directories and files at each boot and with `systemd-tmpfiles --create`.
//!
//! It refers to accounts by name. If systemd-sysusers assigned another UID (see [`accounts`](super::accounts)), the keys then
//! belong to the right account and not to whoever has the UID, and units and the kubelet refuse to start.

use serde::Serialize;

use super::{
    systemd_quoting::{TmpfilesPath, Word},
    template::{TemplateError, lay_out},
};
use crate::{
    model::{Account, NodeRef},
    tree::{Artifact, Content, MachinePath, Mode},
};

/// The path of the file that declares owners and permissions on a machine.
pub const PATH: MachinePath = MachinePath::known("/etc/tmpfiles.d/kubemint.conf");

#[derive(Serialize)]
struct Values {
    folders: Vec<Line>,
    files: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    path: TmpfilesPath,
    mode: String,
    owner: Word,
    group: Word,
}

/// The lines for every directory and every restricted file of `node` among `artifacts`, in the order of their paths.
///
/// # Errors
/// [`TemplateError`] if the template is not valid.
pub fn tmpfiles<'a>(
    node: NodeRef<'_>,
    artifacts: impl IntoIterator<Item = &'a Artifact>,
) -> Result<Artifact, TemplateError> {
    let mut here: Vec<_> =
        artifacts.into_iter().filter_map(|a| Some((MachinePath::of(&a.path, node.name())?, a))).collect();
    here.sort_by(|(a, _), (b, _)| a.cmp(b));
    let (mut folders, mut files) = (Vec::new(), Vec::new());
    for (path, artifact) in here {
        match artifact.content {
            Content::Folder => folders.push(line(TmpfilesPath::literal(&path), artifact)),
            Content::File(_) | Content::Withheld if is_restricted(artifact) => {
                files.push(line(TmpfilesPath::glob(&path), artifact));
            }
            Content::File(_) | Content::Withheld => {}
        }
    }
    Ok(Artifact::public(PATH.on(node.name()), lay_out("tmpfiles.conf", &Values { folders, files })?))
}

/// Whether the owner or mode of a file differs from what a copy by root would set.
fn is_restricted(artifact: &Artifact) -> bool {
    (artifact.owner, artifact.group, artifact.mode) != (Account::Root, Account::Root, Mode::PUBLIC_FILE)
}

fn line(path: TmpfilesPath, artifact: &Artifact) -> Line {
    Line {
        path,
        mode: artifact.mode.to_string(),
        owner: Word(artifact.owner.name()),
        group: Word(artifact.group.name()),
    }
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::*;
    use crate::{
        model::example,
        render::{folders::folders, read_systemd},
        tree::Origin,
    };

    fn key(path: &'static str, node: NodeRef<'_>) -> Artifact {
        Artifact::secret(MachinePath::known(path).on(node.name()), Zeroizing::new(vec![]), Origin::Rendered)
    }

    #[test]
    fn folders_come_first_and_public_files_are_left_out() {
        let cluster = example::cluster();
        let nodes: Vec<_> = cluster.nodes().collect();
        let sa = key("/etc/kubernetes/pki/sa.key", nodes[0]).with_group(Account::KubeServiceAccount);
        let artifacts = [
            sa.with_mode(Mode::GROUP_FILE),
            key("/etc/kubernetes/pki/etcd/server.key", nodes[0]).owned_by(Account::Etcd),
            key("/etc/kubernetes/pki/apiserver.key", nodes[1]),
            Artifact::public(MachinePath::known("/etc/kubernetes/pki/ca.crt").on(nodes[0].name()), "x"),
        ];
        let folders = folders(&cluster, nodes[0]);
        let made = tmpfiles(nodes[0], artifacts.iter().chain(&folders)).unwrap();
        assert_eq!(made.path.as_str(), "nodes/master-1/etc/tmpfiles.d/kubemint.conf");
        let lines: Vec<_> = read_systemd::text(&made).lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(lines.len(), folders.len() + 2);
        assert_eq!(lines[0], "d /etc/kubernetes 0755 root root -");
        assert_eq!(
            lines[folders.len()..],
            [
                "z /etc/kubernetes/pki/etcd/server.key 0600 etcd etcd -",
                "z /etc/kubernetes/pki/sa.key 0640 root kube-service-account -",
            ]
        );
    }
}
