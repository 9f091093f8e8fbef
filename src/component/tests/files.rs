//! The files that a component reads and the directories that it sees.

use super::*;
use crate::{
    model::Account,
    pki::{Ca, Installed, Role, authority::KeyPlace, leaf_table::LEAF_TABLE},
    tree::MachinePath,
};

#[test]
fn everything_a_command_line_names_is_mounted() {
    for invocation in all().iter().filter(|invocation| !specification(invocation.component).sees_machine) {
        let paths =
            invocation.command.flags().iter().map(|flag| &flag.value).filter(|value| value.starts_with('/'));
        for path in paths {
            let is_below = |mount: &Mount| {
                path.strip_prefix(mount.path.as_str())
                    .is_some_and(|rest| rest.is_empty() || (mount.is_folder && rest.starts_with('/')))
            };
            assert!(invocation.mounts.iter().any(is_below), "{:?} {path}", invocation.component);
        }
    }
}

#[test]
fn mounts_and_inputs_are_sorted() {
    for invocation in all() {
        assert!(invocation.mounts.is_sorted_by(|a, b| a.path < b.path), "{:?}", invocation.component);
        assert!(invocation.start_inputs.is_sorted_by(|a, b| a < b), "{:?}", invocation.component);
    }
}

#[test]
fn only_data_and_logs_can_be_written() {
    for invocation in all() {
        for mount in invocation.mounts.iter().filter(|mount| mount.writable) {
            assert!(mount.path.as_str().starts_with("/var/"), "{mount:?}");
            assert!(mount.is_folder);
        }
    }
}

#[test]
fn a_renewed_serving_certificate_restarts_its_component() {
    let cluster = cluster(|_| {});
    for (component, certificate) in [
        (Component::KubeApiserver, paths::APISERVER),
        (Component::KubeControllerManager, paths::CONTROLLER_MANAGER),
        (Component::KubeScheduler, paths::SCHEDULER),
        (Component::Etcd, paths::ETCD_SERVER),
        (Component::Kubelet, paths::KUBELET_SERVING),
    ] {
        let here = invocations(&cluster, cluster.nodes().next().unwrap());
        let readers = here.iter().filter(|one| one.start_inputs.contains(&certificate));
        assert_eq!(readers.map(|one| one.component).collect::<Vec<_>>(), [component]);
    }
}

#[test]
fn every_certificate_that_is_named_is_made_and_its_key_readable() {
    for invocation in all() {
        for path in invocation.start_inputs.iter().filter(|path| path.as_str().contains("/pki/")) {
            let may_read = match reader(path) {
                Reader::Everyone => true,
                Reader::Nobody => false,
                Reader::One(account) => {
                    // Root reads everything.
                    [Account::Root, account].contains(&invocation.account)
                        || invocation.groups.contains(&account)
                }
            };
            assert!(may_read, "{:?} {path} {:?}", invocation.component, reader(path));
        }
    }
}

#[test]
fn every_key_on_a_machine_is_named_by_its_reader() {
    for row in LEAF_TABLE {
        let Installed::Files { certificate, key, reader } = &row.installed else { continue };
        // Administrators use this one with etcdctl.
        if row.role == Role::ETCD_HEALTHCHECK_CLIENT {
            continue;
        }
        let reads = |invocation: &Invocation| {
            invocation.account == *reader
                && [certificate, key].into_iter().all(|path| invocation.start_inputs.contains(path))
        };
        assert!(all().iter().any(reads), "{:?}", row.role);
    }
}

/// The accounts that can read a file on a machine.
#[derive(Debug)]
enum Reader {
    Everyone,
    One(Account),
    /// It does not exist.
    Nobody,
}

/// The accounts that can read a certificate or key file.
fn reader(path: &MachinePath) -> Reader {
    let bundles = Ca::ALL.map(Ca::bundle);
    if bundles.contains(path) || [&paths::CA_SIGNING, &paths::SERVICE_ACCOUNT_PUBLIC].contains(&path) {
        return Reader::Everyone;
    }
    if *path == paths::SERVICE_ACCOUNT_KEY {
        return Reader::One(Account::KubeServiceAccount);
    }
    if KeyPlace::ControlPlane(path.clone()) == Ca::Kubernetes.key_place() {
        return Reader::One(Account::KubeControllerManager);
    }
    let found = LEAF_TABLE.iter().find_map(|row| match &row.installed {
        Installed::Files { certificate, .. } if certificate == path => Some(Reader::Everyone),
        Installed::Files { key, reader, .. } if key == path => Some(Reader::One(*reader)),
        _ => None,
    });
    found.unwrap_or(Reader::Nobody)
}
