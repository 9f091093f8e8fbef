//! A small cluster, rendered and committed, and what somebody who can change the repository does to it.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    process::Command,
};

use kubemint::tree::{Binding, Lock, binding};
use sha2::{Digest as _, Sha256};

const SEED: &str = "9c1f0e7b52d84a63b7f1c20d95ae6834417fd0be13c2659a8e0b7d46f2ca5138\n";

pub(crate) const LOCK: &str = "out/public/kubemint.lock";

/// A repository with cluster.toml and its tree in the first commit; the secret output lies beside it.
pub(crate) struct Repository {
    folder: tempfile::TempDir,
}

impl Repository {
    pub(crate) fn new(more: &str) -> Self {
        let repository = Self { folder: crate::in_memory::in_memory() };
        repository.configure(more);
        fs::write(repository.at("seed"), SEED).unwrap();
        fs::set_permissions(repository.at("seed"), Permissions::from_mode(0o600)).unwrap();
        fs::write(repository.at(".gitignore"), "/seed\n/out/secret/\n").unwrap();
        repository.succeed(&["render", "--quiet"]);
        repository.git(&["init", "-q", "-b", "main"]);
        repository.git(&["add", "-A"]);
        repository.git(&["commit", "-qm", "The cluster"]);
        repository
    }

    /// Writes cluster.toml with more lines at its end; those that begin with `cluster.` go to the table of this name.
    pub(crate) fn configure(&self, more: &str) {
        let of_cluster = |line: &&str| line.starts_with("cluster.");
        let (cluster, more): (Vec<&str>, Vec<&str>) = more.lines().partition(of_cluster);
        let cluster = cluster.join("\n").replace("cluster.", "");
        let more = more.join("\n");
        let text = format!(
            r#"schema = 1
[cluster]
name = "kubernetes"
id = "491b0f7e685baddf4ab6c386423fbda9"
kubernetes_version = "1.37.2"
endpoint = "192.168.56.101:6443"
service_cidr = "10.96.0.0/12"
pod_cidr = "10.244.0.0/16"
{cluster}
[[control_plane]]
name = "master-1"
address = "192.168.56.101"
[[worker]]
name = "worker-1"
address = "192.168.56.111"
[pki]
not_before = 2026-11-30T00:00:00Z
{more}
"#
        );
        fs::write(self.at("cluster.toml"), text).unwrap();
    }

    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap()
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        fs::write(self.at(path), text).unwrap();
    }

    /// Runs kubemint; the exit code, standard output and standard error.
    pub(crate) fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_kubemint"))
            .args(arguments)
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    pub(crate) fn succeed(&self, arguments: &[&str]) -> String {
        let (code, stdout, stderr) = self.run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {stderr}{stdout}");
        stdout + &stderr
    }

    /// Runs kubemint, which must refuse its input, and gives what it said.
    pub(crate) fn refused(&self, arguments: &[&str]) -> String {
        let (code, stdout, stderr) = self.run(arguments);
        assert_eq!(code, 2, "{arguments:?}: {stderr}");
        assert!(stdout.is_empty(), "{arguments:?}");
        stderr
    }

    /// Runs Git, and gives what it wrote without the line end.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git")
            .args(["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgSign=false"])
            .args(arguments)
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// A commit, on no branch, of what the index has.
    pub(crate) fn commit_of_index(&self) -> String {
        let tree = self.git(&["write-tree"]);
        self.git(&["commit-tree", &tree, "-m", "Changed"])
    }

    pub(crate) fn commit(&self) {
        self.git(&["commit", "-qam", "Changed"]);
    }

    pub(crate) fn lock(&self) -> Lock {
        Lock::parse(&self.read(LOCK)).unwrap()
    }

    /// Puts a row into the lock, in its place.
    pub(crate) fn add_row(&self, row: &str) {
        let text = self.read(LOCK);
        let is_row = |line: &&str| line.starts_with("public ") || line.starts_with("secret ");
        let (rows, header): (Vec<&str>, Vec<&str>) = text.lines().partition(is_row);
        let mut rows: Vec<&str> = rows.into_iter().chain([row]).collect();
        rows.sort_by_key(|row| row.split(' ').take(2).map(str::to_owned).collect::<Vec<_>>());
        let lines = header.into_iter().chain(rows).map(|line| format!("{line}\n"));
        self.write(LOCK, &lines.collect::<String>());
    }

    /// Replaces a public file of a node, and its digests, as whoever can change the whole repository does.
    pub(crate) fn replace_file(&self, path: &str, text: &str) {
        let old = fs::read(self.at(path)).unwrap();
        self.write(path, text);
        let place = path.strip_prefix("out/").unwrap();
        let (node, on_machine) = place.strip_prefix("public/nodes/").unwrap().split_once('/').unwrap();
        let (from, to) = (hex(&old), hex(text.as_bytes()));
        self.replace_lines(
            &format!("out/public/nodes/{node}/SHA256SUMS"),
            &format!("  {on_machine}"),
            &from,
            &to,
        );
        self.replace_lines(LOCK, &format!("{} ", place.replacen('/', " ", 1)), &from, &to);
    }

    /// Replaces a text in each line with a mark, and the file's own digest in the lock.
    fn replace_lines(&self, file: &str, mark: &str, from: &str, to: &str) {
        let old = self.read(file);
        let line = |line: &str| if line.contains(mark) { line.replace(from, to) } else { line.to_owned() };
        let new: String = old.lines().map(|text| line(text) + "\n").collect();
        self.write(file, &new);
        if file != LOCK {
            self.replace_digest(LOCK, &hex(old.as_bytes()), &hex(new.as_bytes()));
        }
    }

    /// Replaces a digest wherever a file has it.
    pub(crate) fn replace_digest(&self, file: &str, from: &str, to: &str) {
        self.write(file, &self.read(file).replace(from, to));
    }

    /// Lets the secret output say that it was rendered with the lock and the sums that are there.
    pub(crate) fn bind_anew(&self) {
        let lock = self.lock();
        let sums = |part: &str| {
            let sums = fs::read(self.at(&format!("out/secret/{part}/SHA256SUMS"))).ok()?;
            Some(Sha256::digest(sums).into())
        };
        let binding = Binding::of(lock.identity(), lock.users(), lock.rows(), sums);
        fs::write(self.at(&format!("out/secret/{}", binding::NAME)), binding.to_string()).unwrap();
    }

    /// Changes a file of the secret output, and the sum of it that lies beside it.
    pub(crate) fn replace_secret(&self, path: &str, bytes: &[u8]) {
        let old = fs::read(self.at(path)).unwrap();
        fs::write(self.at(path), bytes).unwrap();
        let folder = match path.strip_prefix("out/secret/nodes/") {
            Some(rest) => format!("nodes/{}", rest.split_once('/').unwrap().0),
            None => "cluster".to_owned(),
        };
        self.replace_digest(&format!("out/secret/{folder}/SHA256SUMS"), &hex(&old), &hex(bytes));
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
