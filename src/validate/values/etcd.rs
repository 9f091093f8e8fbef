//! Relations between etcd's flags (etcd 3.6 and 3.7, `server/embed/config.go` and `config_logging.go`).

use super::{super::feature_gates::gates_in_table, Flags};
use crate::{
    component::own_default,
    diagnostic::Violation,
    kubernetes::{go_values, is_feature_on},
    model::Component,
};

/// Every combination of flags that etcd refuses.
pub(super) fn check(flags: &Flags<'_>) -> Vec<Violation> {
    if flags.table.component != Component::Etcd {
        return Vec::new();
    }
    let rules: [fn(&Flags<'_>) -> Option<Violation>; 9] =
        [intervals, versions, suites, no_suites, peer_names, outputs, rotation, sampling, certificates];
    let mut found: Vec<_> = rules.iter().filter_map(|rule| rule(flags)).collect();
    found.extend(experimental_names(flags));
    found.extend(lease_checkpoints(flags));
    found
}

/// Persisting checkpoints requires checkpoints (`embed/config.go`, `Validate`).
fn lease_checkpoints(flags: &Flags<'_>) -> Option<Violation> {
    let mut set = gates_in_table(flags.table);
    for (flag, gate) in EXPERIMENTAL_GATES {
        // If both are set, another rule reports the gate.
        if let Some(value) = flags.set(&format!("experimental-{flag}")) {
            set.entry(gate.to_owned()).or_insert(go_values::is_true(value));
        }
    }
    let is_on = |gate: &str| is_feature_on(flags.target.minor, Component::Etcd, &set, gate);
    if !is_on("LeaseCheckpointPersist") || is_on("LeaseCheckpoint") {
        return None;
    }
    let names = [
        "feature-gates",
        "experimental-enable-lease-checkpoint-persist",
        "experimental-enable-lease-checkpoint",
    ];
    let message =
        "LeaseCheckpointPersist is on without LeaseCheckpoint, with which etcd does not start".to_owned();
    let violation = flags.conflict("flags-disagree", &names, message, "both gates on, or neither")?;
    Some(violation.help("write feature-gates = \"LeaseCheckpoint=true,LeaseCheckpointPersist=true\""))
}

/// Feature gates for which etcd 3.6 also has a flag (`server/features/etcd_features.go`,
/// `ExperimentalFlagToFeatureMap`).
const EXPERIMENTAL_GATES: [(&str, &str); 6] = [
    ("stop-grpc-service-on-defrag", "StopGRPCServiceOnDefrag"),
    ("initial-corrupt-check", "InitialCorruptCheck"),
    ("compact-hash-check-enabled", "CompactHashCheck"),
    ("txn-mode-write-with-shared-buffer", "TxnModeWriteWithSharedBuffer"),
    ("enable-lease-checkpoint", "LeaseCheckpoint"),
    ("enable-lease-checkpoint-persist", "LeaseCheckpointPersist"),
];

/// etcd 3.6 refuses an `experimental-` flag together with the flag or gate that replaces it (`embed/config.go`,
/// `Validate` and `SetFeatureGatesFromExperimentalFlags`), of which kubemint sets some.
fn experimental_names(flags: &Flags<'_>) -> Vec<Violation> {
    let names = flags.table.extra_args.keys().filter_map(|name| name.strip_prefix("experimental-"));
    names.filter_map(|name| beside_its_successor(flags, name)).collect()
}

fn beside_its_successor(flags: &Flags<'_>, name: &str) -> Option<Violation> {
    let old = format!("experimental-{name}");
    // If the minor does not have the old flag, another rule reports it.
    let value = flags.text(&old)?;
    let gate = EXPERIMENTAL_GATES.iter().find(|(flag, _)| *flag == name).map(|(_, gate)| *gate);
    let (new, setting) = match gate {
        // etcd looks for the gate's name anywhere in the value.
        Some(gate) if flags.text("feature-gates")?.contains(gate) => {
            ("feature-gates", format!("feature-gates = \"{gate}={value}\""))
        }
        None if is_given(flags, name) => (name, format!("{name} = {value:?}")),
        Some(_) | None => return None,
    };
    let message = format!("etcd refuses --{old} beside {}", flags.shown(new));
    let violation = flags.conflict("flags-disagree", &[&old, new], message, "the newer of the two alone")?;
    Some(violation.help(format!("write {setting}")))
}

/// Whether a flag is on the command line.
fn is_given(flags: &Flags<'_>, name: &str) -> bool {
    flags.set(name).is_some() || own_default(Component::Etcd, name).is_some()
}

/// The election timeout must be at least five heartbeats.
fn intervals(flags: &Flags<'_>) -> Option<Violation> {
    let (heartbeat, election) = (flags.whole("heartbeat-interval")?, flags.whole("election-timeout")?);
    if heartbeat * 5 <= election {
        return None;
    }
    let (shown, than) = (flags.shown("election-timeout"), flags.shown("heartbeat-interval"));
    let message = format!("{shown} is less than 5 times {than}");
    let names = ["heartbeat-interval", "election-timeout"];
    let violation =
        flags.conflict("flags-disagree", &names, message, "an election timeout of 5 heartbeats or more")?;
    Some(violation.help("set both: etcd's documentation advises ten heartbeats"))
}

fn versions(flags: &Flags<'_>) -> Option<Violation> {
    let (least, most) = (flags.text("tls-min-version")?, flags.text("tls-max-version")?);
    if !(least == "TLS1.3" && most == "TLS1.2") {
        return None;
    }
    let message = "no version of TLS is between --tls-min-version and --tls-max-version".to_owned();
    let names = ["tls-min-version", "tls-max-version"];
    let violation =
        flags.conflict("flags-disagree", &names, message, "a maximum that is not below the minimum")?;
    Some(violation.help("leave out --tls-max-version"))
}

/// Only one way to authorize a peer by its certificate (`client/pkg/transport/listener.go`, `baseConfig`).
fn peer_names(flags: &Flags<'_>) -> Option<Violation> {
    let names = ["peer-cert-allowed-cn", "peer-cert-allowed-hostname"];
    let both = names.iter().all(|name| flags.set(name).is_some_and(|value| !value.is_empty()));
    let message = "--peer-cert-allowed-cn and --peer-cert-allowed-hostname exclude each other".to_owned();
    let violation = both.then(|| flags.conflict("flags-disagree", &names, message, "one of the two"))??;
    Some(violation.help("leave one of them out"))
}

/// etcd reads an empty list as one cipher suite with an empty name.
fn no_suites(flags: &Flags<'_>) -> Option<Violation> {
    let message = "etcd takes an empty --cipher-suites for a suite without a name".to_owned();
    let is_empty = flags.set("cipher-suites").is_some_and(str::is_empty);
    let violation =
        is_empty.then(|| flags.conflict("flag-value", &["cipher-suites"], message, "a cipher suite"))??;
    Some(violation.help("leave it out"))
}

/// The cipher suites of TLS 1.3 cannot be chosen.
fn suites(flags: &Flags<'_>) -> Option<Violation> {
    let chosen = flags.set("cipher-suites").is_some();
    if flags.text("tls-min-version") != Some("TLS1.3") || !chosen {
        return None;
    }
    let message = "etcd refuses --cipher-suites where it speaks TLS 1.3 alone".to_owned();
    let names = ["cipher-suites", "tls-min-version"];
    let violation = flags.conflict("flags-disagree", &names, message, "one of the two")?;
    Some(violation.help("leave out --cipher-suites: TLS 1.3 chooses by itself"))
}

/// `default` cannot be combined with other outputs.
fn outputs(flags: &Flags<'_>) -> Option<Violation> {
    let outputs: Vec<_> = flags.set("log-outputs")?.split(',').collect();
    let mixed =
        outputs.len() > 1 && outputs.iter().any(|output| matches!(*output, "default" | "systemd/journal"));
    let message = "`default` and `systemd/journal` stand alone in --log-outputs".to_owned();
    let violation =
        mixed.then(|| flags.conflict("flags-disagree", &["log-outputs"], message, "one output, or files"));
    violation.flatten().map(|violation| violation.help("write `stderr` for `default`"))
}

/// Rotation requires a single file.
fn rotation(flags: &Flags<'_>) -> Option<Violation> {
    if !flags.is_on("enable-log-rotation") {
        return None;
    }
    let is_file = |output: &&str| !matches!(*output, "default" | "stderr" | "stdout");
    let outputs: Vec<_> = flags.text("log-outputs").unwrap_or("default").split(',').collect();
    let files = outputs.iter().filter(|output| is_file(output)).count();
    let settings = flags.text("log-rotation-config-json").unwrap_or_default();
    let names = ["enable-log-rotation", "log-rotation-config-json", "log-outputs"];
    let (message, help) = if files > 1 || (outputs.len() == 1 && files == 0) {
        (
            "--enable-log-rotation needs one file in --log-outputs",
            "leave it out: what stderr gets, the runtime rotates",
        )
    } else if serde_json::from_str::<serde_json::Map<_, _>>(settings).is_err() {
        ("--log-rotation-config-json is no JSON object", "leave it out for its default")
    } else {
        return None;
    };
    let violation =
        flags.conflict("flags-disagree", &names, message.to_owned(), "a rotation that etcd can set up")?;
    Some(violation.help(help))
}

/// Only checked if tracing is on.
fn sampling(flags: &Flags<'_>) -> Option<Violation> {
    let (switch, rate) = if flags.text("distributed-tracing-sampling-rate").is_some() {
        ("enable-distributed-tracing", "distributed-tracing-sampling-rate")
    } else {
        ("experimental-enable-distributed-tracing", "experimental-distributed-tracing-sampling-rate")
    };
    let out_of_range = flags.whole(rate).is_some_and(|rate| !(0..=1_000_000).contains(&rate));
    if !(flags.is_on(switch) && out_of_range) {
        return None;
    }
    let message = format!("{} is out of range", flags.shown(rate));
    let violation = flags.conflict("flags-disagree", &[rate], message, "a number from 0 to 1000000")?;
    Some(violation.help("say how many of a million requests are traced"))
}

/// A client certificate and its key are set together (etcd, `client/pkg/transport/listener.go`).
fn certificates(flags: &Flags<'_>) -> Option<Violation> {
    let pairs = [("client-cert-file", "client-key-file"), ("peer-client-cert-file", "peer-client-key-file")];
    let is_set = |name: &str| flags.set(name).is_some_and(|value| !value.is_empty());
    let (certificate, key) =
        pairs.into_iter().find(|(certificate, key)| is_set(certificate) != is_set(key))?;
    let message = format!("--{certificate} and --{key} stand together");
    let violation = flags.conflict("flags-disagree", &[certificate, key], message, "both, or none")?;
    Some(violation.help("leave both out: kubemint renders etcd's certificates"))
}
