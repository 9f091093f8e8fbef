//! `completions`: a script with which a shell completes commands, options, their values and the names of nodes.

use clap::{Args, Command, ValueEnum};
use clap_complete::{Generator, Shell as Known};
use clap_complete_nushell::Nushell;

use super::Outcome;

/// The shell to write for.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell: bash, zsh, fish, elvish or nushell
    #[arg(value_enum, value_name = "SHELL", hide_possible_values = true)]
    shell: Shell,
}

/// The shells that complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
    Elvish,
    Nushell,
}

/// Lists the nodes of the tree in `out`, the default of `--out`, when the user completes. Other names are left out: bash
/// expands the words that it is given, and the tree is a repository's, so a directory `$(…)` would be run.
const NODES: &str = "command ls out/public/nodes 2>/dev/null | command grep -x \"[a-z0-9.-]*\"";

/// The script for `program`, on standard output.
pub fn run(args: &CompletionsArgs, program: Command) -> Outcome {
    let script = match args.shell {
        Shell::Bash => script(Known::Bash, program),
        Shell::Zsh => script(Known::Zsh, program),
        Shell::Fish => script(Known::Fish, program),
        Shell::Elvish => script(Known::Elvish, program),
        Shell::Nushell => script(Nushell, program),
    };
    let script = match node_names(args.shell) {
        Some((generated, names)) => script.replacen(generated, &names, 1),
        None => script,
    };
    Outcome::done("").with_stdout(script)
}

fn script(generator: impl Generator, mut program: Command) -> String {
    let mut bytes = Vec::new();
    clap_complete::generate(generator, &mut program, "kubemint", &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What the script does after `--node`, and what it does instead. The generated scripts of elvish and nushell complete
/// no values of which the program does not know all.
fn node_names(shell: Shell) -> Option<(&'static str, String)> {
    match shell {
        Shell::Bash => Some((
            "--node)\n                    COMPREPLY=($(compgen -f \"${cur}\"))",
            format!("--node)\n                    COMPREPLY=($(compgen -W \"$({NODES})\" -- \"${{cur}}\"))"),
        )),
        Shell::Zsh => Some((
            "'--node=[The node to pack]:NAME:_default'",
            format!("'--node=[The node to pack]:NAME:($({NODES}))'"),
        )),
        Shell::Fish => Some((
            "-l node -d 'The node to pack' -r",
            format!("-l node -d 'The node to pack' -x -a '({NODES})'"),
        )),
        Shell::Elvish | Shell::Nushell => None,
    }
}
