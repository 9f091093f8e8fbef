//! One golden tree.

use std::{
    fs,
    path::{Path, PathBuf},
};

use kubemint::{config, derive::Seed, plan::plan, tree::Tree};

use crate::{
    beside::Beside,
    half::{self, Half},
};

/// The variable that, set to `overwrite`, makes what is rendered the expectation.
const SWITCH: &str = "KUBEMINT_GOLDEN";

/// Where a cluster.toml and what it renders to lie.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// The directory of cluster.toml, from the root of the repository.
    folder: &'static str,
    /// The public output, from the root of the repository; empty: `public` in the case's directory.
    public: &'static str,
}

impl Case {
    /// A case with a cluster.toml of its own.
    pub(crate) const fn own(name: &'static str) -> Self {
        Self { name, folder: "tests/golden", public: "" }
    }

    /// A case whose cluster.toml is an example.
    pub(crate) const fn example(name: &'static str) -> Self {
        Self { name, folder: "examples", public: "" }
    }

    /// The same with its public output elsewhere in the repository.
    pub(crate) const fn with_public(self, public: &'static str) -> Self {
        Self { public, ..self }
    }

    /// The names of all cases' directories, sorted.
    pub(crate) fn folders() -> Vec<String> {
        let entries = fs::read_dir(root().join("tests/golden")).unwrap().map(|entry| entry.unwrap());
        let folders = entries.filter(|entry| entry.file_type().unwrap().is_dir());
        let mut names: Vec<String> = folders.map(|entry| entry.file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Renders, and compares or overwrites.
    pub(crate) fn check(&self) {
        let tree = self.render();
        let (public, secret) = (Half::public(&tree), half::secret_sums(&tree));
        let overwrite = std::env::var_os(SWITCH).is_some_and(|value| value == "overwrite");
        let sums = self.expected().join("secret.sha256");
        if overwrite {
            public.write_to(&self.public());
            fs::write(&sums, &secret).unwrap();
        }
        let mut differences = public.differences(&Half::read(&self.public()));
        let expected = fs::read_to_string(sums).unwrap_or_default();
        differences.extend(half::line_differences("secret.sha256", &secret, &expected));
        assert!(
            differences.is_empty(),
            "{}:\n{}\nIf this is meant: {SWITCH}=overwrite cargo test --test golden",
            self.name,
            differences.join("\n")
        );
    }

    fn render(&self) -> Tree {
        let path = root().join(self.folder).join(self.name).join("cluster.toml");
        let text = fs::read_to_string(&path).unwrap();
        let files = Beside(path.parent().unwrap().to_owned());
        let cluster = config::read(&text, &files).unwrap_or_else(|faults| panic!("{path:?}: {faults:#?}"));
        plan(&cluster, &Seed::DEMO).unwrap()
    }

    fn expected(&self) -> PathBuf {
        root().join("tests/golden").join(self.name)
    }

    fn public(&self) -> PathBuf {
        if self.public.is_empty() { self.expected().join("public") } else { root().join(self.public) }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
