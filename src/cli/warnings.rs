//! The warnings of a run, and whether it goes on.

use serde_json::Value;

use super::{
    CliError, Exit, Outcome, Presentation, diagnostics,
    terminal::{json_document, plain},
    warning_codes,
};
use crate::diagnostic::{Diagnostic, Severity};

/// The warnings of a run, in the order in which they are reported.
#[derive(Debug, Default)]
pub struct Warnings {
    text: String,
    objects: Vec<Value>,
    codes: Vec<&'static str>,
}

impl Warnings {
    /// The warnings about a file with this text.
    pub fn of_file(name: &str, text: &str, diagnostics: &[Diagnostic], colour: bool) -> Self {
        let mut warnings = Self {
            text: diagnostics::draw(name, text, diagnostics, colour),
            objects: diagnostics::each_as_json(name, text, diagnostics),
            codes: Vec::new(),
        };
        for diagnostic in diagnostics {
            warnings.count(diagnostic.code);
        }
        warnings
    }

    /// Adds a warning without a place in a file.
    pub fn add(&mut self, code: &'static str, message: &str) {
        self.count(code);
        self.text.push_str(&format!("warning[{code}]: {}\n", plain(message)));
        self.objects.push(diagnostics::without_place(code, Severity::Warning, message, None));
    }

    /// Counts a warning that is in the report on standard output.
    pub fn count(&mut self, code: &'static str) {
        debug_assert!(warning_codes::find(code).is_some(), "{code} is not in src/cli/warning_codes.rs");
        self.codes.push(code);
    }

    /// Ends a run that is about to write if one of its warnings is denied.
    ///
    /// # Errors
    ///
    /// [`CliError::Denied`] with every warning; nothing must have been written yet.
    pub fn refuse_denied(&self, presentation: &Presentation) -> Result<(), CliError> {
        if self.denied(presentation).is_empty() {
            return Ok(());
        }
        Err(CliError::Denied(self.reported(presentation, "nothing was written")))
    }

    /// The outcome of the run, with the warnings before what is already on standard error. A denied warning counts as
    /// a finding.
    pub fn conclude(&self, outcome: Outcome, presentation: &Presentation) -> Outcome {
        let is_denied = outcome.exit == Exit::Done && !self.denied(presentation).is_empty();
        let exit = if is_denied { Exit::Found } else { outcome.exit };
        Outcome { exit, ..outcome.with_warning(&self.reported(presentation, "")) }
    }

    /// The codes of denied warnings, without duplicates, in the order in which they were reported.
    fn denied(&self, presentation: &Presentation) -> Vec<&'static str> {
        let mut denied: Vec<&'static str> = Vec::new();
        for code in &self.codes {
            let names = presentation.deny.iter().any(|deny| deny.names(code));
            if names && !denied.contains(code) {
                denied.push(code);
            }
        }
        denied
    }

    /// The warnings for standard error: text or a JSON array, empty if there are none.
    fn reported(&self, presentation: &Presentation, consequence: &str) -> String {
        let denied = self.denied(presentation);
        let denial = (!denied.is_empty()).then(|| {
            let rest = if consequence.is_empty() { String::new() } else { format!("; {consequence}") };
            format!("denied by --deny: {}{rest}", denied.join(", "))
        });
        if presentation.json {
            let error =
                |message: &String| diagnostics::without_place("denied", Severity::Error, message, None);
            let objects: Vec<Value> =
                self.objects.iter().cloned().chain(denial.as_ref().map(error)).collect();
            return if objects.is_empty() { String::new() } else { json_document(&Value::from(objects)) };
        }
        let denial = denial.map(|message| format!("error: {message}\n")).unwrap_or_default();
        format!("{}{denial}", self.text)
    }
}
