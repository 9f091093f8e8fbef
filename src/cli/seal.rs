//! `seal`: encrypts the secret output for each machine and the operators. It needs no seed.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::{
    CliError, Exit, Format, FormatArg, OutArg, Outcome, Presentation,
    depfile::DepfileArgs,
    sealed_files,
    terminal::{count, json_document, plain},
    warnings::Warnings,
};
use crate::{
    derive::SealKey,
    pack::{self, PackError, Part},
    progress::{Progress, Task},
    seal::{self, Index, KEY, RECIPIENTS, Recipients, SealError, Sealing},
    tree::{Place, RelPath, binding::Unbound, lock::Recorded},
    writer::{self, Changes, RenderedTree, Sealed},
};

/// The directory beside `public` and `secret`.
const FOLDER: &str = "sealed";

/// What to encrypt.
#[derive(Debug, Args)]
pub struct SealArgs {
    #[command(flatten)]
    out: OutArg,
    /// Write nothing; exit with 1 if the sealed files are not up to date
    #[arg(long)]
    check: bool,
    /// Encrypt a tree of the demo seed, although its secrets are published
    #[arg(long)]
    allow_demo: bool,
    #[command(flatten)]
    depfile: DepfileArgs,
    #[command(flatten)]
    pub(in crate::cli) format: FormatArg<Format>,
}

/// Encrypts only what changed since the last time.
///
/// # Errors
///
/// [`CliError`] if the tree has no recipients or uses the demo seed, or its secret output is not the rendered one.
pub fn run(args: &SealArgs, presentation: &Presentation) -> Result<Outcome, CliError> {
    let index = args.out.out.join("sealed").join(Index::NAME);
    let depfile = args.depfile.depfile(Some(index))?;
    let progress = &presentation.progress;
    let prepared = if args.check {
        let look = || writer::look_at_sealed(&args.out.out, |sealed| prepare(args, sealed, progress));
        writer::undisturbed(&args.out.out, look)?
    } else {
        writer::change_sealed(&args.out.out, |sealed| {
            let prepared = prepare(args, sealed, progress)?;
            warnings(&prepared).refuse_denied(presentation)?;
            progress.begin(Task::Writing, 0);
            let changes = changes(&prepared.sealing, sealed)?;
            Ok::<_, CliError>((prepared, changes))
        })?
    };
    depfile.write(&prepared.read)?;
    let warnings = warnings(&prepared);
    let Prepared { sealing, foreign, .. } = prepared;
    let is_found = sealing.is_stale || !foreign.is_empty();
    let exit = if args.check && is_found { Exit::Found } else { Exit::Done };
    let outcome = Outcome { exit, ..Outcome::done("") };
    let outcome = match (presentation.json, presentation.quiet) {
        (true, _) => outcome.with_stdout(json_document(&as_json(&sealing))),
        (false, true) => outcome,
        (false, false) => outcome.with_warning(&as_text(args, &sealing)),
    };
    Ok(warnings.conclude(outcome, presentation))
}

/// Warnings about secrets without recipients, and about files that were kept.
fn warnings(prepared: &Prepared) -> Warnings {
    let mut warnings = Warnings::default();
    for path in &prepared.foreign {
        let message =
            format!("{} is listed by no INDEX, and stays: move it away", plain(&path.to_string_lossy()));
        warnings.add("unlisted-sealed-file", &message);
    }
    let sealing = &prepared.sealing;
    for part in &sealing.for_nobody {
        let message = format!("the secrets of {part} have no recipients and are not encrypted");
        warnings.add("no-recipients", &message);
    }
    for part in &sealing.kept {
        let file = Index::file_of(part);
        let message = format!("sealed/{file} is not the file that INDEX listed, and stays: move it away");
        warnings.add("unlisted-sealed-file", &message);
    }
    warnings
}

/// Rejects recipients that the secret output was not rendered for: whoever can write recipients.txt can write its
/// row, too.
fn hold_recipients(tree: &RenderedTree) -> Result<(), CliError> {
    let read = |place: &Place| tree.read(place).map_err(CliError::from);
    match pack::hold_recipients(tree.lock(), read) {
        Err(PackError::Unbound { why: Unbound::OtherRows, .. }) => Err(CliError::input(
            "recipients.txt is not the one that the secret output was rendered with, so somebody else could open what is encrypted to it",
            "look at who is in it, and render with the seed; or restore out/public from version control",
        )),
        held => held.map_err(refused),
    }
}

fn refused(error: PackError<CliError>) -> CliError {
    match error {
        PackError::Read(error) => error,
        PackError::Form(error) => CliError::system(error),
        refused => CliError::input(refused.to_string(), refused.help()),
    }
}

/// What to do, what is in the way, and the files of the tree that were read.
struct Prepared {
    sealing: Sealing,
    foreign: Vec<PathBuf>,
    read: Vec<PathBuf>,
}

/// Determines what to do.
fn prepare(args: &SealArgs, sealed: &Sealed<'_>, progress: &Progress) -> Result<Prepared, CliError> {
    let tree = sealed.tree();
    if !args.allow_demo && tree.lock().identity().is_demo() {
        return Err(CliError::input(
            format!(
                "the tree in {} is of the published demo seed, so its secrets are none",
                args.out.out.display()
            ),
            "render it with a seed of its own; for an example or a test, --allow-demo",
        ));
    }
    let old = sealed_files::index(sealed)?;
    let recipients = recipients(sealed)?;
    if recipients.is_none() && old.is_none() {
        return Err(CliError::input(
            "nobody could open what was encrypted: the cluster has no recipients",
            "add recipients = [\"age1…\"] to [cluster], or to nodes, and render again",
        ));
    }
    hold_recipients(tree)?;
    let old = old.unwrap_or_default();
    let sealing = match recipients {
        Some(recipients) => encrypted(sealed, &recipients, &old, progress)?,
        None => seal::withdraw(tree.lock(), &old, |part| sealed_files::digest(sealed, part))?,
    };
    let kept: Vec<PathBuf> =
        sealing.kept.iter().map(|part| Path::new(FOLDER).join(Index::file_of(part))).collect();
    let mut foreign = sealed_files::foreign(sealed, &[&old, &sealing.index])?;
    foreign.retain(|path| !kept.contains(path));
    let read = tree.places_read().iter().map(|place| place.path_in(&args.out.out)).collect();
    Ok(Prepared { sealing, foreign, read })
}

/// What to encrypt again, and what to keep.
fn encrypted(
    sealed: &Sealed<'_>,
    recipients: &Recipients,
    old: &Index,
    progress: &Progress,
) -> Result<Sealing, CliError> {
    let tree = sealed.tree();
    let read = |place: &Place| tree.read(place).map_err(CliError::from);
    let key = pack::secret_file(tree.lock(), &place(KEY, true)?, read).map_err(refused)?;
    let key = SealKey::parse(&key).ok_or_else(|| changed(KEY))?;
    progress.begin(Task::Encryption, recipients.iter().count());
    let digest = |part: &Part| {
        progress.advance();
        sealed_files::digest(sealed, part)
    };
    seal::plan(tree.lock(), recipients, &key, old, read, digest).map_err(|error| match error {
        SealError::Pack(error) => refused(error),
        SealError::Encrypt(error) => CliError::system(error.to_string()),
    })
}

/// The recipients, verified with the lock: a line that somebody added would let them decrypt every key. `None` if
/// there are none.
pub(super) fn recipients(sealed: &Sealed<'_>) -> Result<Option<Recipients>, CliError> {
    let place = place(RECIPIENTS, false)?;
    let Some(row) = sealed.tree().lock().row(&place) else { return Ok(None) };
    let bytes = sealed.tree().read(&place)?;
    let rendered = matches!(&row.recorded, Recorded::Public { bytes: digest, .. }
        if *digest == <[u8; 32]>::from(Sha256::digest(&bytes)));
    let parsed = std::str::from_utf8(&bytes).ok().filter(|_| rendered).and_then(Recipients::parse);
    parsed.map(Some).ok_or_else(|| changed(RECIPIENTS))
}

/// The files in the order in which they are written: the index last, so that it describes existing files.
fn changes(sealing: &Sealing, sealed: &Sealed<'_>) -> Result<Changes, CliError> {
    let mut changes = Changes::new();
    for (part, bytes) in &sealing.written {
        changes.push((path(&Index::file_of(part))?, Some(bytes.clone())));
    }
    let index = sealing.index.to_string();
    for (name, bytes) in [sealed_files::GIT_ATTRIBUTES, (Index::NAME, index.as_bytes())] {
        let path = path(name)?;
        if sealed.read(&path)?.as_deref() != Some(bytes) {
            changes.push((path, Some(bytes.to_vec())));
        }
    }
    for part in &sealing.removed {
        changes.push((path(&Index::file_of(part))?, None));
    }
    Ok(changes)
}

fn as_text(args: &SealArgs, sealing: &Sealing) -> String {
    let folder = args.out.out.join("sealed").display().to_string();
    let (written, removed) = (sealing.written.len(), sealing.removed.len());
    let unchanged = sealing.index.parts().count() - written;
    match (written + removed, args.check) {
        (0, true) if sealing.is_stale => format!("{folder}/{} is stale\n", Index::NAME),
        (0, _) => format!("{folder} is up to date ({})\n", count(unchanged, "file")),
        (_, false) => {
            format!(
                "{folder}: {} written, {removed} removed, {unchanged} unchanged\n",
                count(written, "file")
            )
        }
        (_, true) => {
            let stale = sealing.written.keys().chain(&sealing.removed);
            stale.map(|part| format!("{folder}/{} is stale\n", Index::file_of(part))).collect()
        }
    }
}

/// The report; documented in docs/json.md.
fn as_json(sealing: &Sealing) -> serde_json::Value {
    let names =
        |parts: &mut dyn Iterator<Item = &Part>| -> Vec<String> { parts.map(Index::file_of).collect() };
    json!({
        "unchanged": sealing.index.parts().count() - sealing.written.len(),
        "written": names(&mut sealing.written.keys()),
        "removed": names(&mut sealing.removed.iter()),
        "without_recipients": sealing.for_nobody.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

fn place(name: &str, secret: bool) -> Result<Place, CliError> {
    let path = path(name)?;
    Ok(if secret { Place::secret(path) } else { Place::public(path) })
}

fn path(name: &str) -> Result<RelPath, CliError> {
    RelPath::parse(name).map_err(|error| CliError::system(error.to_string()))
}

fn changed(name: &str) -> CliError {
    CliError::input(
        format!("{name} is not the file that was rendered"),
        "render the tree again, or restore it",
    )
}
