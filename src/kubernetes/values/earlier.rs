//! What earlier minors accepted: flags and fields whose rows, in the files beside this one, apply only since a minor
//! later than 1.34.

use super::{
    form::{
        Form,
        Form::{Any, List, Text},
    },
    kubelet_text as text,
};
use crate::model::Minor;

/// Full names of images, with the registry's host and the path.
const IMAGE: Form = Text(
    text::is_full_image_pattern,
    "images with the host of their registry, without tag and digest, or HOST/PATH/*",
);

/// A flag or a field, the first minor in which its row applies, and what was accepted before.
pub(super) static ROWS: &[(&str, Minor, Form)] = &[
    // component-base, `metrics/options.go`, `Validate`.
    ("disabled-metrics", Minor::V1_36, Any),
    // `pkg/kubelet/apis/config/validation/validation.go`.
    ("imageMinimumGCAge", Minor::V1_36, Any),
    // `pkg/kubelet/images/pullmanager/image_pull_policies.go`, `getAllowlistImagePattern`.
    ("preloadedImagesVerificationAllowlist", Minor::V1_36, List(&IMAGE)),
];

/// What a flag or a field accepted, if `minor` is older than its row.
pub(super) fn form(minor: Minor, name: &str) -> Option<&'static Form> {
    let row = ROWS.iter().find(|(known, since, _)| *known == name && minor < *since);
    row.map(|(_, _, form)| form)
}
