//! The value of each flag by itself, and flags that must not be set: those that exclude what kubemint sets, lose data, or
//! would set a value for every machine that can be true of only one.

use super::{super::cure, Flags};
use crate::{
    component::{Reason, flag_form, refused_flags},
    diagnostic::Violation,
    kubernetes::{Form, Refusal, flag, word_refusal, words},
    model::Component,
};

/// Every flag with a value of the right type that its component refuses. Flags of the kubelet are checked
/// together with the fields of its configuration.
pub(super) fn check(flags: &Flags<'_>) -> Vec<Violation> {
    let component = flags.table.component;
    let minor = flags.target.minor;
    // kube-apiserver ignores the flags of an audit webhook that is not configured.
    let is_idle = |name: &str| {
        let file = flags.set("audit-webhook-config-file");
        name.starts_with("audit-webhook-") && file.is_none_or(str::is_empty)
    };
    let check = |(name, value): (&String, &String)| {
        if is_idle(name) {
            return None;
        }
        let form = flag_form(minor, component, name)?;
        let is_read = flag(minor, component, name).is_some_and(|fact| fact.kind.accepts(value));
        if !is_read || matches!(form, Form::Field) {
            return None;
        }
        let Refusal { expected, near } = refusal(flags, name, form, value)?;
        let message = format!("{} does not accept --{name}={value}", flags.target.release());
        let accepts = |other: &str| refusal(flags, name, form, other).is_none();
        let help = match (cure::meant(name, value, accepts), near, cure::gone(value)) {
            (_, _, Some(gone)) => gone.to_owned(),
            (None, Some(near), None) => format!("did you mean `{near}`?"),
            (meant, _, None) => cure::help(meant, "correct the value, or leave the flag out for its default"),
        };
        let violation = Violation::new("flag-value", flags.path(name), message, expected);
        Some(flags.target.decides(violation).help(help))
    };
    flags.table.extra_args.iter().filter_map(check).collect()
}

fn refusal(flags: &Flags<'_>, name: &str, form: &Form, value: &str) -> Option<Refusal> {
    let component = flags.table.component;
    let words = words(flags.target.minor, component, name);
    let refused = words.and_then(|words| word_refusal(words, &spelled(component, name, value)));
    refused.or_else(|| form.refusal(value))
}

/// A word in the spelling of the facts: etcd accepts log levels in any case, and one of them by two names
/// (zap, `zapcore/level.go`, `unmarshalText`).
fn spelled(component: Component, name: &str, value: &str) -> String {
    if (component, name) != (Component::Etcd, "log-level") {
        return value.to_owned();
    }
    let lower = value.to_ascii_lowercase();
    if lower == "warning" { "warn".to_owned() } else { lower }
}

/// Every flag that must not be set.
pub(super) fn refused(flags: &Flags<'_>) -> Vec<Violation> {
    let refused = refused_flags(flags.table.component).iter();
    let set = refused.filter(|refused| flags.set(refused.name).is_some());
    set.map(|refused| {
        let (code, expected) = match refused.reason {
            Reason::Excludes => ("excluded-flag", "a flag that fits what kubemint sets"),
            Reason::LosesData => ("data-loss", "a flag that keeps what the cluster has stored"),
            Reason::OneMachine => ("one-machine", "a flag that says the same of every machine"),
            Reason::Ends => ("excluded-flag", "a flag with which the process runs"),
        };
        let name = flags.table.component.name();
        let message = format!("--{} of {name} {}", refused.name, refused.because);
        Violation::new(code, flags.path(refused.name), message, expected).at_key().help(refused.instead)
    })
    .collect()
}
