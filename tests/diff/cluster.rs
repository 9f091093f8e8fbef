//! A directory with a cluster.toml that changes, and the program run in it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

#[path = "diagnostics.rs"]
pub mod diagnostics;

/// The example, in a directory of its own.
pub struct Cluster {
    folder: tempfile::TempDir,
}

/// A text of cluster.toml and what stands in its place then.
pub type Edit = (&'static str, &'static str);

impl Cluster {
    /// The example as it is, not rendered.
    pub fn new() -> Self {
        let folder = crate::in_memory::in_memory();
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ha/cluster.toml");
        fs::copy(example, folder.path().join("cluster.toml")).unwrap();
        Self { folder }
    }

    /// The example with these edits, rendered.
    pub fn rendered(edits: &[(&str, &str)]) -> Self {
        let cluster = Self::new();
        cluster.edit(edits);
        cluster.render();
        cluster
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn at(&self, path: &str) -> PathBuf {
        self.path().join(path)
    }

    /// Changes cluster.toml. An empty text is its end.
    pub fn edit(&self, edits: &[(&str, &str)]) {
        let mut text = fs::read_to_string(self.at("cluster.toml")).unwrap();
        for (from, to) in edits {
            assert!(text.contains(from), "{from} is not in cluster.toml");
            text = if from.is_empty() { format!("{text}\n{to}\n") } else { text.replace(from, to) };
        }
        fs::write(self.at("cluster.toml"), text).unwrap();
    }

    /// Adds lines at the end of cluster.toml.
    pub fn append(&self, lines: &str) {
        let text = fs::read_to_string(self.at("cluster.toml")).unwrap();
        fs::write(self.at("cluster.toml"), format!("{text}\n{lines}\n")).unwrap();
    }

    /// Changes a line of cluster.toml.
    pub fn edit_line(&self, from: &str, to: &str) {
        let text = fs::read_to_string(self.at("cluster.toml")).unwrap();
        assert!(text.contains(from), "{from} is not in cluster.toml");
        fs::write(self.at("cluster.toml"), text.replace(from, to)).unwrap();
    }

    pub fn render(&self) {
        let output = self.run(&["render", "--demo-seed"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_kubemint"))
            .args(arguments)
            .current_dir(self.path())
            .output()
            .unwrap()
    }

    /// The exit code and what `diff` says.
    pub fn diff(&self, more: &[&str]) -> (i32, String) {
        let output = self.run(&[&["diff", "--demo-seed"], more].concat());
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.code().unwrap() < 2, "{}", String::from_utf8_lossy(&output.stderr));
        (output.status.code().unwrap(), said)
    }

    /// The report for programs, held to what text and Markdown say.
    pub fn json(&self, more: &[&str]) -> serde_json::Value {
        let said = |format: &[&str]| self.diff(&[format, more].concat()).1;
        let json = serde_json::from_str(&said(&["--format", "json"])).unwrap();
        let expected = diagnostics::of_json(&json);
        assert_eq!(diagnostics::of_text(&said(&[])), expected);
        assert_eq!(diagnostics::of_markdown(&said(&["--format", "markdown"])), expected);
        json
    }

    pub fn git(&self, arguments: &[&str]) {
        let output = Command::new("git")
            .args(["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "init.defaultBranch=main"])
            .args(["-c", "commit.gpgSign=false"])
            .args(arguments)
            .current_dir(self.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

/// A task of a rollout, as JSON has it.
#[derive(Debug)]
pub struct Task {
    pub kind: String,
    pub node: String,
    pub component: String,
    pub commands: Vec<String>,
}

/// Every task of a rollout in order.
pub fn tasks(told: &serde_json::Value) -> Vec<Task> {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let task = |task: &serde_json::Value| Task {
        kind: text(&task["kind"]),
        node: text(&task["node"]),
        component: text(&task["component"]),
        commands: task["commands"].as_array().unwrap().iter().map(text).collect(),
    };
    told["rollout"].as_array().unwrap().iter().map(task).collect()
}
