//! `explain`: every code is explained, every example brings its code about, and docs/diagnostics.md says the same.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
};

use kubemint::{
    cli::{
        explanations::{self, Example, Explanation, filled},
        warning_codes::WARNING_CODES,
    },
    config::{self, FileBelow, ReferencedFiles},
    diagnostic::Severity,
};
use sha2::{Digest, Sha256};
use snapbox::{Assert, Data};

use crate::{kubemint, stderr, stdout};

const BASE: &str = include_str!("../../examples/ha/cluster.toml");

/// Examples that no few lines can show, and the test that brings each about: its file, and words of it.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    ("exchanged-key", "tests/trust/keys.rs", "another key within its generation"),
    ("overlay-size", "src/validate/overlays.rs", "more_than_a_tree_can_hold_is_refused"),
];

/// A tree that only another kubemint writes.
struct Tree {
    code: &'static str,
    /// What cluster.toml has beside the example's when it is rendered, and then.
    change: (&'static str, &'static str),
    /// What its cluster.json has, and what that kubemint wrote there.
    edits: &'static [(&'static str, &'static str)],
}

const TREES: &[Tree] = &[
    Tree {
        code: "etcd-key-prefix",
        change: ("", ""),
        edits: &[("\"etcd-servers\": ", "\"etcd-prefix\": \"/kubernetes\",\n\"etcd-servers\": ")],
    },
    Tree {
        code: "hazards-unknown",
        change: ("", "[scheduler.extra_args]\nv = \"4\""),
        edits: &[("\"schema\": 1", "\"schema\": 2")],
    },
    Tree { code: "etcd-skipped-minor", change: ("", ""), edits: &[("3.7.0", "3.5.30")] },
    Tree {
        code: "etcd-old-patch",
        change: ("[images]\netcd_tag = \"3.6.8-0\"", "[images]\netcd_tag = \"3.6.8-0\""),
        edits: &[("3.6.8", "3.5.20")],
    },
    Tree {
        code: "etcd-release-unknown",
        change: ("", ""),
        edits: &[("3.7.0-0", "latest"), ("3.7.0", "latest")],
    },
    Tree {
        code: "encryption-unknown",
        change: ("[encryption]\nprovider = \"aescbc\"", ""),
        edits: &[("\"aescbc\"", "\"secretbox\"")],
    },
];

/// Puts the lines of one cluster.toml into another; an array of tables stands in the place of the one that was there.
fn merge(base: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (base.get_mut(&key), value) {
            (Some(toml::Value::Table(below)), toml::Value::Table(over)) => merge(below, over),
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

/// The example's cluster.toml with these lines; at its end, where they are no TOML.
fn with(lines: &str) -> String {
    let Ok(over) = lines.parse::<toml::Table>() else { return format!("{BASE}\n{lines}\n") };
    let mut base: toml::Table = BASE.parse().unwrap();
    merge(&mut base, over);
    toml::to_string(&base).unwrap()
}

/// The codes that a cluster.toml is answered with.
/// One file beside cluster.toml, which can be in a directory.
struct OneFile<'a>(Option<(&'a str, &'a str)>);

impl ReferencedFiles for OneFile<'_> {
    fn text(&self, path: &str) -> std::io::Result<String> {
        match self.0 {
            Some((known, content)) if known == path => Ok(content.to_owned()),
            _ => Err(std::io::ErrorKind::NotFound.into()),
        }
    }

    fn below(&self, directory: &str) -> std::io::Result<Option<Vec<FileBelow>>> {
        let below = self.0.and_then(|(known, _)| known.strip_prefix(directory)?.strip_prefix('/'));
        let file = |path: &str| FileBelow { path: path.to_owned(), special: None, is_executable: false };
        Ok(below.map(|path| vec![file(path)]))
    }
}

fn codes_of(text: &str, file: Option<(&str, &str)>) -> Vec<(Severity, &'static str)> {
    let found = match config::read(text, &OneFile(file)) {
        Ok(cluster) => config::warnings(text, &cluster),
        Err(errors) => errors,
    };
    found.iter().map(|one| (one.severity, one.code)).collect()
}

/// A directory with the example, or the example with these lines, rendered.
fn rendered(lines: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("cluster.toml"), with(lines)).unwrap();
    let output = kubemint(folder.path(), &["render", "--demo-seed"]);
    assert!(output.status.success(), "{lines}: {}", stderr(&output));
    folder
}

/// Writes another cluster.json, and its digest into the lock.
fn edit_resolved_cluster(folder: &Path, edits: &[(&str, &str)]) {
    let (file, lock) = (folder.join("out/public/cluster.json"), folder.join("out/public/kubemint.lock"));
    let old = fs::read_to_string(&file).unwrap();
    let new = edits.iter().fold(old.clone(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    });
    let digest =
        |text: &str| Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let rows = fs::read_to_string(&lock).unwrap();
    assert!(rows.contains(&digest(&old)));
    fs::write(lock, rows.replace(&digest(&old), &digest(&new))).unwrap();
    fs::write(file, new).unwrap();
}

/// The codes of `diff` after a change, the tree before having these edits in its cluster.json.
fn codes_of_change(before: &str, after: &str, edits: &[(&str, &str)]) -> Vec<String> {
    let folder = rendered(before);
    if !edits.is_empty() {
        edit_resolved_cluster(folder.path(), edits);
    }
    fs::write(folder.path().join("cluster.toml"), with(after)).unwrap();
    let output = kubemint(folder.path(), &["diff", "--demo-seed", "--format", "json"]);
    let report: serde_json::Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{after}: {}", stderr(&output)));
    let all = report["diagnostics"].as_array().unwrap_or_else(|| panic!("{after}: {report}")).iter();
    all.filter_map(|one| one["code"].as_str().map(str::to_owned)).collect()
}

/// What the commands print.
fn printed(commands: &str) -> String {
    let folder = rendered("");
    let bin = Path::new(env!("CARGO_BIN_EXE_kubemint")).parent().unwrap();
    let output = Command::new("bash")
        .args(["-c", &format!("{{ {commands}\n}} 2>&1")])
        .current_dir(folder.path())
        .env("PATH", format!("{}:{}", bin.display(), std::env::var("PATH").unwrap()))
        .envs([("GIT_AUTHOR_NAME", "a"), ("GIT_AUTHOR_EMAIL", "a@example.com")])
        .envs([("GIT_COMMITTER_NAME", "a"), ("GIT_COMMITTER_EMAIL", "a@example.com")])
        .output()
        .unwrap();
    stdout(&output)
}

/// Why the example does not bring its code about.
fn fails(explanation: &Explanation) -> Option<String> {
    let Explanation { code, severity, example, .. } = explanation;
    let of_file = |lines: &str, file: Option<(&str, &str)>| {
        let found = codes_of(&with(lines), file);
        (!found.contains(&(*severity, code))).then(|| format!("{found:?}"))
    };
    match example {
        Example::Lines(lines) => of_file(lines, None),
        Example::WithFile(lines, name, content) => of_file(lines, Some((name, content))),
        Example::Change(before, after) => {
            let found = codes_of_change(before, after, &[]);
            (!found.iter().any(|found| found == code)).then(|| format!("{found:?}"))
        }
        Example::Commands(commands) => {
            let said = printed(commands);
            (!said.contains(&format!("{}[{code}]", severity.as_str()))).then_some(said)
        }
        Example::Text(text) if *code == "toml" => of_file(text, None),
        Example::Text(_) if *code == "too-many-entries" => {
            let names: Vec<String> = (0..1001).map(|n| format!("\"a-{n}.example.com\"")).collect();
            of_file(&format!("[apiserver]\nextra_sans = [{}]", names.join(", ")), None)
        }
        Example::Text(_) if *code == "too-many-errors" => {
            let lines: String = (0..10_001).map(|n| format!("a-{n} = 1\n")).collect();
            of_file(&lines, None).map(|_| "10,001 unknown keys are not too many".to_owned())
        }
        Example::Text(_) => match TREES.iter().find(|tree| tree.code == *code) {
            Some(Tree { change: (before, after), edits, .. }) => {
                let found = codes_of_change(before, after, edits);
                (!found.iter().any(|found| found == code)).then(|| format!("{found:?}"))
            }
            None => is_missing(code).then_some("nothing brings it about".to_owned()),
        },
    }
}

/// Whether no other test brings the code about.
fn is_missing(code: &str) -> bool {
    let Some((_, file, words)) = ELSEWHERE.iter().find(|(elsewhere, ..)| *elsewhere == code) else {
        return true;
    };
    !fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap().contains(words)
}

#[test]
fn every_example_brings_its_code_about() {
    let all: Vec<&Explanation> = explanations::all().collect();
    let halves = all.chunks(all.len().div_ceil(2));
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let check = |half: &[&Explanation]| {
            let lines = half.iter().filter_map(|one| Some(format!("{}: {}", one.code, fails(one)?)));
            lines.collect::<Vec<_>>()
        };
        let running: Vec<_> = halves.map(|half| scope.spawn(move || check(half))).collect();
        running.into_iter().flat_map(|half| half.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_is_explained_once() {
    let mut times: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    for explanation in explanations::all() {
        *times.entry((explanation.severity, explanation.code)).or_default() += 1;
        assert!(
            explanation.cause().ends_with('.') && explanation.cure().ends_with('.'),
            "{}",
            explanation.code
        );
        assert!(!explanation.example.lines().is_empty(), "{}", explanation.code);
    }
    assert!(times.values().all(|times| *times == 1), "{times:?}");
    let warnings: BTreeSet<&str> =
        times.keys().filter(|(severity, _)| *severity == Severity::Warning).map(|(_, code)| *code).collect();
    assert_eq!(warnings, WARNING_CODES.iter().map(|known| known.code).collect());
}

/// The codes of errors are literals where a value or a relation is refused, and stand in the pictures of wrong files.
#[test]
fn every_error_of_the_source_and_of_the_pictures_is_explained() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = |folder: &str, extension: &'static str| {
        let entries =
            walkdir::WalkDir::new(root.join(folder)).into_iter().map(|entry| entry.unwrap().into_path());
        let files = entries.filter(move |path| path.extension().is_some_and(|found| found == extension));
        files.map(|path| fs::read_to_string(path).unwrap())
    };
    let mut found = BTreeSet::new();
    for text in ["src/config", "src/model", "src/validate", "src/documents", "src/recipient"]
        .into_iter()
        .flat_map(|folder| files(folder, "rs"))
    {
        for mark in ["Invalid::new(", "Violation::new(", "Diagnostic::error(", ".conflict("] {
            let literals = text.split(mark).skip(1).map(str::trim_start);
            let literals = literals.filter_map(|rest| rest.strip_prefix('"')?.split('"').next());
            found.extend(literals.map(str::to_owned));
        }
    }
    assert!(found.len() > 50, "{found:?}");
    for text in ["tests/faults", "tests/mistakes"].into_iter().flat_map(|folder| files(folder, "txt")) {
        let code = |line: &str| Some(line.strip_prefix("error[")?.split_once(']')?.0.to_owned());
        found.extend(text.lines().filter_map(code));
    }
    let known = explanations::codes();
    let unknown: Vec<&String> = found.iter().filter(|code| !known.contains(&code.as_str())).collect();
    assert!(unknown.is_empty(), "not in src/cli/explanations: {unknown:?}");
}

#[test]
fn a_code_is_explained_as_it_is_copied_and_an_unknown_one_has_a_suggestion() {
    let folder = tempfile::tempdir().unwrap();
    let explained = stdout(&kubemint(folder.path(), &["explain", "cidr-host-bits"]));
    Assert::new().action_env("SNAPSHOTS").eq(
        Data::text(explained.clone()).raw(),
        Data::read_from(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools/explained.txt"), None).raw(),
    );
    assert_eq!(stdout(&kubemint(folder.path(), &["explain", "error[cidr-host-bits]:"])), explained);
    let both = stdout(&kubemint(folder.path(), &["explain", "key-algorithm"]));
    assert!(both.contains("error[key-algorithm]\n") && both.contains("warning[key-algorithm]\n"), "{both}");
    let json = kubemint(folder.path(), &["explain", "key-algorithm", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(report["explanations"].as_array().unwrap().len(), 2);
    let unknown = kubemint(folder.path(), &["explain", "cidr-host-bit"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("did you mean cidr-host-bits?"), "{}", stderr(&unknown));
}

/// `SNAPSHOTS=overwrite cargo test --test tools page` writes the page anew, from its heading `## Errors` on.
#[test]
fn the_page_says_what_explain_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/diagnostics.md");
    let page = fs::read_to_string(&path).unwrap();
    let (before, _) = page.split_once("\n## Errors\n").unwrap();
    let section = |severity: Severity| {
        let all = explanations::all().filter(move |one| one.severity == severity);
        let part = |one: &Explanation| {
            let (lines, language) = (one.example.lines(), one.example.language());
            let (cause, cure) = (filled(&one.cause(), 130), filled(&one.cure(), 130));
            format!("### `{}`\n\n{cause}\n\n```{language}\n{lines}\n```\n\n{cure}\n", one.code)
        };
        all.map(part).collect::<Vec<_>>().join("\n")
    };
    let expected = format!(
        "{before}\n## Errors\n\nErrors of cluster.toml and the files that it names.\n\n{}\n## Warnings\n\n{}",
        section(Severity::Error),
        section(Severity::Warning)
    );
    Assert::new().action_env("SNAPSHOTS").eq(Data::text(expected).raw(), Data::read_from(&path, None).raw());
}
