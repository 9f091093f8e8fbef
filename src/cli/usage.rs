//! What somebody meant whose command line has another tool's words, or an option of another command.

use clap::{
    CommandFactory,
    error::{ContextKind, ContextValue, ErrorKind},
};

use super::{Cli, Exit, Outcome, Surroundings};
use crate::content::{is_secret_argument, mask_message};

/// Words for commands that kubemint has under another name, or does not have, and what to do.
const VERBS: &[(&[&str], &str)] = &[
    (
        &["generate", "build", "create", "plan", "make", "template", "write", "certs", "kubeconfig"],
        "`kubemint render` writes certificates, kubeconfigs, static pods and units of every node",
    ),
    (
        &["apply", "install", "deploy", "up", "bootstrap"],
        "kubemint dials no machine: `kubemint render`, then `kubemint pack --node NAME | ssh root@NAME tar -C / -xp --overwrite --numeric-owner`",
    ),
    (
        &["join"],
        "a node joins by what is on its disk: add it to cluster.toml, render, and pack it for the machine",
    ),
    (
        &["reset", "delete", "destroy", "remove", "down"],
        "kubemint dials no machine: take the node out of cluster.toml, and `kubemint diff` says what to do on it",
    ),
    (
        &["upgrade", "update", "rotate", "renew"],
        "change cluster.toml, and `kubemint diff` says what restarts in which order",
    ),
    (
        &["validate", "verify", "lint", "status"],
        "`kubemint check` says whether the tree is what cluster.toml asks for",
    ),
    (&["preview", "dry-run", "compare"], "`kubemint diff` says what a render would change"),
    (&["new", "config", "gen"], "`kubemint init` writes a new cluster.toml and seed"),
    (&["encrypt"], "`kubemint seal` encrypts the secret half"),
    (&["decrypt", "unseal"], "`kubemint open` decrypts what `seal` encrypted"),
    (
        &["bundle", "archive", "export", "tar", "ignition", "cloud-init"],
        "`kubemint pack` writes one machine's installation",
    ),
    (
        &["token"],
        "the bootstrap token is derived: its Secret is out/secret/cluster/bootstrap-token.yaml, and `token_expiry` of [bootstrap] says until when it holds",
    ),
    (&["version"], "`kubemint --version`"),
];

/// Options of kubeadm and others, and what says it here.
const OPTIONS: &[(&[&str], &str)] = &[
    (&["--pod-network-cidr", "--cluster-cidr"], "--pod-cidr"),
    (&["--service-cluster-ip-range", "--service-subnet"], "--service-cidr"),
    (&["--control-plane-endpoint", "--apiserver-advertise-address", "--server"], "--endpoint"),
    (&["--cluster-name"], "--name"),
    (&["--master", "--masters", "--controlplane", "--node-name"], "--control-plane NAME=ADDRESS"),
    (&["--workers", "--agent"], "--worker NAME=ADDRESS"),
    (&["--version", "--k8s-version"], "--kubernetes-version"),
    (&["--apiserver-cert-extra-sans", "--tls-san", "--san"], "`extra_sans` of [apiserver] in cluster.toml"),
    (&["--image-repository"], "`repository` of [images] in cluster.toml"),
    (&["--cri-socket"], "`container_runtime_endpoint` of [kubelet] in cluster.toml"),
    (&["--service-dns-domain"], "`dns_domain` of [cluster] in cluster.toml"),
    (&["--feature-gates"], "`feature_gates` of a component in cluster.toml"),
    (&["--seed"], "--seed-file FILE, which takes - for standard input"),
    (&["--dry-run"], "`kubemint diff` says what a render would change; `kubemint check`, whether it would"),
    (&["--file", "-f", "-c", "--cluster"], "--config FILE"),
    (&["--output-dir", "--out-dir", "--dir", "-o", "-d"], "--out DIR"),
    (
        &["--force", "-y", "--yes"],
        "kubemint never asks; `render --replace-identity` replaces the tree of another cluster",
    ),
    (&["--json"], "--format json"),
    (&["--verbose", "-v", "--debug"], "there is nothing more to say; --format json gives every detail"),
    (
        &["--token", "--certificate-key", "--upload-certs"],
        "no secret is given on the command line: all of them are derived from the seed",
    ),
];

impl Outcome {
    /// What is said where the arguments ask for help or the version, or are wrong.
    #[must_use]
    pub fn of_arguments(error: &clap::Error, surroundings: Surroundings) -> Self {
        let styled = |terminal: bool| {
            let words = error.render();
            if terminal && !surroundings.no_color { words.ansi().to_string() } else { words.to_string() }
        };
        if error.use_stderr() {
            return Self::failed(Exit::Input, explained(error, &styled(surroundings.stderr_is_terminal)));
        }
        Self::done("").with_stdout(styled(surroundings.stdout_is_terminal))
    }
}

/// The parser's words on a command line that it cannot read, with what was probably meant; no secret is repeated.
#[must_use]
fn explained(error: &clap::Error, text: &str) -> String {
    let text = match advice(error) {
        Some(help) => with_help(text, &help),
        None => text.to_owned(),
    };
    hide_secrets(text)
}

/// The help before the usage.
fn with_help(text: &str, help: &str) -> String {
    let usage = ["\n\nUsage:", "\n\n\u{1b}[1m\u{1b}[4mUsage:"].iter().find_map(|usage| text.find(usage));
    let (error, rest) = text.split_at_checked(usage.unwrap_or(text.len())).unwrap_or((text, ""));
    // The parser's own suggestions go by letters alone: `render` for `reset`.
    let error: Vec<&str> =
        error.lines().filter(|line| !line.contains("tip:") && !line.trim().is_empty()).collect();
    format!("{}\n  help: {help}{rest}", error.join("\n"))
}

/// A secret in place of a file's name is not repeated.
fn hide_secrets(text: String) -> String {
    let is_secret = text.split(['\'', ' ', '=', '\n']).any(is_secret_argument);
    if is_secret { mask_message(&text).into_owned() } else { text }
}

fn advice(error: &clap::Error) -> Option<String> {
    let context = |kind| match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        _ => None,
    };
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let verb = context(ContextKind::InvalidSubcommand)?;
            let row = VERBS.iter().find(|(words, _)| words.contains(&verb.as_str()));
            row.map(|(_, help)| (*help).to_owned())
        }
        ErrorKind::UnknownArgument => {
            let option = context(ContextKind::InvalidArg)?;
            let name = option.split(['=', ' ']).next().unwrap_or_default();
            let verbs = verbs_with(name);
            if verbs.is_empty() {
                OPTIONS
                    .iter()
                    .find(|(words, _)| words.contains(&name))
                    .map(|(_, here)| format!("here: {here}"))
            } else {
                Some(format!("{name} is an option of {}", verbs.join(", ")))
            }
        }
        _ => None,
    }
}

/// The commands that have an option.
fn verbs_with(name: &str) -> Vec<String> {
    let Some(long) = name.strip_prefix("--") else { return Vec::new() };
    let command = Cli::command();
    let verbs =
        command.get_subcommands().filter(|verb| verb.get_arguments().any(|arg| arg.get_long() == Some(long)));
    verbs.map(|verb| format!("`kubemint {}`", verb.get_name())).collect()
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::Surroundings;

    fn said(arguments: &[&str]) -> String {
        let error = Cli::try_parse_from([&["kubemint"], arguments].concat()).unwrap_err();
        let surroundings =
            Surroundings { stdout_is_terminal: false, stderr_is_terminal: false, no_color: false };
        crate::cli::Outcome::of_arguments(&error, surroundings).stderr
    }

    #[test]
    fn the_words_of_other_tools_are_answered() {
        for (arguments, expected) in [
            (&["join"][..], "add it to cluster.toml"),
            (&["reset"], "take the node out of cluster.toml"),
            (&["generate"], "`kubemint render`"),
            (&["init", "--pod-network-cidr", "10.244.0.0/16"], "here: --pod-cidr"),
            (&["pack", "--config", "cluster.toml"], "--config is an option of `kubemint render`"),
            (&["render", "--node", "a"], "--node is an option of `kubemint pack`"),
            (&["render", "--dry-run"], "kubemint diff"),
        ] {
            assert!(said(arguments).contains(expected), "{arguments:?}: {}", said(arguments));
            assert!(said(arguments).contains("help: "));
        }
    }

    #[test]
    fn no_word_is_a_verb_or_option_that_is_there() {
        let command = Cli::command();
        let verbs: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
        for word in VERBS.iter().flat_map(|(words, _)| *words) {
            assert!(!verbs.contains(word), "{word}");
        }
    }

    #[test]
    fn a_secret_is_not_repeated() {
        let seed = "b7d3f8a16c2e4905d1883ac05f7e62b94d0ce1f35a96287bc4f0de178a63925e";
        assert!(!said(&["render", seed]).contains(&seed[..8]), "{}", said(&["render", seed]));
    }
}
