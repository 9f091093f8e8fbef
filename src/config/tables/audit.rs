//! `[audit]`

use super::{Choice, Item, Key, ReferencedFiles, Shape, Table};
use crate::model::{AuditPolicy, AuditSettings, Invalid, LogPath, OwnAuditPolicy};

pub(super) static AUDIT: Shape = Shape {
    title: "[audit]",
    keys: &[
        Key::default("policy", "\"metadata\""),
        Key::optional("policy_file", "the policy that `policy` names"),
        Key::default("log_path", "\"/var/log/kubernetes/audit/audit.log\""),
        Key::default("max_age_days", "30"),
        Key::default("max_backups", "10"),
        Key::default("max_size_megabytes", "100"),
    ],
};

#[derive(Clone, Copy)]
enum Preset {
    Off,
    Metadata,
    Changes,
}

static PRESETS: Choice<Preset> = Choice {
    expected: "\"off\", \"metadata\" or \"changes\"",
    words: &[("off", Preset::Off), ("metadata", Preset::Metadata), ("changes", Preset::Changes)],
};

pub(super) fn read(table: &Table<'_>, files: &dyn ReferencedFiles) -> Option<AuditSettings> {
    let preset = table.value("policy", |item| item.parse(|text| PRESETS.parse(text)));
    let preset_is_set = table.item("policy").is_some();
    let file = table.optional("policy_file", |item| policy_file(item, preset_is_set, files));
    let log_path = table.value("log_path", |item| item.parse(LogPath::parse));
    // kube-apiserver reads 0 as "no limit" for each of the three; an int there has 64 bits, a disk does not.
    let limit = |key| table.value(key, |item| item.number(0, 1_000_000));
    let (max_age_days, max_backups) = (limit("max_age_days"), limit("max_backups"));
    let max_size_megabytes = limit("max_size_megabytes");
    let policy = match (file, preset?) {
        (Some(policy), _) => AuditPolicy::Custom(policy),
        (None, Preset::Off) => AuditPolicy::Off,
        (None, Preset::Metadata) => AuditPolicy::Metadata,
        (None, Preset::Changes) => AuditPolicy::Changes,
    };
    Some(AuditSettings {
        policy,
        log_path: log_path?,
        max_age_days: max_age_days?,
        max_backups: max_backups?,
        max_size_megabytes: max_size_megabytes?,
    })
}

/// The content of the file; it is part of the configuration, so its path must mean the same on every machine.
fn policy_file(item: &Item<'_>, preset_is_set: bool, files: &dyn ReferencedFiles) -> Option<OwnAuditPolicy> {
    const EXPECTED: &str = "the path of an audit.k8s.io/v1 Policy, relative to cluster.toml";
    let path = item.text()?;
    let refuse = |message: String, help: &str| {
        item.refuse(Invalid::new("audit-policy-file", message, EXPECTED).with_help(help));
        None
    };
    if preset_is_set {
        return refuse("policy is set too".to_owned(), "keep either policy or policy_file");
    }
    if path.starts_with('/') {
        return refuse(format!("{path:?} is absolute"), "keep the file beside cluster.toml");
    }
    match files.text(path) {
        Err(error) => refuse(format!("{path:?} cannot be read: {error}"), "check the path"),
        Ok(text) => item.accept(OwnAuditPolicy::parse(&text).map_err(|invalid| Invalid {
            message: format!("{path:?} is no audit policy: {}", invalid.message),
            ..invalid
        })),
    }
}
