//! The value of each flag by itself.

use super::Flags;
use crate::{
    kubernetes::{Form, Refusal, flag, flag_form, word_refusal, words},
    model::Violation,
};

/// Every flag whose type reads its value, and whose component does not take it. What a flag of the kubelet sets is judged
/// with the fields of its configuration.
pub(super) fn check(flags: &Flags<'_>) -> Vec<Violation> {
    let component = flags.table.component;
    let minor = flags.minor_of.minor;
    let check = |(name, value): (&String, &String)| {
        let form = flag_form(component, name)?;
        let is_read = flag(minor, component, name).is_some_and(|fact| fact.kind.accepts(value));
        if !is_read || matches!(form, Form::Field) {
            return None;
        }
        let words = words(minor, component, name).and_then(|words| word_refusal(words, value));
        let Refusal { expected, near } = words.or_else(|| form.refusal(value))?;
        let message = format!("{} does not take --{name}={value}", flags.minor_of.release());
        let help = near.map_or_else(
            || "correct the value, or leave the flag out for its default".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let violation = Violation::new("flag-value", flags.path(name), message, expected);
        Some(flags.minor_of.decides(violation).help(help))
    };
    flags.table.extra_args.iter().filter_map(check).collect()
}
