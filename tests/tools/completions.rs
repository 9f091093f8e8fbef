//! What bash, zsh and fish complete with the scripts of `completions`.

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use crate::{kubemint, stdout};

/// What is completed at the end of a command line, and a word that must be offered and one that must not.
const CASES: &[(&str, &str, &str)] = &[
    ("kubemint re", "render", "seal"),
    ("kubemint ", "completions", "--out"),
    ("kubemint render --lo", "--locked", "--out"),
    ("kubemint render --format ", "json", "markdown"),
    ("kubemint diff --format ", "markdown", "cloud-init"),
    ("kubemint pack --format cl", "cloud-init", "ignition"),
    ("kubemint init --key-algorithm ", "ecdsa-p384", "ecdsa-p521"),
    ("kubemint init --key-algorithm rsa-3", "rsa-3072", "rsa-2048"),
    ("kubemint check --deny demo", "demo-seed", "weak-seed"),
    ("kubemint completions ", "nushell", "powershell"),
    ("kubemint pack --node ", "worker-1", "cluster.toml"),
    ("kubemint pack --node w", "worker-1", "master-2"),
    ("kubemint --color ", "always", "json"),
];

/// A directory with the tree of an example, as far as shells look at it, and each script.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for node in ["master-1", "master-2", "worker-1", "$(touch ran)", "`touch ran`", "'$(touch ran)'"] {
        fs::create_dir_all(folder.path().join("out/public/nodes").join(node)).unwrap();
    }
    fs::write(folder.path().join("cluster.toml"), "").unwrap();
    for shell in ["bash", "zsh", "fish", "elvish", "nushell"] {
        let script = stdout(&kubemint(folder.path(), &["completions", shell]));
        let name = if shell == "zsh" { "_kubemint".to_owned() } else { format!("script.{shell}") };
        fs::write(folder.path().join(name), script).unwrap();
    }
    folder
}

/// What a shell prints that runs `script` with the command line as its first argument.
fn run(folder: &Path, shell: &str, script: &str, line: &str) -> String {
    let mut command = Command::new(shell);
    match shell {
        "bash" => command.args(["--norc", "--noprofile", "-c", script, "bash", line]),
        "zsh" => command.args(["-f", "-c", script, "zsh", line]),
        _ => command.args(["--no-config", "-c", script, line]),
    };
    let path =
        format!("{}:{}", Path::new(env!("CARGO_BIN_EXE_kubemint")).parent().unwrap().display(), env!("PATH"));
    let mut child = command
        .current_dir(folder)
        .env("PATH", path)
        .env("HOME", folder)
        .env("TERM", "dumb")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{shell}: {error}"));
    child.stdin.take().unwrap().flush().unwrap();
    let output = child.wait_with_output().unwrap();
    stdout(&output) + &String::from_utf8_lossy(&output.stderr)
}

/// The text without what moves a terminal's cursor and colours it.
fn without_escapes(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| part.trim_start_matches(|c: char| !c.is_ascii_alphabetic()));
    rest.fold(first, |text, part| text + " " + part.get(1..).unwrap_or_default())
}

fn holds(shell: &str, script: &str, lacks: &[&str]) {
    let folder = folder();
    for (line, offered, other) in CASES.iter().filter(|(line, ..)| !lacks.contains(line)) {
        let said = without_escapes(&run(folder.path(), shell, script, line));
        let words: Vec<&str> = said.split([' ', '\r', '\n', '[', ']']).collect();
        assert!(words.contains(offered), "{shell}: {line:?} does not offer {offered}: {said}");
        assert!(!words.contains(other), "{shell}: {line:?} offers {other}: {said}");
    }
    assert!(!folder.path().join("ran").exists(), "{shell} runs the name of a directory");
}

/// Calls the function as readline does.
#[test]
fn bash_completes() {
    holds(
        "bash",
        r#"source script.bash
COMP_LINE=$1 COMP_POINT=${#1}
read -ra COMP_WORDS <<<"$1"
[[ $1 == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
complete -p kubemint | grep -q -- '-F _kubemint' || exit
_kubemint kubemint "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
printf '%s\n' "${COMPREPLY[@]}""#,
        &[],
    );
}

/// Types the line, asks for a list and completes, in a shell of its own on a pseudo-terminal.
#[test]
fn zsh_completes() {
    holds(
        "zsh",
        r#"zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1= PS2= RPS1= PROMPT_EOL_MARK=; stty -echo rows 1000 columns 300
fpath=($PWD \$fpath); autoload -Uz compinit; compinit -u -d $PWD/.zcompdump
zstyle ':completion:*' verbose no; LISTMAX=9999; unsetopt auto_menu menu_complete zle_bracketed_paste
bindkey '^I' complete-word; bindkey '^X' list-choices
finish() { print -r -- \"[\$BUFFER]\"; print -r -- END-OF-LIST; exit }
zle -N finish; bindkey '^T' finish; print READY-TO-TYPE"
zpty -r -m shell text '*READY-TO-TYPE*' || exit 1
zpty -w -n shell "$1"$'\C-X\t\C-T'
zpty -r -m shell text '*END-OF-LIST*'
print -r -- "$text""#,
        &[],
    );
}

/// fish says what it would offer. Its generated script completes no positional arguments, and the values of no option
/// that stands before the command.
#[test]
fn fish_completes() {
    let script = "source script.fish; complete -C $argv[1] | string replace -r '\\t.*' ''";
    holds("fish", script, &["kubemint completions ", "kubemint --color "]);
}

/// elvish and nushell are no packages of Debian's stable release: their scripts are held to what they offer.
#[test]
fn every_script_has_the_commands_and_their_options() {
    let folder = folder();
    for shell in ["elvish", "nushell"] {
        let script = fs::read_to_string(folder.path().join(format!("script.{shell}"))).unwrap();
        for word in ["render", "validate", "replace-identity", "include-secrets", "ed25519"] {
            assert_eq!(script.contains(word), word != "ed25519", "{shell}: {word}");
        }
    }
}
