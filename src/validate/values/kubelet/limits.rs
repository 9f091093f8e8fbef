//! Fields whose values limit each other (`pkg/kubelet/apis/config/validation`, 1.34 to 1.37).

use serde_json::Value;

use super::settings::Settings;
use crate::{
    diagnostic::Violation,
    kubernetes::go_values::{duration, signed_integer},
};

/// Every violated limit.
pub(super) fn check(settings: &Settings<'_>) -> Vec<Violation> {
    let rules: [fn(&Settings<'_>) -> Option<Violation>; 11] = [
        image_thresholds,
        image_ages,
        shutdown,
        shutdown_by_priority,
        parallel_pulls,
        log_query,
        rates,
        allowlist,
        patterns_in_json,
        nameless_patterns,
        zero,
    ];
    rules.iter().filter_map(|rule| rule(settings)).collect()
}

fn image_thresholds(settings: &Settings<'_>) -> Option<Violation> {
    let fields = ["imageGCLowThresholdPercent", "imageGCHighThresholdPercent"];
    let [low, high] = fields.map(|field| settings.whole(field));
    let (low, high) = (low?, high?);
    (low >= high).then(|| {
        let message =
            format!("imageGCLowThresholdPercent is {low}, and imageGCHighThresholdPercent is {high}");
        settings.conflict(
            &fields,
            message,
            "a low threshold below the high one",
            "set both: their defaults are 80 and 85",
        )
    })?
}

fn image_ages(settings: &Settings<'_>) -> Option<Violation> {
    let (least, most) = (settings.time("imageMinimumGCAge")?, settings.time("imageMaximumGCAge")?);
    (most > 0 && most <= least).then(|| {
        settings.conflict(
            &["imageMaximumGCAge", "imageMinimumGCAge"],
            "imageMaximumGCAge is not longer than imageMinimumGCAge",
            "a maximum longer than the minimum, whose default is 2m",
            "lengthen imageMaximumGCAge",
        )
    })?
}

fn shutdown(settings: &Settings<'_>) -> Option<Violation> {
    let fields = ["shutdownGracePeriodCriticalPods", "shutdownGracePeriod"];
    let (critical, all) = (settings.time(fields[0])?, settings.time(fields[1])?);
    (critical > all).then(|| {
        settings.conflict(
            &fields,
            "shutdownGracePeriodCriticalPods is longer than shutdownGracePeriod, of which it is a part",
            "a part that is not longer than the whole",
            "set both: shutdownGracePeriod is 0s unless it is set",
        )
    })?
}

fn shutdown_by_priority(settings: &Settings<'_>) -> Option<Violation> {
    let by_priority = settings.set("shutdownGracePeriodByPodPriority")?;
    let is_set = by_priority.as_array().is_some_and(|list| !list.is_empty());
    let whole = settings.time("shutdownGracePeriod")? > 0;
    (is_set && whole).then(|| {
        settings.conflict(
            &["shutdownGracePeriodByPodPriority", "shutdownGracePeriod"],
            "shutdownGracePeriodByPodPriority and shutdownGracePeriod exclude each other",
            "one of the two",
            "leave out shutdownGracePeriod",
        )
    })?
}

fn parallel_pulls(settings: &Settings<'_>) -> Option<Violation> {
    let parallel = settings.set("maxParallelImagePulls")?.as_i64()?;
    let serial = settings.set("serializeImagePulls").and_then(|value| value.as_bool()) == Some(true);
    (parallel > 1 && serial).then(|| {
        settings.conflict(
            &["maxParallelImagePulls", "serializeImagePulls"],
            "images are pulled one at a time where serializeImagePulls is true",
            "maxParallelImagePulls of 1, or serializeImagePulls = false",
            "leave out serializeImagePulls",
        )
    })?
}

fn log_query(settings: &Settings<'_>) -> Option<Violation> {
    (settings.is_on("enableSystemLogQuery") && !settings.is_on("enableSystemLogHandler")).then(|| {
        settings.conflict(
            &["enableSystemLogQuery", "enableSystemLogHandler"],
            "enableSystemLogQuery needs enableSystemLogHandler",
            "both, or none",
            "leave out enableSystemLogHandler, which is on by default",
        )
    })?
}

/// client-go, `kubernetes/clientset.go`, `NewForConfigAndClient`: only a flag can make the burst 0.
fn rates(settings: &Settings<'_>) -> Option<Violation> {
    let by_flag = settings.draft.kubelet.extra_args.get("kube-api-burst")?;
    let is_zero = signed_integer(by_flag) == Some(0);
    (is_zero && settings.whole("kubeAPIQPS")? > 0).then(|| {
        settings.conflict(
            &["kubeAPIBurst", "kubeAPIQPS"],
            "a burst of 0 leaves nothing to kubeAPIQPS",
            "a burst of 1 or more",
            "raise the burst, or leave it out",
        )
    })?
}

fn allowlist(settings: &Settings<'_>) -> Option<Violation> {
    let is_set = !settings.list("preloadedImagesVerificationAllowlist").is_empty();
    let policy = settings.text("imagePullCredentialsVerificationPolicy");
    (is_set && policy != "NeverVerifyAllowlistedImages").then(|| {
        settings.conflict(
            &["preloadedImagesVerificationAllowlist", "imagePullCredentialsVerificationPolicy"],
            "preloadedImagesVerificationAllowlist needs the policy NeverVerifyAllowlistedImages",
            "imagePullCredentialsVerificationPolicy = \"NeverVerifyAllowlistedImages\", or no list",
            "set the policy, or leave out the list",
        )
    })?
}

/// component-base, `logs/api/v1/options.go`, `Validate`.
fn patterns_in_json(settings: &Settings<'_>) -> Option<Violation> {
    let has_patterns = settings.set("logging.vmodule")?.as_array().is_some_and(|list| !list.is_empty());
    (has_patterns && settings.text("logging.format") == "json").then(|| {
        settings.conflict(
            &["logging.vmodule", "logging.format"],
            "vmodule works in a log of text alone",
            "one of the two",
            "leave out vmodule, or the format",
        )
    })?
}

/// In the same function: each pattern names a file.
fn nameless_patterns(settings: &Settings<'_>) -> Option<Violation> {
    let patterns = settings.set("logging.vmodule")?;
    let lacks =
        patterns.as_array()?.iter().any(|item: &Value| item.is_object() && item.get("filePattern").is_none());
    lacks.then(|| {
        settings.conflict(
            &["logging.vmodule"],
            "an element of vmodule has no filePattern",
            "a filePattern in each element",
            "add the name of the file, or leave the element out",
        )
    })?
}

/// Flags of fields in which 0 or an empty value means the default, and what they accept: it has that meaning only in
/// a file, since a flag is applied after defaults are set.
const NOT_ZERO: [(&str, &str, &str); 6] = [
    ("container-log-max-size", "containerLogMaxSize", "a quantity such as \"10Mi\""),
    ("file-check-frequency", "fileCheckFrequency", "a duration longer than 0s"),
    ("max-open-files", "maxOpenFiles", "a number of files that the kubelet can work with"),
    ("port", "port", "a port from 1 to 65535"),
    ("runtime-request-timeout", "runtimeRequestTimeout", "a duration longer than 0s"),
    ("sync-frequency", "syncFrequency", "a duration longer than 0s"),
];

fn zero(settings: &Settings<'_>) -> Option<Violation> {
    let is_zero =
        |text: &String| text.is_empty() || signed_integer(text) == Some(0) || duration(text) == Some(0);
    let flags = &settings.draft.kubelet.extra_args;
    let (flag, field, expected) =
        NOT_ZERO.into_iter().find(|(flag, _, _)| flags.get(*flag).is_some_and(is_zero))?;
    let message = format!("--{flag} of the kubelet cannot be nothing");
    settings.conflict(&[field], message, expected, "leave it out for its default")
}
