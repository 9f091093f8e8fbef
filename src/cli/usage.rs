//! Explains command lines that use the words of another tool, or an option of another command.

use clap::{
    CommandFactory,
    error::{ContextKind, ContextValue, ErrorKind},
};

use super::{Cli, Exit, Outcome, Surroundings};
use crate::content::{is_secret_argument, mask_message};

/// Commands of other tools, and what to do with kubemint instead.
const VERBS: &[(&[&str], &str)] = &[
    (
        &[
            "generate",
            "build",
            "create",
            "plan",
            "make",
            "template",
            "write",
            "kubeconfig",
            "ca",
            "gencert",
            "sign",
            "issue",
            "genkey",
            "selfsign",
            "mint",
        ],
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
        &["certs", "cert", "renew", "expiration"],
        "`kubemint check --expiry` lists what ends when; `leaf_not_before` and `renewals` of [pki] renew certificates, and `kubemint render` writes them",
    ),
    (
        &["rotate"],
        "raise a generation in [pki.generations], and `kubemint diff` says what restarts in which order; docs/rotation.md has the steps",
    ),
    (&["upgrade", "update"], "change cluster.toml, and `kubemint diff` says what restarts in which order"),
    (&["verify", "status"], "`kubemint check` says whether the tree is what cluster.toml asks for"),
    (
        &["lint", "test"],
        "`kubemint validate` says whether cluster.toml is valid; `kubemint check`, whether the tree is what it asks for",
    ),
    (&["preview", "dry-run", "compare"], "`kubemint diff` says what a render would change"),
    (&["new", "config", "gen"], "`kubemint init` writes a new cluster.toml and seed"),
    (&["encrypt"], "`kubemint seal` encrypts the secret output"),
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
    (&["completion", "autocomplete"], "`kubemint completions SHELL` writes a script for it"),
    (&["docs", "manual"], "`kubemint man DIR` writes manual pages"),
    (
        &["backup", "restore", "snapshot"],
        "keep the seed and cluster.toml: they make the tree anew; etcd's data is saved by `etcdctl snapshot save`",
    ),
    (
        &["get", "list", "ls", "show", "describe", "nodes"],
        "kubemint dials no cluster: `kubectl` does; what was rendered is in out, with out/public/certificates.txt",
    ),
    (&["import", "adopt"], "kubemint takes over no keys: each is derived from a seed"),
    (
        &["fmt", "format"],
        "`kubemint validate` says whether cluster.toml is valid; any formatter of TOML writes it anew",
    ),
];

/// Options of kubeadm and others, and their equivalent here.
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
    (
        &["--seed", "--password", "--passphrase", "--key"],
        "--seed-file FILE, which takes - for standard input",
    ),
    (&["--dry-run"], "`kubemint diff` says what a render would change; `kubemint check`, whether it would"),
    (&["--file", "-f", "-c", "--cluster"], "--config FILE"),
    (&["--output-dir", "--out-dir", "--dir", "-o", "-d"], "--out DIR"),
    (
        &["--force", "-y", "--yes"],
        "kubemint never asks; `render --replace-identity` replaces the tree of another cluster",
    ),
    (&["--json"], "--format json"),
    (
        &["--kubeconfig", "--context", "-n", "--namespace"],
        "kubemint dials no cluster; `kubectl` takes the kubeconfigs in out/secret/cluster",
    ),
    (&["--expires", "--expires-in", "--warn-before"], "--at now --expires-within 60d"),
    (&["--base", "--from-ref", "--ref", "--since", "--revision"], "--against GIT-REV"),
    (&["--strict", "--fail-on-warnings", "--werror"], "--deny all"),
    (&["--all"], "each machine is packed by itself: a loop over the names in out/public/nodes"),
    (&["--recipient", "--recipients", "-r"], "`recipients` of [cluster] and of nodes in cluster.toml"),
    (&["-k", "--key-file"], "--identity KEY"),
    (&["--verbose", "-v", "--debug"], "there is nothing more to say; --format json gives every detail"),
    (
        &["--token", "--certificate-key", "--upload-certs"],
        "no secret is given on the command line: all of them are derived from the seed",
    ),
];

impl Outcome {
    /// The outcome if the arguments ask for help or the version, or are wrong.
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

/// The parser's error, with what was probably meant; no secret is repeated.
#[must_use]
fn explained(error: &clap::Error, text: &str) -> String {
    let text = match advice(error) {
        Some(help) => with_help(text, &help),
        None => text.to_owned(),
    };
    hide_secrets(text)
}

/// Inserts the help before the usage.
fn with_help(text: &str, help: &str) -> String {
    let usage = ["\n\nUsage:", "\n\n\u{1b}[1m\u{1b}[4mUsage:"].iter().find_map(|usage| text.find(usage));
    let (error, rest) = text.split_at_checked(usage.unwrap_or(text.len())).unwrap_or((text, ""));
    // The parser's own suggestions only compare letters: `render` for `reset`.
    let error: Vec<&str> =
        error.lines().filter(|line| !line.contains("tip:") && !line.trim().is_empty()).collect();
    format!("{}\n  help: {help}{rest}", error.join("\n"))
}

/// Hides a secret that was given in place of a file's name.
fn hide_secrets(text: String) -> String {
    let is_secret = text.split(['\'', ' ', '=', '\n']).any(is_secret_argument);
    if is_secret { mask_message(&text).into_owned() } else { text }
}

/// What to do instead, if the error is one that people make who know another tool.
fn advice(error: &clap::Error) -> Option<String> {
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let verb = context(error, ContextKind::InvalidSubcommand)?;
            let row = VERBS.iter().find(|(words, _)| words.contains(&verb));
            row.map(|(_, help)| (*help).to_owned())
        }
        ErrorKind::UnknownArgument => {
            let argument = context(error, ContextKind::InvalidArg)?;
            let name = argument.split(['=', ' ']).next().unwrap_or_default();
            if name.starts_with('-') { of_option(error, name) } else { Some(in_place_of_a_word(error)) }
        }
        ErrorKind::MissingRequiredArgument => {
            let ContextValue::Strings(missing) = error.get(ContextKind::InvalidArg)? else { return None };
            let row =
                MISSING.iter().find(|(option, _)| missing.iter().any(|found| found.starts_with(option)));
            row.map(|(_, help)| (*help).to_owned())
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let option = context(error, ContextKind::InvalidArg)?;
            let row = VALUES.iter().find(|(name, _)| option.starts_with(name));
            row.map(|(_, help)| (*help).to_owned())
        }
        _ => None,
    }
}

/// A text that the parser recorded about an error.
fn context(error: &clap::Error, kind: ContextKind) -> Option<&str> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text),
        _ => None,
    }
}

/// What to do instead of an option that the command does not have.
fn of_option(error: &clap::Error, name: &str) -> Option<String> {
    if let Some(help) = of_one_verb(error, name) {
        return Some(help.to_owned());
    }
    let verbs = verbs_with(name);
    if !verbs.is_empty() {
        return Some(format!("{name} is an option of {}", verbs.join(", ")));
    }
    let row = OPTIONS.iter().find(|(words, _)| words.contains(&name));
    row.map(|(_, here)| format!("here: {here}"))
}

/// Examples for required options.
const MISSING: &[(&str, &str)] = &[
    ("<--at", "say when: --at now --expires-within 60d, or --expiry for a list"),
    ("--against", "name the revision to compare with, such as --against origin/main"),
    (
        "--control-plane",
        "such as kubemint init my-cluster --control-plane master-1=192.168.56.101 --worker worker-1=192.168.56.111 --endpoint 192.168.56.105:6443",
    ),
    (
        "--endpoint",
        "name what clients dial: the load balancer, virtual IP or only API server, such as 192.168.56.105:6443",
    ),
    (
        "--node",
        "name the node whose machine it is for, such as --node master-1; names are those of cluster.toml",
    ),
    (
        "--identity",
        "name a key that opens it: an age identity file or an SSH private key, such as /etc/ssh/ssh_host_ed25519_key",
    ),
];

/// The forms of options' values.
const VALUES: &[(&str, &str)] = &[
    (
        "--control-plane",
        "name each node by itself: --control-plane master-1=192.168.56.101 --control-plane master-2=192.168.56.102",
    ),
    (
        "--worker",
        "name each node by itself: --worker worker-1=192.168.56.111 --worker worker-2=192.168.56.112",
    ),
    (
        "--format",
        "`pack` makes tar, ignition or cloud-init; `diff` text, json or markdown; all others text or json",
    ),
    ("--expires-within", "write a number and its unit: 60d or 720h"),
    ("--at", "write --at now, or a moment such as 2026-11-23T00:00:00Z"),
    ("--seed-file", "name the file, such as --seed-file seed, or - for standard input"),
    ("--against", "name a revision, such as --against HEAD or --against origin/main"),
];

/// Options that mean something else for one command than for the others.
fn of_one_verb(error: &clap::Error, name: &str) -> Option<&'static str> {
    match (verb(error).as_str(), name) {
        ("pack" | "open", "-o") => Some("here: --output FILE"),
        ("diff" | "check", "--output" | "-o") => {
            Some("here: --format json; the report goes to standard output")
        }
        ("diff", "--locked") => {
            Some("without the seed: --as-rendered --against GIT-REV compares two trees as they were rendered")
        }
        ("render", "--output") => Some("here: --out DIR"),
        _ => None,
    }
}

/// The command on the command line, from the usage.
fn verb(error: &clap::Error) -> String {
    let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) else { return String::new() };
    usage.to_string().split_whitespace().nth(2).unwrap_or_default().to_owned()
}

/// What a command has in place of a word that it does not accept.
fn in_place_of_a_word(error: &clap::Error) -> String {
    match verb(error).as_str() {
        "pack" => "the node is named by an option: --node NAME",
        "diff" => "a revision is named by an option: --against GIT-REV",
        "open" => "one file is opened at a time; the key is named by an option: --identity KEY",
        "init" => "one directory is written; nodes are named by options: --control-plane NAME=ADDRESS",
        _ => "files are named by options: --config FILE for cluster.toml, --out DIR for the tree",
    }
    .to_owned()
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
            (
                &["pack", "--config", "cluster.toml"],
                "--config is an option of `kubemint validate`, `kubemint render`",
            ),
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
