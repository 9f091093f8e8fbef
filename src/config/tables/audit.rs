//! `[audit]`

use super::{Choice, Item, Key, ReferencedFiles, Shape, Table, referenced::Kind};
use crate::{
    diagnostic::Invalid,
    documents,
    model::{AuditPolicy, AuditSettings, LogPath, OwnAuditPolicy},
};

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
    help: "name one of them, or a policy of your own with `policy_file`",
    words: &[("off", Preset::Off), ("metadata", Preset::Metadata), ("changes", Preset::Changes)],
};

pub(super) fn read(table: &Table<'_>, files: &dyn ReferencedFiles) -> Option<AuditSettings> {
    let preset = table.value("policy", |item| item.choice(&PRESETS));
    let preset_is_set = table.item("policy").is_some();
    let file = table.optional("policy_file", |item| policy_file(item, preset_is_set, files));
    let log_path = table.value("log_path", |item| item.parse(LogPath::parse));
    // kube-apiserver reads 0 as "no limit" for each of the three.
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

const POLICY_FILE: Kind = Kind {
    code: "audit-policy-file",
    expected: "the path of an audit.k8s.io/v1 Policy, relative to cluster.toml",
    noun: "audit policy",
    is_yaml: true,
};

fn policy_file(item: &Item<'_>, preset_is_set: bool, files: &dyn ReferencedFiles) -> Option<OwnAuditPolicy> {
    if preset_is_set {
        let invalid = Invalid::new(POLICY_FILE.code, "policy is set too", POLICY_FILE.expected);
        item.refuse(invalid.help("keep either policy or policy_file"));
        return None;
    }
    POLICY_FILE.read(item, files, documents::audit_policy)
}
