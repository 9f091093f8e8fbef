//! sysusers.d: a user for each component, with a fixed UID.

use serde::Serialize;

use super::{
    accounts::accounts,
    systemd_quoting::Word,
    template::{TemplateError, lay_out},
};
use crate::{
    component::{components_of, specification},
    model::{Account, Cluster, NodeRef},
    tree::{Artifact, MachinePath},
};

/// The path of the file that declares the accounts of a machine.
pub const PATH: MachinePath = MachinePath::known("/etc/sysusers.d/kubemint.conf");

/// The path of the drop-in that makes systemd-sysusers run at every boot.
pub const DROPIN: MachinePath =
    MachinePath::known("/etc/systemd/system/systemd-sysusers.service.d/10-kubemint.conf");

#[derive(Serialize)]
struct Values {
    users: Vec<Numbered>,
    groups: Vec<Numbered>,
    members: Vec<Member>,
}

#[derive(Serialize)]
struct Numbered {
    name: Word,
    id: u32,
}

#[derive(Serialize)]
struct Member {
    user: Word,
    group: Word,
}

/// The users of `node` and the drop-in that makes systemd create them; nothing for a worker, which needs none.
///
/// # Errors
/// [`TemplateError`] if a template is not valid.
pub fn sysusers(cluster: &Cluster, node: NodeRef<'_>) -> Result<Vec<Artifact>, TemplateError> {
    let (groups, users): (Vec<_>, Vec<_>) =
        accounts(cluster, node).into_iter().partition(|account| account.is_group_only());
    if users.is_empty() {
        return Ok(Vec::new());
    }
    let numbered = |account: Account| Numbered { name: Word(account.name()), id: account.id(&cluster.users) };
    // The members of a group that is no user's own.
    let members = groups.iter().flat_map(|group: &Account| {
        let accounts = components_of(*group).map(|component| specification(component).account);
        accounts.map(|user| Member { user: Word(user.name()), group: Word(group.name()) })
    });
    let values = Values {
        members: members.collect(),
        users: users.into_iter().map(numbered).collect(),
        groups: groups.into_iter().map(numbered).collect(),
    };
    Ok(vec![
        Artifact::public(PATH.on(node.name()), lay_out("sysusers.conf", &values)?),
        Artifact::public(
            DROPIN.on(node.name()),
            include_str!("../../templates/systemd-sysusers.service.conf"),
        ),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::{Endpoint, NumericId, example},
        render::read_systemd,
    };

    fn lines(cluster: &Cluster, node: usize) -> Vec<String> {
        let made = sysusers(cluster, cluster.nodes().nth(node).unwrap()).unwrap();
        let lines = made.first().map(read_systemd::text).unwrap_or_default().lines();
        lines.filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
    }

    #[test]
    fn each_component_has_a_user_with_its_number() {
        let mut draft = example::draft();
        draft.users.kube_scheduler = NumericId::new(700).unwrap();
        assert_eq!(
            lines(&crate::validate::cluster(draft).unwrap(), 0),
            [
                "u etcd 561 \"etcd\" / /usr/sbin/nologin",
                "u kube-apiserver 562 \"kube-apiserver\" / /usr/sbin/nologin",
                "u kube-controller-manager 563 \"kube-controller-manager\" / /usr/sbin/nologin",
                "u kube-scheduler 700 \"kube-scheduler\" / /usr/sbin/nologin",
                "g kube-service-account 565",
                "m kube-apiserver kube-service-account",
                "m kube-controller-manager kube-service-account",
            ]
        );
    }

    #[test]
    fn a_user_without_a_process_is_not_made() {
        let mut draft = example::draft();
        draft.etcd.external = vec![Endpoint::parse("etcd.example.com:2379").unwrap()];
        let cluster = crate::validate::cluster(draft).unwrap();
        assert!(lines(&cluster, 0).iter().all(|line| !line.contains("etcd")));
        assert!(lines(&cluster, 3).is_empty());
    }
}
