//! An etcd that kubemint knows nothing of.

use crate::{
    diagnostic::Violation,
    kubernetes::{etcd_minors, minor_with_etcd},
    model::Draft,
};

/// The tag of etcd's image must say a minor whose flags are known: kubemint would start it with flags that it may not have.
pub(super) fn check(draft: &Draft) -> Vec<Violation> {
    let Some(tag) = &draft.images.etcd_tag else { return Vec::new() };
    if !draft.etcd.external.is_empty() || minor_with_etcd(draft.version.minor(), tag.as_str()).is_some() {
        return Vec::new();
    }
    let known = etcd_minors().join(" and ");
    let message = format!("kubemint knows no etcd of the tag {tag}");
    let expected = format!("a tag that begins with its version: etcd {known} are known");
    let help = "leave it out for the tag that kubeadm of this minor names";
    vec![Violation::new("etcd-tag", "images.etcd_tag", message, expected).help(help)]
}
