//! Golden trees: what a cluster.toml renders to with the demo seed, byte for byte.
//!
//! Each case is a directory with a cluster.toml (or one of examples/), the public output as files, and `secret.sha256`, a
//! line a file of the secret output as sha256sum writes it. A file that is missing, extra or different fails.
//!
//! After a change that is meant, `KUBEMINT_GOLDEN=overwrite cargo test --test golden` writes them anew; look at the
//! difference before you commit it, and say in the message why it is right.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../beside/mod.rs"]
mod beside;
mod case;
mod half;

use case::Case;

/// Names the tests after the cases.
macro_rules! golden {
    ($($(#[$doc:meta])* $name:ident: $case:expr;)*) => {
        $($(#[$doc])* #[test]
        fn $name() {
            $case.check();
        })*

        /// A directory that no test reads would be no golden tree.
        #[test]
        fn every_folder_is_a_case() {
            let mut known: Vec<String> = vec![$($case.name.to_owned()),*];
            known.sort();
            assert_eq!(Case::folders(), known);
        }
    };
}

golden! {
    /// The whole of examples/ha. Its public output is `out/` at the root of the repository.
    ha: Case::example("ha").with_public("out/public");
    controller_manager_ha: Case::example("controller-manager-ha");
    one_node: Case::own("one-node");
    five_nodes_ipv6: Case::own("five-nodes-ipv6");
    dual_stack: Case::own("dual-stack");
    kube_proxy: Case::own("kube-proxy");
    mixed_runtimes: Case::own("mixed-runtimes");
    load_balancer: Case::own("load-balancer");
    ecdsa_p384: Case::own("ecdsa-p384");
    rsa_3072: Case::own("rsa-3072");
    rsa_4096: Case::own("rsa-4096");
    /// Files of the user's own.
    own_files: Case::own("own-files");
}
