//! What changed in a component's static pod, for display.

use serde_json::Value;

use super::{Aspect, Fact, fields, flags::leave_out};
use crate::render::static_pod::{INPUTS_ANNOTATION, argument};

/// The fields that changed; `None` if a version is not YAML. Arguments whose change is already reported by `flags`,
/// from the resolved clusters, are left out.
pub(super) fn facts(from: &str, to: &str, flags: &[Fact]) -> Option<Vec<Fact>> {
    let (mut from, mut to) = (document(from)?, document(to)?);
    let inputs = [take_inputs(&mut from), take_inputs(&mut to)];
    leave_out(command(&mut from), flags, |fact| &fact.from, argument);
    leave_out(command(&mut to), flags, |fact| &fact.to, argument);
    let mut facts = flags.to_vec();
    facts.extend(fields::facts(None, &from, &to));
    let [old, new] = inputs;
    if old != new {
        facts.push(Fact::other(Aspect::Inputs));
    }
    Some(facts)
}

fn document(text: &str) -> Option<Value> {
    fields::documents(text)?.into_iter().next()
}

fn take_inputs(pod: &mut Value) -> Option<Value> {
    let annotations = pod.pointer_mut("/metadata/annotations").and_then(Value::as_object_mut);
    annotations.and_then(|annotations| annotations.remove(INPUTS_ANNOTATION))
}

fn command(pod: &mut Value) -> Option<&mut Vec<Value>> {
    pod.pointer_mut("/spec/containers/0/command").and_then(Value::as_array_mut)
}

#[cfg(test)]
mod tests {
    use super::*;

    const POD: &str = "metadata:\n  annotations:\n    kubemint/inputs: aa\nspec:\n  containers:\n  - name: x\n    \
                       command: [x, --a=1, \"--b=$$c\"]\n    image: x:1\n";

    #[test]
    fn changes_that_no_flag_explains_are_reported() {
        let to =
            POD.replace("--a=1", "--a=2").replace("$$c", "$$d").replace("x:1", "x:2").replace("aa", "bb");
        let flags = [("a", "1", "2"), ("b", "$c", "$d")]
            .map(|(name, from, to)| Fact::changed(Aspect::Flag(name.to_owned()), from, to));
        let field = |path: &str| Aspect::Field { object: None, path: path.to_owned() };
        let image = Fact::changed(field("spec.containers[x].image"), "x:1", "x:2");
        let expected = [flags.to_vec(), vec![image.clone(), Fact::other(Aspect::Inputs)]].concat();
        assert_eq!(facts(POD, &to, &flags), Some(expected));
        let command = |text: &str| (field("spec.containers[x].command[]"), text.to_owned());
        let hidden = facts(POD, &to, &flags[..1]).unwrap();
        let reported = |fact: Fact| (fact.aspect, fact.from.or(fact.to).unwrap_or_default());
        let reported: Vec<_> = hidden.into_iter().map(reported).collect();
        assert!(
            reported.contains(&command("--b=$$c")) && reported.contains(&command("--b=$$d")),
            "{reported:?}"
        );
        assert!(!reported.contains(&command("--a=1")), "{reported:?}");
        assert_eq!(facts("a: [", POD, &[]), None);
    }
}
