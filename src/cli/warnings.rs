//! What a run warns of and goes on.

use serde_json::Value;

use super::{faults, terminal::plain};
use crate::fault::{Fault, Severity};

/// The warnings of a run, in the order in which they are told.
#[derive(Debug, Default)]
pub struct Warnings {
    text: String,
    objects: Vec<Value>,
}

impl Warnings {
    /// Those of a file with this text.
    pub fn of_file(name: &str, text: &str, faults: &[Fault], colour: bool) -> Self {
        Self {
            text: faults::draw(name, text, faults, colour),
            objects: faults.iter().map(|fault| faults::fault_as_json(name, text, fault)).collect(),
        }
    }

    /// Adds one that is at no place of a file; `code` is its stable name for programs.
    pub fn add(&mut self, code: &str, message: &str) {
        self.text.push_str(&format!("warning: {}\n", plain(message)));
        self.objects.push(faults::without_place(code, Severity::Warning, message, None));
    }

    /// What standard error says of them: a text or one JSON array, nothing where there are none.
    pub fn told(&self, json: bool) -> String {
        match (self.objects.is_empty(), json) {
            (true, _) => String::new(),
            (false, true) => format!("{:#}\n", Value::from(self.objects.clone())),
            (false, false) => self.text.clone(),
        }
    }
}
