//! Warnings about ways to reach an API server that a change removes.

use super::warning::Warning;
use crate::difference::rollout::{EndpointChange, Reach};

/// Each warning about the endpoint and the names in the API servers' certificates.
pub(super) fn warnings(reach: &Reach) -> Vec<Warning> {
    let endpoint = reach.endpoint.as_ref().map(endpoint);
    let names = (!reach.lost_names.is_empty()).then(|| lost_names(&reach.lost_names.join(", ")));
    endpoint.into_iter().chain(names).collect()
}

/// Clients that have the endpoint in a file, which they read only when they start.
const DIALLERS: &str = "every worker's kubelet, every controller with apiserver = \"endpoint\", everybody with a kubeconfig, and pods \
                        of the host network that were told it, such as a CNI plugin's or kube-proxy's";

fn endpoint(change: &EndpointChange) -> Warning {
    let EndpointChange { from, to, is_known_before, is_kept_after } = change;
    let (old, new) = (change.old_host(), change.new_host());
    if *is_known_before && *is_kept_after {
        let message = format!(
            "the endpoint changes from {from} to {to}: before this rollout, the load balancer answers at {to}, and it goes on \
             answering at {from} until {DIALLERS} dial {to}"
        );
        return Warning::new("endpoint-changes", message);
    }
    let refused = (!is_kept_after).then(|| {
        format!(
            "API servers read their certificates anew as soon as the files arrive, and whoever still dials {old} refuses them \
             from then on"
        )
    });
    let unknown = (!is_known_before).then(|| {
        format!(
            "no certificate has {new} until then, so that a kubectl with the new admin.conf refuses every API server, from the \
             first step on"
        )
    });
    let why: Vec<String> = refused.into_iter().chain(unknown).collect();
    let first = (!is_known_before)
        .then(|| format!("first roll out {new:?} in [apiserver] extra_sans with the endpoint as it is; "));
    let message = format!(
        "the endpoint changes from {from} to {to}: {}; instead, {}then roll out the new endpoint with {old:?} in extra_sans; and \
         take {old:?} away in a rollout of its own, once {DIALLERS} dial {to}",
        why.join(", and "),
        first.unwrap_or_default()
    );
    Warning::new("endpoint-not-in-certificates", message)
}

fn lost_names(names: &str) -> Warning {
    let message = format!(
        "{names} leaves the certificates of API servers, which they read anew as soon as the files arrive: whoever dials it \
         refuses them from then on. Before this rollout, nobody dials it any more: look at the kubeconfigs of people, of CI and \
         of programs outside of the cluster, and at the load balancer's own checks"
    );
    Warning::new("name-leaves-certificates", message)
}
