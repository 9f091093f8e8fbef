//! `config` of `[kubelet]`: fields of a KubeletConfiguration that kubemint does not decide itself.

use serde_json::Value;

use crate::{
    diagnostic::{Violation, key_path},
    model::Draft,
};

/// Fields that other files of the tree depend on, or that have a key of their own, and what to use instead.
const OWNED: &[(&[&str], &str)] = &[
    (&["apiVersion"], "leave it out"),
    (&["authentication", "anonymous"], "leave it out: nobody asks a kubelet without a name"),
    (&["authentication", "webhook", "enabled"], "leave it out: the API server knows the tokens"),
    (&["authentication", "x509"], "leave it out: the cluster's CA signs all clients"),
    (&["authorization", "mode"], "leave it out: the API server decides who may ask a kubelet"),
    (&["clusterDNS"], "`service_cidr` of [cluster] decides it"),
    (&["clusterDomain"], "`dns_domain` of [cluster] decides it"),
    (&["containerRuntimeEndpoint"], "use `container_runtime_endpoint` of [kubelet]"),
    (&["featureGates"], "use `feature_gates` of [kubelet]"),
    (&["healthzBindAddress"], "leave it out: it is asked at 127.0.0.1"),
    (&["healthzPort"], "leave it out: it is asked at 10248"),
    (&["kind"], "leave it out"),
    (&["registerWithTaints"], "use `taints` of [[control_plane]] and [[worker]]"),
    (&["rotateCertificates"], "use `join` of [[worker]]"),
    (&["serverTLSBootstrap"], "use `serving` of [kubelet]"),
    (&["staticPodPath"], "leave it out: the manifests lie in /etc/kubernetes/manifests"),
    (&["tlsCertFile"], "use `serving` of [kubelet]"),
    (&["tlsPrivateKeyFile"], "use `serving` of [kubelet]"),
];

/// Whether a field, by its path, is kubemint's or lies in one that is.
pub(super) fn is_owned(path: &str) -> bool {
    OWNED.iter().any(|(field, _)| {
        let rest = path.strip_prefix(&field.join("."));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    })
}

/// Every field that is kubemint's.
pub(super) fn check(draft: &Draft) -> Vec<Violation> {
    let config = &draft.kubelet.config;
    let is_set = |field: &[&str]| {
        let (first, rest) = field.split_first()?;
        rest.iter().try_fold(config.get(*first)?, |value: &Value, key| value.get(*key)).map(|_| ())
    };
    let violation = |(field, instead): &(&[&str], &str)| {
        let path = field.iter().fold("kubelet.config".to_owned(), |path, key| key_path(&path, key));
        let message = format!("{} is kubemint's to set", field.join("."));
        Violation::new("owned-kubelet-field", path, message, "a field that kubemint does not set")
            .at_key()
            .help(*instead)
    };
    OWNED.iter().filter(|(field, _)| is_set(field).is_some()).map(violation).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        component::{owned_flags, refused_flags},
        kubernetes::{field_of_kubelet_flag, flag_names},
        model::{Component, Minor},
    };

    /// A flag outranks the field that it sets.
    #[test]
    fn no_flag_of_the_kubelet_sets_a_field_that_is_kubemints() {
        let owned = owned_flags(Component::Kubelet);
        let mut judged = 0;
        for minor in Minor::ALL {
            for name in flag_names(minor, Component::Kubelet) {
                let Some(field) = field_of_kubelet_flag(minor, name).filter(|field| is_owned(field)) else {
                    continue;
                };
                let refused = refused_flags(Component::Kubelet).iter().any(|flag| flag.name == name);
                assert!(owned.contains(&name) || refused, "--{name} of {minor} sets {field}");
                judged += 1;
            }
        }
        assert!(judged >= OWNED.len() / 2, "{judged}");
    }
}
