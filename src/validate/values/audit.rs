//! kube-apiserver's audit backends: the log that `[audit]` configures, and a webhook.

use super::{
    super::{tables, tables::target},
    Flags,
};
use crate::{
    diagnostic::Violation,
    model::{AuditPolicy, Component, Draft},
};

/// Rules for a backend, `log` or `webhook`, that is in use.
pub(super) fn check(draft: &Draft) -> Vec<Violation> {
    with_flags(draft, |flags| {
        let has_log = draft.audit.policy != AuditPolicy::Off;
        let has_webhook = has_webhook(flags);
        let used = [("log", has_log), ("webhook", has_webhook)].into_iter().filter(|(_, used)| *used);
        let mut found: Vec<_> = used.flat_map(|(backend, _)| backend_rules(flags, backend)).collect();
        found.extend(retention(draft));
        if has_webhook && !has_log {
            let message = "[audit] policy is \"off\", so the audit webhook is sent nothing";
            let path = flags.path("audit-webhook-config-file");
            let violation =
                Violation::new("audit-webhook", path, message, "a policy of [audit] that records something")
                    .at_key();
            found.push(
                violation
                    .also("audit.policy", "no policy")
                    .help("set `policy` or `policy_file` of [audit], or leave out the webhook"),
            );
        }
        if draft.encryption.has_keys() {
            return found;
        }
        if flags.is_on("encryption-provider-config-automatic-reload") {
            let message = "--encryption-provider-config-automatic-reload needs a file to reload, and [encryption] provider is \"none\"";
            let path = flags.path("encryption-provider-config-automatic-reload");
            let violation =
                Violation::new("excluded-flag", path, message, "a provider that encrypts").at_key();
            found.push(
                violation
                    .also("encryption.provider", "nothing is encrypted")
                    .help("leave out the flag, or take another provider"),
            );
        }
        found
    })
}

/// Settings of a backend that is not in use.
pub(super) fn advise(draft: &Draft) -> Vec<Violation> {
    with_flags(draft, |flags| {
        let has_log = draft.audit.policy != AuditPolicy::Off;
        let unused =
            |backend: &str| (backend == "log" && !has_log) || (backend == "webhook" && !has_webhook(flags));
        let idle = flags.table.extra_args.keys().filter(|name| {
            ["log", "webhook"].into_iter().any(|backend| {
                name.starts_with(&format!("audit-{backend}-"))
                    && unused(backend)
                    && *name != "audit-webhook-config-file"
            })
        });
        idle.map(|name| {
            let message = format!("--{name} has no effect: that audit backend is off");
            Violation::new("idle-flag", flags.path(name), message, "a flag of a backend that is on")
                .at_key()
                .help("leave it out, or turn the backend on")
        })
        .collect()
    })
}

fn with_flags(draft: &Draft, judge: impl Fn(&Flags<'_>) -> Vec<Violation>) -> Vec<Violation> {
    let tables = tables::components(draft);
    let table = tables.iter().find(|table| table.component == Component::KubeApiserver);
    let target = target(draft, Component::KubeApiserver);
    table.map_or_else(Vec::new, |table| judge(&Flags { table, target: &target }))
}

fn has_webhook(flags: &Flags<'_>) -> bool {
    flags.set("audit-webhook-config-file").is_some_and(|path| !path.is_empty())
}

/// apiserver, `server/options/audit.go`, `validateBackendBatchOptions` and `AuditTruncateOptions.Validate`.
fn backend_rules(flags: &Flags<'_>, backend: &str) -> Vec<Violation> {
    let name = |rest: &str| format!("audit-{backend}-{rest}");
    let mode = name("mode");
    let is_batch = flags.text(&mode) == Some("batch");
    let throttles = is_batch && flags.is_on(&name("batch-throttle-enable"));
    let positive = [
        (name("batch-buffer-size"), is_batch),
        (name("batch-max-size"), is_batch),
        (name("batch-throttle-qps"), throttles),
        (name("batch-throttle-burst"), throttles),
        (name("truncate-max-event-size"), true),
    ];
    let not_positive = positive
        .iter()
        .filter(|(name, counts)| *counts && flags.number(name).is_some_and(|value| value <= 0.0));
    let found = not_positive.filter_map(|(name, _)| {
        let message = format!("{} is not greater than 0", flags.shown(name));
        let related = format!("audit-{backend}-batch-throttle-enable");
        let violation =
            flags.conflict("flag-value", &[name, &mode, &related], message, "a number greater than 0")?;
        Some(violation.help("set it where events are sent in batches"))
    });
    let (batch, event) = (name("truncate-max-batch-size"), name("truncate-max-event-size"));
    let truncate = flags.whole(&batch).zip(flags.whole(&event)).filter(|(batch, event)| batch < event);
    let truncate = truncate.and_then(|_| {
        let message = format!("{} is less than {}", flags.shown(&batch), flags.shown(&event));
        let expected = "a batch that one event fits into";
        let violation = flags.conflict("flags-disagree", &[&batch, &event], message, expected)?;
        Some(violation.help("raise the one or lower the other"))
    });
    found.chain(truncate).collect()
}

/// The largest number of days that log rotation can count: it multiplies them with the nanoseconds of a day in 64
/// bits, and an overflow deletes every old file at once (lumberjack, `lumberjack.go`, `millRunOnce`).
const MOST_DAYS: u32 = 106_751;

/// How long the log is kept.
fn retention(draft: &Draft) -> Option<Violation> {
    let days = draft.audit.max_age_days;
    (days > MOST_DAYS).then(|| {
        let message =
            format!("the log's rotation cannot count {days} days, and would delete every old file at once");
        Violation::new("data-loss", "audit.max_age_days", message, format!("a number from 0 to {MOST_DAYS}"))
            .help("write 0 to keep files whatever their age")
    })
}
