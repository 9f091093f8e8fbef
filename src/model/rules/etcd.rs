//! An etcd that kubemint does not run.

use super::twice::twice;
use crate::model::{Draft, Violation, key_path};

/// Endpoints stand once, and nothing configures a process that is not there.
pub(super) fn external(draft: &Draft) -> Vec<Violation> {
    let endpoints = draft.etcd.external.iter().enumerate();
    let endpoints = endpoints.map(|(i, endpoint)| (format!("etcd.external[{i}]"), endpoint));
    let again = twice(endpoints).into_iter().map(|(path, first, endpoint)| {
        Violation::new("name-used-twice", path, format!("{endpoint} stands twice"), "each endpoint once")
            .also(first, "first used here")
            .help("take one of them away")
    });
    let flags = draft.etcd.extra_args.keys().filter(|_| !draft.etcd.external.is_empty()).map(|flag| {
        let path = key_path("etcd.extra_args", flag);
        Violation::new(
            "etcd-external",
            path,
            "kubemint does not run an external etcd",
            "no flags beside `external`",
        )
        .also("etcd.external", "an external etcd")
        .help("leave the flag out: set it where that etcd is set up")
    });
    again.chain(flags).collect()
}
