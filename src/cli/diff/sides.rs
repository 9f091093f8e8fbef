//! Opens the two trees: planned, on disk or committed.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use super::{
    super::{
        CliError, Presentation, cluster_file,
        source::{Made, refused},
        warnings::Warnings,
    },
    DiffArgs,
    others::Others,
};
use crate::{
    difference::Files,
    git::CommittedTree,
    pki,
    progress::Task,
    tree::{
        Lock, Place, Secrecy, Tree,
        compare::{Comparison, Standing},
        lock::Recorded,
    },
    writer::{self, RenderedTree},
};

/// The new tree.
pub(super) enum After {
    /// What a render would write.
    Planned(Tree),
    /// What a render wrote.
    OnDisk(RenderedTree),
}

impl After {
    /// Plans the tree, or opens the one on disk; with the files that it was planned from, and warnings.
    pub(super) fn open(
        args: &DiffArgs,
        presentation: &Presentation,
    ) -> Result<(Self, Vec<PathBuf>, Warnings), CliError> {
        let progress = &presentation.progress;
        if args.as_rendered {
            progress.begin(Task::Reading, 0);
            let tree = RenderedTree::open(&args.out.out)?;
            held_to_rows(&tree)?;
            return Ok((Self::OnDisk(tree), Vec::new(), Warnings::default()));
        }
        let mut file = cluster_file::read(&args.config.config, presentation)?;
        let made = Made::with_seed(&file.cluster, &args.seed, &args.config.config, progress)?;
        progress.begin(Task::Reading, 0);
        made.warn(&mut file.warnings);
        let read = [file.read, made.read].concat();
        Ok((Self::Planned(made.tree), read, file.warnings))
    }

    /// Opens a tree on disk again, since another run may have changed it.
    pub(super) fn open_again(&mut self, out: &Path) -> Result<(), CliError> {
        if let Self::OnDisk(tree) = self {
            *tree = RenderedTree::open(out)?;
        }
        Ok(())
    }

    /// The files of the tree that were read.
    pub(super) fn places_read(&self) -> Vec<Place> {
        match self {
            Self::Planned(_) => Vec::new(),
            Self::OnDisk(tree) => tree.places_read(),
        }
    }

    /// Its lock.
    pub(super) const fn lock(&self) -> &Lock {
        match self {
            Self::Planned(tree) => tree.lock(),
            Self::OnDisk(tree) => tree.lock(),
        }
    }

    /// The contents of these files.
    pub(super) fn read(&self, places: BTreeSet<Place>) -> Result<Files, CliError> {
        let mut files = Files::default();
        for place in places {
            let bytes = match self {
                Self::Planned(tree) => tree.file(&place).map(|file| file.bytes.to_vec()),
                Self::OnDisk(tree) => Some(tree.read(&place)?.to_vec()),
            };
            if let Some(bytes) = bytes {
                files.insert(place, bytes);
            }
        }
        Ok(files)
    }
}

/// The old tree, if there is one.
pub(super) enum Before {
    /// The tree on disk, and how it compares with the new one.
    OnDisk(Option<RenderedTree>, Comparison),
    /// The committed tree.
    Committed(Option<CommittedTree>),
}

impl Before {
    /// Opens the committed tree or the one on disk.
    pub(super) fn open(args: &DiffArgs, after: &After) -> Result<Self, CliError> {
        let out = &args.out.out;
        if let Some(revision) = &args.against {
            return Ok(Self::Committed(CommittedTree::open(out, revision)?));
        }
        let After::Planned(planned) = after else {
            return Err(CliError::input(
                "--as-rendered has nothing to compare with",
                "add --against GIT-REV",
            ));
        };
        let (comparison, rendered) = writer::compare_and_open(planned, out)?;
        Ok(Self::OnDisk(rendered, comparison))
    }

    /// Warns about what a render would do or refuse apart from changing files.
    pub(super) fn warn(&self, out: &Path, warnings: &mut Warnings) {
        match self {
            Self::OnDisk(_, comparison) => warn(out, comparison, warnings),
            Self::Committed(None) => {
                let message = format!(
                    "the revision has no tree at {}: everything is shown as new, and no key was compared with one before",
                    out.display()
                );
                warnings.add("first-tree", &message);
            }
            Self::Committed(Some(_)) => {}
        }
    }

    /// Its lock, if there is a tree.
    pub(super) fn lock(&self) -> Option<&Lock> {
        match self {
            Self::OnDisk(tree, _) => tree.as_ref().map(RenderedTree::lock),
            Self::Committed(tree) => tree.as_ref().map(CommittedTree::lock),
        }
    }

    /// The files of the tree on disk that were read.
    pub(super) fn places_read(&self) -> Vec<Place> {
        match self {
            Self::OnDisk(_, comparison) => {
                comparison.files.keys().chain(&comparison.obsolete).cloned().collect()
            }
            Self::Committed(_) => Vec::new(),
        }
    }

    /// Whether the lock lists secret files, but none of them is on disk, as in a clone.
    pub(super) fn secret_output_absent(&self) -> bool {
        let (Self::OnDisk(_, comparison), Some(lock)) = (self, self.lock()) else { return false };
        let mut listed = lock.files().filter(|place| place.secrecy == Secrecy::Secret).peekable();
        listed.peek().is_some()
            && listed.all(|place| {
                let standing = comparison.files.get(&place);
                standing.map_or_else(|| !comparison.obsolete.contains(&place), |s| *s == Standing::Missing)
            })
    }

    /// Each file on disk that differs from what a render would leave.
    pub(super) fn drift(&self) -> BTreeMap<Place, Standing> {
        let Self::OnDisk(Some(_), comparison) = self else { return BTreeMap::new() };
        let clone = self.secret_output_absent();
        let looked_at = |place: &Place| place.secrecy == Secrecy::Public || !clone;
        let files = comparison.files.iter().filter(|(place, _)| looked_at(place));
        let other = files.filter(|(_, standing)| **standing != Standing::Same);
        other.map(|(place, standing)| (place.clone(), *standing)).collect()
    }

    /// The contents of these files.
    pub(super) fn read(&self, places: BTreeSet<Place>) -> Result<Files, CliError> {
        let (mut files, mut others) = (Files::default(), Others::default());
        for place in places {
            let bytes = match self {
                Self::OnDisk(Some(tree), _) => tree.find(&place)?.map(|bytes| bytes.to_vec()),
                Self::Committed(Some(tree)) => {
                    let bytes = tree.read(&place)?;
                    others.look_at(tree.lock(), &place, bytes.as_deref());
                    bytes
                }
                Self::OnDisk(None, _) | Self::Committed(None) => None,
            };
            if let Some(bytes) = bytes {
                files.insert(place, bytes);
            }
        }
        others.refuse("the committed tree")?;
        Ok(files)
    }
}

/// Rejects a tree on disk with a public file that differs from its lock's row: the report would not describe what is
/// installed.
fn held_to_rows(tree: &RenderedTree) -> Result<(), CliError> {
    let public = tree.lock().files().filter(|place| place.secrecy == Secrecy::Public);
    let files = public.map(|place| Ok((tree.find(&place)?, place)));
    let files = files.collect::<Result<Vec<_>, CliError>>()?;
    let mut others = Others::default();
    for (bytes, place) in &files {
        others.look_at(tree.lock(), place, bytes.as_ref().map(|bytes| bytes.as_slice()));
    }
    others.refuse("the tree in --out")?;
    held_to_keys(
        tree.lock(),
        files.iter().filter_map(|(bytes, place)| Some((place, bytes.as_ref()?.as_slice()))),
    )
}

/// Rejects files whose certificate or public key is not that of the row, or is not signed by its CA: whoever writes a
/// file can also write its digest into the lock.
fn held_to_keys<'a>(
    lock: &'a Lock,
    files: impl Iterator<Item = (&'a Place, &'a [u8])>,
) -> Result<(), CliError> {
    let made_of = |(place, bytes)| match &lock.row(place)?.recorded {
        Recorded::Public { origin, .. } => Some((place, origin, bytes)),
        _ => None,
    };
    let refusals = pki::hold(files.filter_map(made_of));
    if refusals.is_empty() { Ok(()) } else { Err(refused(&refusals)) }
}

/// Warns about what a render would do or refuse apart from changing files.
fn warn(out: &Path, comparison: &Comparison, warnings: &mut Warnings) {
    for path in &comparison.in_the_way {
        let path = out.join(path);
        let message = format!("kubemint did not make {}; a render will refuse to replace it", path.display());
        warnings.add("in-the-way", &message);
    }
    for folder in &comparison.open_folders {
        let message = format!("others can enter {}; a render will close it", out.join(folder).display());
        warnings.add("open-directory", &message);
    }
}
