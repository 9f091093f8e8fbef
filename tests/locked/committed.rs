//! Committed public halves in memory, as they are or tampered with.

use std::{collections::BTreeMap, fs, path::Path};

use kubemint::{
    config,
    derive::Seed,
    model::Cluster,
    pki::{Committed, Refusal, ReuseError},
    plan::{PlanError, plan, plan_public_output},
    tree::{Lock, Place, RelPath, Secrecy, Tree},
};
use sha2::{Digest as _, Sha256};

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn example() -> String {
    fs::read_to_string(root().join("examples/ha/cluster.toml")).unwrap()
}

pub(crate) fn cluster(text: &str) -> Cluster {
    let none = |_: &str| Err(std::io::ErrorKind::NotFound.into());
    config::read(text, &none).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

/// The public output of a tree by its paths, the lock apart.
#[derive(Clone)]
pub(crate) struct Half {
    pub(crate) lock: String,
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

impl Half {
    /// What lies in a directory.
    pub(crate) fn read(folder: &Path) -> Self {
        let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
        let files = entries.filter(|entry| entry.file_type().is_file()).map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            (path, fs::read(entry.path()).unwrap())
        });
        Self::new(files.collect())
    }

    pub(crate) fn of(tree: &Tree) -> Self {
        let files = tree.files().filter(|file| file.place.secrecy == Secrecy::Public);
        Self::new(files.map(|file| (file.place.path.to_string(), file.bytes.to_vec())).collect())
    }

    /// The half that the seed makes.
    pub(crate) fn rendered(text: &str, seed: &Seed) -> Self {
        Self::of(&plan(&cluster(text), seed).unwrap())
    }

    fn new(mut files: BTreeMap<String, Vec<u8>>) -> Self {
        let lock = String::from_utf8(files.remove("kubemint.lock").unwrap()).unwrap();
        Self { lock, files }
    }

    /// Puts other bytes into a file, and their digest into the lock.
    pub(crate) fn replace(&mut self, path: &str, bytes: Vec<u8>) {
        let (old, new) = (hex(&self.files[path]), hex(&bytes));
        let before = self.lock.clone();
        let lines = self.lock.lines().map(|line| {
            let is_row = line.starts_with(&format!("public {path} "));
            if is_row { line.replace(&old, &new) } else { line.to_owned() }
        });
        self.lock = lines.map(|line| line + "\n").collect();
        assert_ne!(self.lock, before, "{path} is in no row");
        self.files.insert(path.to_owned(), bytes);
    }

    /// What is rendered from it for a cluster.toml that names no files.
    pub(crate) fn locked(&self, text: &str) -> Result<Tree, PlanError> {
        self.locked_with(&cluster(text))
    }

    /// What is rendered from it for a cluster.
    pub(crate) fn locked_with(&self, cluster: &Cluster) -> Result<Tree, PlanError> {
        let lock = Lock::parse(&self.lock).unwrap();
        let place = |path: &String| Place::public(RelPath::parse(path).unwrap());
        let files = self.files.iter().map(|(path, bytes)| (place(path), bytes.clone())).collect();
        let committed = Committed::read(&lock, &files).map_err(ReuseError::Refused)?;
        plan_public_output(cluster, &committed)
    }

    /// Why nothing is rendered from it.
    pub(crate) fn refusals(&self, text: &str) -> Vec<Refusal> {
        match self.locked(text) {
            Err(PlanError::Reuse(ReuseError::Refused(refusals))) => refusals,
            Err(other) => panic!("{other}"),
            Ok(_) => panic!("it was rendered"),
        }
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
