//! A component's static pod in two versions.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Aspect, Fact, command_line, fields};
use crate::render::static_pod::INPUTS_ANNOTATION;

/// A pod taken apart: what it reads at its start, its command line, and the rest.
struct Pod {
    inputs: Option<Value>,
    command: Vec<String>,
    rest: Value,
}

/// The flags and fields that are another; `None` where a version is no pod.
pub(super) fn facts(from: &str, to: &str) -> Option<Vec<Fact>> {
    let (from, to) = (Pod::parse(from)?, Pod::parse(to)?);
    let mut facts = command_line::facts(&from.flags(), &to.flags());
    facts.extend(fields::facts(None, &from.rest, &to.rest));
    if from.inputs != to.inputs {
        facts.push(Fact::other(Aspect::Inputs));
    }
    Some(facts)
}

/// The words of a pod's command line; none where the text is no pod.
pub(super) fn command(text: &str) -> Vec<String> {
    Pod::parse(text).map(|pod| pod.command).unwrap_or_default()
}

/// The image of a pod's container.
pub(super) fn image(text: &str) -> Option<String> {
    let pod = Pod::parse(text)?.rest;
    pod.pointer("/spec/containers/0/image")?.as_str().map(str::to_owned)
}

impl Pod {
    fn parse(text: &str) -> Option<Self> {
        let mut rest = fields::documents(text)?.into_iter().next()?;
        let annotations = rest.pointer_mut("/metadata/annotations").and_then(Value::as_object_mut);
        let inputs = annotations.and_then(|annotations| annotations.remove(INPUTS_ANNOTATION));
        let container = rest.pointer_mut("/spec/containers/0")?.as_object_mut()?;
        let command = container.remove("command")?;
        let words = command.as_array()?.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        Some(Self { inputs, command: words, rest })
    }

    fn flags(&self) -> BTreeMap<&str, String> {
        command_line::flags(self.command.iter().map(String::as_str))
    }
}
