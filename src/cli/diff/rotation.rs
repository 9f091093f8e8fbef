//! Warnings about rotations: what would happen too early, and what the running cluster must have done before a step.

use super::{notes::first_few, warning::Warning};
use crate::{
    difference::rollout::{Rollout, Rotation, RotationAction, RotationRisk, RotationStep, Rotations},
    pki::{Ca, authority::SERVICE_ACCOUNT_LABEL},
};

/// Each warning about a key, the unsafe rotations first.
pub(super) fn warnings(rollout: &Rollout) -> Vec<Warning> {
    let unsafe_ones = rollout.rotations.unsafe_ones.iter().map(too_early);
    let Rotations { steps, bootstrapped, .. } = &rollout.rotations;
    let conditions = steps.iter().flat_map(|step| conditions(step, bootstrapped));
    unsafe_ones.chain(conditions).collect()
}

fn too_early(rotation: &Rotation) -> Warning {
    let Rotation { label, generation, risk } = rotation;
    let signed = if label == SERVICE_ACCOUNT_LABEL { "tokens" } else { "certificates" };
    match risk {
        RotationRisk::SignsBeforeTrusted => Warning::new(
            "signs-before-trusted",
            format!(
                "{label} of generation {generation} would sign at once, and what has not restarted yet refuses its {signed}: \
                 trust it in a first rollout, and make it the active one in a second"
            ),
        ),
        RotationRisk::RetiredWhileInUse => Warning::new(
            "retired-while-in-use",
            format!(
                "{label} of generation {generation} has signed until now and would no longer be trusted, so what has restarted \
                 refuses its {signed}: keep it among the trusted, and take it out in a rollout of its own once nothing that \
                 it signed is in use"
            ),
        ),
    }
}

/// What must be true of the running cluster before a step.
struct Condition {
    label: &'static str,
    action: RotationAction,
    code: &'static str,
    /// Follows "LABEL of generation N ".
    words: &'static str,
}

/// Every condition. They follow from which files are reloaded, and which are read only at the start; docs/rotation.md
/// has the sources.
static CONDITIONS: &[Condition] = &[
    Condition {
        label: Ca::Kubernetes.label(),
        action: RotationAction::BeginsToSign,
        code: "clients-must-trust-new-ca",
        words: "begins to sign: API servers read their certificates anew as soon as the files arrive, and a client that does \
                not trust it refuses them from then on. Before this rollout, every process runs the tree before; every pod \
                that reads kube-root-ca.crt at its start only has restarted since that ConfigMap has the new CA in its \
                namespace; and everybody with a kubeconfig, programs outside of the cluster included, has one that trusts it",
    },
    Condition {
        label: Ca::Kubernetes.label(),
        action: RotationAction::Retires,
        code: "old-ca-in-use",
        words: "is no longer trusted, and what it signed is refused as soon as the files arrive: before this rollout, nobody \
                uses such a certificate any more. No tree holds those that were asked for by CertificateSigningRequest or \
                handed out as kubeconfigs; the audit log names each certificate that a request came with \
                (authentication.kubernetes.io/credential-id)",
    },
    Condition {
        label: Ca::Etcd.label(),
        action: RotationAction::BeginsToSign,
        code: "etcd-must-trust-new-ca",
        words: "begins to sign: etcd shows and API servers send certificates by it as soon as the files arrive, and both read \
                the CAs that they trust at their start only. Before this rollout, every member of etcd and every API server \
                has restarted with the tree before, and every other client of etcd, such as a backup, trusts it",
    },
    Condition {
        label: Ca::Etcd.label(),
        action: RotationAction::Retires,
        code: "old-etcd-ca-in-use",
        words: "is no longer trusted: before this rollout, every other client of etcd, such as a backup, has a certificate by \
                the active generation. Whoever has its key is refused only once every member has restarted",
    },
    Condition {
        label: Ca::FrontProxy.label(),
        action: RotationAction::BeginsToSign,
        code: "aggregated-servers-must-trust-new-ca",
        words: "begins to sign: API servers send aggregated API servers, such as metrics-server, certificates by it as soon as \
                the files arrive. Before this rollout, requestheader-client-ca-file in ConfigMap \
                kube-system/extension-apiserver-authentication has it, and aggregated API servers that read that ConfigMap at \
                their start only have restarted since",
    },
    Condition {
        label: Ca::FrontProxy.label(),
        action: RotationAction::Retires,
        code: "old-front-proxy-ca-in-use",
        words: "is no longer trusted: before this rollout, every API server has sent certificates by the active generation \
                since its files arrived",
    },
    Condition {
        label: SERVICE_ACCOUNT_LABEL,
        action: RotationAction::BeginsToSign,
        code: "verifiers-must-trust-new-key",
        words: "begins to sign tokens: an API server reads the keys that it trusts at its start only. Before this rollout, \
                every API server has restarted with the tree before, and whoever verifies tokens outside of the cluster has \
                its public key",
    },
    Condition {
        label: SERVICE_ACCOUNT_LABEL,
        action: RotationAction::Retires,
        code: "old-tokens-in-use",
        words: "is no longer trusted, and each API server that restarts refuses the tokens that it signed. Before this rollout, \
                none of them is alive: since the last API server began to sign with the active generation, the longest life \
                of a token has passed (an hour for a pod that asks for no other, and as long as `kubectl create token` was \
                asked for), and every Secret of type kubernetes.io/service-account-token is a new one, for those never end: \
                `kubectl get secrets -A --field-selector type=kubernetes.io/service-account-token`, delete each and make it \
                anew",
    },
];

fn conditions(step: &RotationStep, bootstrapped: &[String]) -> Vec<Warning> {
    let RotationStep { label, action, generations } = step;
    let generations: Vec<String> = generations.iter().map(u32::to_string).collect();
    let subject = format!("{label} of generation {}", generations.join(", "));
    let of_step = CONDITIONS.iter().filter(|one| one.label == label && one.action == *action);
    let conditions = of_step.map(|one| Warning::new(one.code, format!("{subject} {}", one.words)));
    let is_clients_ca = label == Ca::Kubernetes.label() && *action == RotationAction::Retires;
    let kubelets = is_clients_ca.then(|| old_client_certificates(&subject, bootstrapped)).flatten();
    conditions.chain(kubelets).collect()
}

/// Kubelets that would be rejected, since their client certificates are not in the tree.
fn old_client_certificates(subject: &str, bootstrapped: &[String]) -> Option<Warning> {
    (!bootstrapped.is_empty()).then(|| {
        let message = format!(
            "{subject} is no longer trusted, so each kubelet that joined by TLS bootstrap ({}) must first have a client \
             certificate that the active generation signed: there, `rm /var/lib/kubelet/pki/kubelet-client-current.pem && \
             systemctl restart kubelet`, with a token in bootstrap-kubelet.conf that has not expired; likewise \
             kubelet-server-current.pem on every machine where [kubelet] serving is \"csr\"",
            first_few(bootstrapped.iter().cloned())
        );
        Warning::new("kubelet-client-certificates", message)
    })
}
