//! Warnings of `diff` about keys: those that somebody else may have made, and the steps of a rotation.

use super::explanation::{
    Example::{Change, Commands, Text},
    Explanation, warning,
};

pub(super) static KEYS: &[Explanation] = &[
    warning(
        "exchanged-key",
        "A key changed within its generation. Nothing does that but another seed, cluster id or key algorithm; otherwise somebody \
         put a key of their own there, with which they can take the cluster over.",
        Text("a pull request that replaces out/public/cluster/pki/ca.crt"),
        "Do not merge or install it before `kubemint check --public`, with the seed, finds no difference.",
    ),
    warning(
        "unconfirmed-key",
        "A key is trusted from now on that only the seed can confirm, and this comparison was made without the seed.",
        Commands(
            "git init -q && git add -A && git commit -qm \"Render the cluster\"\n\
             printf '\\n[pki.generations]\\nservice_account = { active = 1, trusted = [1, 2] }\\n' >> cluster.toml\n\
             kubemint render --demo-seed && kubemint diff --as-rendered --against HEAD",
        ),
        "Do not merge or install it before `kubemint check --public`, with the seed, finds no difference.",
    ),
    warning(
        "signs-before-trusted",
        "A key would sign before everything trusts it, and what has not restarted yet refuses what it signed.",
        Change("", "[pki.generations]\nservice_account = { active = 2, trusted = [1, 2] }"),
        "Add it to `trusted` in a first rollout, and make it `active` in a second one.",
    ),
    warning(
        "retired-while-in-use",
        "A key that has signed until now would no longer be trusted, and what has restarted refuses what it signed.",
        Change(
            "[pki.generations]\nservice_account = { active = 1, trusted = [1, 2] }",
            "[pki.generations]\nservice_account = { active = 2, trusted = [2] }",
        ),
        "Keep it in `trusted`, and take it out in a rollout of its own once nothing that it signed is in use.",
    ),
    warning(
        "clients-must-trust-new-ca",
        "The kubernetes CA's new generation begins to sign, and a client that does not trust it refuses every API server as soon \
         as the files arrive.",
        Change(
            "[pki.generations]\nkubernetes_ca = { active = 1, trusted = [1, 2] }",
            "[pki.generations]\nkubernetes_ca = { active = 2, trusted = [1, 2] }",
        ),
        "See that every process runs the tree before, that pods that read the CA only at their start have restarted, and that \
         everybody has a kubeconfig with the new CA.",
    ),
    warning(
        "old-ca-in-use",
        "The kubernetes CA's old generation is no longer trusted, and what it signed is refused as soon as the files arrive. No \
         tree has the certificates that were requested from the cluster or handed out as kubeconfigs.",
        Change(
            "[pki.generations]\nkubernetes_ca = { active = 2, trusted = [1, 2] }",
            "[pki.generations]\nkubernetes_ca = { active = 2, trusted = [2] }",
        ),
        "Find the certificates that are in use in the audit log, and replace them first.",
    ),
    warning(
        "kubelet-client-certificates",
        "Kubelets that joined with a bootstrap token have client certificates of the old CA, which API servers would refuse.",
        Change(
            "[pki.generations]\nkubernetes_ca = { active = 2, trusted = [1, 2] }",
            "[pki.generations]\nkubernetes_ca = { active = 2, trusted = [2] }",
        ),
        "Let each of them request a new certificate first, as the message says.",
    ),
    warning(
        "etcd-must-trust-new-ca",
        "etcd's new CA begins to sign, and members and API servers read the CAs that they trust only at their start.",
        Change(
            "[pki.generations]\netcd_ca = { active = 1, trusted = [1, 2] }",
            "[pki.generations]\netcd_ca = { active = 2, trusted = [1, 2] }",
        ),
        "See that every member, API server and other client of etcd has restarted with the tree before.",
    ),
    warning(
        "old-etcd-ca-in-use",
        "etcd's old CA is no longer trusted, and other clients of etcd may still have certificates of it.",
        Change(
            "[pki.generations]\netcd_ca = { active = 2, trusted = [1, 2] }",
            "[pki.generations]\netcd_ca = { active = 2, trusted = [2] }",
        ),
        "Give every other client, such as a backup, a certificate of the active generation first.",
    ),
    warning(
        "aggregated-servers-must-trust-new-ca",
        "The front proxy's new CA begins to sign, and aggregated API servers that do not trust it refuse requests.",
        Change(
            "[pki.generations]\nfront_proxy_ca = { active = 1, trusted = [1, 2] }",
            "[pki.generations]\nfront_proxy_ca = { active = 2, trusted = [1, 2] }",
        ),
        "See that ConfigMap kube-system/extension-apiserver-authentication has the new CA, and that aggregated API servers that \
         read it only at their start have restarted.",
    ),
    warning(
        "old-front-proxy-ca-in-use",
        "The front proxy's old CA is no longer trusted, and an API server may still send certificates of it.",
        Change(
            "[pki.generations]\nfront_proxy_ca = { active = 2, trusted = [1, 2] }",
            "[pki.generations]\nfront_proxy_ca = { active = 2, trusted = [2] }",
        ),
        "See that every API server has sent certificates of the active generation since its files arrived.",
    ),
    warning(
        "verifiers-must-trust-new-key",
        "The new service-account key begins to sign tokens, and an API server reads the keys that it trusts only at its start.",
        Change(
            "[pki.generations]\nservice_account = { active = 1, trusted = [1, 2] }",
            "[pki.generations]\nservice_account = { active = 2, trusted = [1, 2] }",
        ),
        "See that every API server has restarted with the tree before, and that verifiers outside of the cluster have the key.",
    ),
    warning(
        "old-tokens-in-use",
        "The old service-account key is no longer trusted, and API servers refuse the tokens that it signed.",
        Change(
            "[pki.generations]\nservice_account = { active = 2, trusted = [1, 2] }",
            "[pki.generations]\nservice_account = { active = 2, trusted = [2] }",
        ),
        "Wait for the longest life of a token, and make every Secret of type kubernetes.io/service-account-token anew.",
    ),
];
