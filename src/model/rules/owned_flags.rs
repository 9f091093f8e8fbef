//! `extra_args`: flags that kubemint does not own.

use super::components::{ComponentTable, tables};
use crate::{
    component::owned_flags,
    model::{Draft, Violation, key_path},
};

/// Every extra flag of every component.
pub(super) fn check(draft: &Draft) -> Vec<Violation> {
    tables(draft).iter().flat_map(of_component).collect()
}

fn of_component(table: &ComponentTable<'_>) -> Vec<Violation> {
    let path = |name| key_path(&format!("{}.extra_args", table.path), name);
    let owned = owned_flags(table.component);
    let names = table.extra_args.keys().map(String::as_str);
    names.filter(|name| owned.contains(name)).map(|name| owned_flag(table, name, path(name))).collect()
}

fn owned_flag(table: &ComponentTable<'_>, name: &str, path: String) -> Violation {
    let message = format!("--{name} of {} is kubemint's to set", table.component.name());
    let violation = Violation::new("owned-flag", path, message, "a flag that kubemint does not set").at_key();
    match KEYS.iter().find(|(flag, _)| *flag == name) {
        Some((_, key)) => violation.help(format!("there is a key for it: {key}")),
        None if name.starts_with("oidc-") => violation.help(format!(
            "take `authentication_file` of [apiserver]: kube-apiserver refuses --{name} beside it"
        )),
        None => violation.help("leave it out: other files of the tree depend on its value"),
    }
}

/// Owned flags that a key of cluster.toml sets, and the key.
const KEYS: &[(&str, &str)] = &[
    ("audit-log-maxage", "`max_age_days` of [audit]"),
    ("audit-log-maxbackup", "`max_backups` of [audit]"),
    ("audit-log-maxsize", "`max_size_megabytes` of [audit]"),
    ("audit-log-path", "`log_path` of [audit]"),
    ("authentication-config", "`authentication_file` of [apiserver]"),
    ("audit-policy-file", "`policy` or `policy_file` of [audit]"),
    ("bind-address", "`bind_address`"),
    ("cluster-cidr", "`pod_cidr` of [cluster]"),
    ("cluster-dns", "`service_cidr` of [cluster]"),
    ("cluster-domain", "`dns_domain` of [cluster]"),
    ("cluster-name", "`name` of [cluster]"),
    ("container-runtime-endpoint", "`container_runtime_endpoint` of [kubelet]"),
    ("etcd-servers", "`external` of [etcd]"),
    ("feature-gates", "`feature_gates`"),
    ("initial-cluster-state", "`etcd_initial_state` of [[control_plane]]"),
    ("node-cidr-mask-size", "`node_mask_ipv4` or `node_mask_ipv6` of [cluster]"),
    ("node-cidr-mask-size-ipv4", "`node_mask_ipv4` of [cluster]"),
    ("node-cidr-mask-size-ipv6", "`node_mask_ipv6` of [cluster]"),
    ("node-labels", "`labels` of [[control_plane]] and [[worker]]"),
    ("register-with-taints", "`taints` of [[control_plane]] and [[worker]]"),
    ("secure-port", "`port` of [apiserver]; other components keep theirs"),
    ("service-cluster-ip-range", "`service_cidr` of [cluster]"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Component;

    #[test]
    fn every_flag_with_a_key_of_its_own_is_owned_somewhere() {
        let owned = [Component::CONTROL_PLANE.as_slice(), &[Component::Kubelet]].concat();
        let owned: Vec<_> = owned.into_iter().flat_map(owned_flags).collect();
        for (flag, _) in KEYS {
            assert!(owned.contains(flag), "{flag}");
        }
    }
}
