//! Arguments in, text out, exit code: the only place that prints.

use std::{
    io::{IsTerminal, Write, stderr, stdout},
    process::ExitCode,
};

use clap::Parser;
use kubemint::cli::{Cli, Exit, Surroundings, run};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let surroundings = Surroundings {
        stdout_is_terminal: stdout().is_terminal(),
        stderr_is_terminal: stderr().is_terminal(),
        no_color: std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
    };
    let outcome = run(cli, surroundings);
    // Nobody can be told where standard error is closed, so its failure is not one of the run.
    let _ = stderr().write_all(outcome.stderr.as_bytes());
    let mut out = stdout().lock();
    match out.write_all(&outcome.stdout).and_then(|()| out.flush()) {
        Ok(()) => outcome.exit.into(),
        Err(error) => {
            let _ = writeln!(stderr(), "error: cannot write to standard output: {error}");
            Exit::System.into()
        }
    }
}
