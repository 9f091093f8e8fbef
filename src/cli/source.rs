//! What a tree is planned from, beside cluster.toml: the seed or, for its public output alone, a committed tree.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use clap::Args;

use super::{CliError, DEMO_WARNING, SeedArgs, warnings::Warnings};
use crate::{
    derive::WeakSeed,
    model::Cluster,
    pki::{Committed, Refusal, ReuseError},
    plan::{PlanError, plan_public_output_watched, plan_watched},
    progress::{Progress, Task},
    tree::{Lock, Origin, Place, Secrecy, Tree},
    writer::{self, RenderedTree},
};

/// The options that select it.
#[derive(Debug, Clone, Default, Args)]
pub struct SourceArgs {
    #[command(flatten)]
    seed: SeedArgs,
    /// Work without the seed, on the public output only: certificates and public keys are taken from a committed tree,
    /// and a change that needs new ones is refused
    #[arg(long, conflicts_with_all = ["seed_file", "demo_seed", "accept_weak_seed"])]
    locked: bool,
    /// The committed tree for --locked [default: --out]
    #[arg(long, value_name = "DIR", requires = "locked")]
    from: Option<PathBuf>,
}

/// A tree and what it was made from.
pub struct Made {
    /// The tree.
    pub tree: Tree,
    /// The files that were read.
    pub read: Vec<PathBuf>,
    /// Without a seed: the secret files that differ between cluster.toml and the committed tree.
    pub outdated_secrets: Option<Vec<Place>>,
    /// Why the seed can be guessed, if that was accepted.
    pub weak_seed: Option<WeakSeed>,
    /// Without a seed: the trusted keys, as `LABEL@GENERATION`, that only the seed can confirm.
    pub unverified: Option<Vec<String>>,
}

impl SourceArgs {
    /// Plans the tree of `cluster`, which was read from `config` and is for `out`.
    ///
    /// # Errors
    ///
    /// [`CliError`] if the seed or the committed tree cannot be read, or the latter lacks what is needed.
    pub fn plan(
        &self,
        cluster: &Cluster,
        config: &Path,
        out: &Path,
        progress: &Progress,
    ) -> Result<Made, CliError> {
        if self.locked {
            return plan_locked(cluster, self.from.as_deref().unwrap_or(out), progress);
        }
        Made::with_seed(cluster, &self.seed, config, progress)
    }
}

fn plan_locked(cluster: &Cluster, from: &Path, progress: &Progress) -> Result<Made, CliError> {
    progress.begin(Task::Reading, 0);
    let (rendered, places, files) = writer::undisturbed(from, || {
        let rendered = RenderedTree::open(from)?;
        let places = Committed::places(rendered.lock());
        let file = |place: &Place| Ok((place.clone(), rendered.read(place)?));
        let files = places.iter().map(file).collect::<Result<BTreeMap<_, _>, CliError>>()?;
        Ok::<_, CliError>((rendered, places, files))
    })?;
    let lock = rendered.lock();
    let committed = Committed::read(lock, &files).map_err(|refusals| refused(&refusals))?;
    let tree = plan_public_output_watched(cluster, &committed, progress)?;
    Ok(Made {
        read: std::iter::once(&Lock::place()).chain(&places).map(|place| place.path_in(from)).collect(),
        outdated_secrets: Some(outdated_secrets(tree.lock(), lock)),
        unverified: Some(trusted_keys(tree.lock())),
        weak_seed: None,
        tree,
    })
}

/// The secret files whose rows differ, or are in only one of the locks.
fn outdated_secrets(asked: &Lock, committed: &Lock) -> Vec<Place> {
    let secrets = |lock: &Lock| -> BTreeMap<_, _> {
        let rows = lock.rows().filter(|row| row.place.secrecy == Secrecy::Secret);
        rows.map(|row| (row.place.clone(), row.clone())).collect()
    };
    let (asked, committed) = (secrets(asked), secrets(committed));
    let gone = committed.keys().filter(|place| !asked.contains_key(place));
    let changed = asked.iter().filter(|(place, row)| committed.get(place) != Some(row));
    let mut outdated: Vec<Place> = changed.map(|(place, _)| place).chain(gone).cloned().collect();
    outdated.sort_unstable();
    outdated
}

/// Every key in a bundle of the tree: a CA's certificate signs itself, and nobody signs service-account keys.
fn trusted_keys(lock: &Lock) -> Vec<String> {
    let parts = lock.rows().filter_map(|row| match row.recorded.origin() {
        Some(Origin::Bundle(parts)) => Some(parts),
        _ => None,
    });
    let key = |part: &Origin| match part {
        Origin::Key(key) => Some(format!("{}@{}", key.label, key.generation)),
        Origin::Certificate(made) => Some(format!("{}@{}", made.key.label, made.key.generation)),
        _ => None,
    };
    parts.flatten().filter_map(key).collect::<BTreeSet<_>>().into_iter().collect()
}

impl Made {
    /// Plans the tree of `cluster`, which was read from `config`, with the seed.
    ///
    /// # Errors
    /// [`CliError`] if the seed cannot be read.
    pub fn with_seed(
        cluster: &Cluster,
        seed: &SeedArgs,
        config: &Path,
        progress: &Progress,
    ) -> Result<Self, CliError> {
        let read = seed.files(config);
        let (seed, weak_seed) = seed.read(config)?;
        let tree = plan_watched(cluster, &seed, progress)?;
        Ok(Self { tree, read, outdated_secrets: None, unverified: None, weak_seed })
    }

    /// Warns about a tree that anybody can make.
    pub fn warn(&self, warnings: &mut Warnings) {
        if self.tree.lock().identity().is_demo() {
            warnings.add("demo-seed", DEMO_WARNING);
        }
        if let Some(weak) = self.weak_seed {
            let message = format!(
                "the seed can be guessed, and with it every key of the cluster: {weak}. End it as docs/rotation.md says under \
                 \"Another seed\""
            );
            warnings.add("weak-seed", &message);
        }
    }

    /// The notes of a run without the seed; empty if there was one.
    pub fn notes(&self) -> String {
        const SHOWN: usize = 5;
        let Some(outdated) = &self.outdated_secrets else { return String::new() };
        let mut text =
            "note: made without the seed: this is the public output; the secret output was not checked\n"
                .to_owned();
        if let Some(unverified) = self.unverified.as_ref().filter(|keys| !keys.is_empty()) {
            text.push_str(&format!(
                "note: not verified, since only the seed can tell that it made them: {}\n",
                unverified.join(", ")
            ));
        }
        if outdated.is_empty() {
            return text;
        }
        text.push_str(
            "note: the secret output must be rendered with the seed before this is installed; changed are ",
        );
        let mut names: Vec<String> = outdated.iter().take(SHOWN).map(ToString::to_string).collect();
        if let Some(more) = outdated.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            names.push(format!("{more} more"));
        }
        text.push_str(&names.join(", "));
        text.push('\n');
        text
    }

    /// The unverified keys, for programs.
    pub fn unverified_as_json(&self) -> serde_json::Value {
        serde_json::json!(self.unverified)
    }

    /// The outdated secret files, for programs.
    pub fn outdated_as_json(&self) -> serde_json::Value {
        let names = |places: &Vec<Place>| places.iter().map(ToString::to_string).collect::<Vec<_>>();
        serde_json::json!(self.outdated_secrets.as_ref().map(names))
    }
}

/// Every refusal with its advice.
pub fn refused(refusals: &[Refusal]) -> CliError {
    let reported = |refusal: &Refusal| (refusal.to_string(), refusal.help().to_string());
    CliError::Refused(refusals.iter().map(reported).collect())
}

impl From<PlanError> for CliError {
    fn from(error: PlanError) -> Self {
        match error {
            PlanError::Reuse(ReuseError::Refused(refusals)) => refused(&refusals),
            other => Self::system(other.to_string()),
        }
    }
}
