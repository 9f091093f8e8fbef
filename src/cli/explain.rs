//! `explain`: what the code of an error or warning means.

use clap::{Args, builder::NonEmptyStringValueParser};
use serde_json::{Value, json};

use super::{
    CliError, Format, FormatArg, Outcome, Presentation,
    explanations::{self, Explanation, filled},
    offered::offering,
    terminal::json_document,
};
use crate::suggestion::suggestion;

/// The width of a line of text.
const WIDTH: usize = 80;

/// Which code.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The code, as it stands in brackets in a message, such as address-in-range
    #[arg(value_name = "CODE", hide_possible_values = true)]
    #[arg(value_parser = offering(NonEmptyStringValueParser::new(), explanations::codes))]
    code: String,
    #[command(flatten)]
    pub(in crate::cli) format: FormatArg<Format>,
}

/// Prints the explanations of the code.
///
/// # Errors
///
/// [`CliError::Input`] with a suggestion if no message has this code.
pub fn run(args: &ExplainArgs, presentation: &Presentation) -> Result<Outcome, CliError> {
    // As it is copied from a message: `error[CODE]`, `warning[CODE]:` or `[CODE]`.
    let code = args.code.rsplit('[').next().unwrap_or_default().trim_end_matches([']', ':']);
    let found: Vec<&Explanation> = explanations::find(code).collect();
    if found.is_empty() {
        let near = suggestion(code, explanations::codes().into_iter());
        let help = match near {
            Some(near) => format!("did you mean {near}?"),
            None => "docs/diagnostics.md lists every code".to_owned(),
        };
        return Err(CliError::input(format!("no error or warning has the code {code:?}"), help));
    }
    let report = if presentation.json {
        json_document(&json!({ "explanations": found.into_iter().map(as_json).collect::<Value>() }))
    } else {
        found.into_iter().map(as_text).collect::<Vec<_>>().join("\n")
    };
    Ok(Outcome::done("").with_stdout(report))
}

fn as_text(explanation: &Explanation) -> String {
    let Explanation { code, severity, example, .. } = explanation;
    let lines = example.lines();
    let indented = lines.lines().map(|line| format!("    {line}").trim_end().to_owned() + "\n");
    format!(
        "{}[{code}]\n\n{}\n\nExample:\n\n{}\n{}\n",
        severity.as_str(),
        filled(&explanation.cause(), WIDTH),
        indented.collect::<String>(),
        filled(&format!("What to do: {}", explanation.cure()), WIDTH),
    )
}

fn as_json(explanation: &Explanation) -> Value {
    json!({
        "code": explanation.code,
        "severity": explanation.severity.as_str(),
        "cause": explanation.cause(),
        "example": explanation.example.lines(),
        "cure": explanation.cure(),
    })
}
