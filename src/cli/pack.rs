//! `pack`: writes one machine's files as an archive, an Ignition configuration or cloud-init user data, from the
//! rendered tree and its lock. It needs no seed.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use zeroize::Zeroizing;

use super::{
    CliError, Form, FormatArg, OutArg, Outcome, Presentation, depfile::DepfileArgs, sealed_files,
    secret_output::OutputFileArg, warnings::Warnings,
};
use crate::{
    model::NodeName,
    pack::{
        Entry, PackError, Part, Share, archive::archive, cloud_init::cloud_init, contents,
        ignition::ignition, nodes,
    },
    progress::Task,
    seal::{Index, Standing},
    tree::Secrecy,
    writer::{self, RenderedTree},
};

/// The size limit of user data on Amazon EC2 and elsewhere, in bytes.
const USER_DATA_LIMIT: usize = 16 * 1024;

/// What to pack, and where to write it.
#[derive(Debug, Args)]
pub struct PackArgs {
    /// The node to pack
    #[arg(long, value_name = "NAME")]
    node: String,
    #[command(flatten)]
    out: OutArg,
    #[command(flatten)]
    output: OutputFileArg,
    /// Include secrets in ignition or cloud-init, although every process of a machine may be able to read its user data
    #[arg(long, conflicts_with = "public_only")]
    include_secrets: bool,
    /// Leave secrets out of a tar archive, for a machine that decrypts them with `kubemint open`
    #[arg(long)]
    public_only: bool,
    #[command(flatten)]
    depfile: DepfileArgs,
    #[command(flatten)]
    pub(in crate::cli) format: FormatArg<PackFormat>,
}

/// What `pack` can write.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum PackFormat {
    /// An archive.
    #[default]
    #[value(alias = "text")]
    Tar,
    /// An archive; errors are JSON documents.
    Json,
    /// A configuration of Ignition.
    Ignition,
    /// User data for cloud-init.
    CloudInit,
}

impl Form for PackFormat {
    const HELP: &'static str = "The format: tar, ignition or cloud-init; json is a tar archive with errors as JSON (see docs/json.md)";

    fn is_json(self) -> bool {
        self == Self::Json
    }
}

impl PackFormat {
    const fn is_archive(self) -> bool {
        matches!(self, Self::Tar | Self::Json)
    }
}

/// Packs a node. `tar -C / -xp --overwrite --numeric-owner` installs an archive on the machine. The other formats
/// contain only the public files, unless secrets are explicitly included.
///
/// # Errors
///
/// [`CliError`] if standard output is a terminal, the tree has no such node, or a file differs from the rendered one.
pub fn run(args: &PackArgs, presentation: &Presentation) -> Result<Outcome, CliError> {
    let form = args.format.format;
    let share = share(args, form);
    let pipe = match form {
        PackFormat::Tar | PackFormat::Json => "| ssh root@NODE tar -C / -xp --overwrite --numeric-owner",
        PackFormat::Ignition | PackFormat::CloudInit => "> FILE",
    };
    match (share, form) {
        (Share::Whole, _) => args.output.refuse_terminal("the node's keys are in it", pipe, presentation)?,
        (_, PackFormat::Tar | PackFormat::Json) => {
            args.output.refuse_terminal("an archive is no text", pipe, presentation)?;
        }
        _ => {}
    }
    let node = NodeName::parse(&args.node).map_err(|_| no_node(args))?;
    args.output.refuse_public()?;
    let depfile = args.depfile.depfile(args.output.file())?;
    presentation.progress.begin(Task::Reading, 0);
    refuse_archive(&args.out.out)?;
    let (entries, read) = writer::undisturbed(&args.out.out, || read_node(args, &node, share))?;
    let system = |error: &dyn std::fmt::Display| CliError::system(error.to_string());
    let packed = match form {
        PackFormat::Tar | PackFormat::Json => archive(&entries).map_err(|error| system(&error)),
        PackFormat::Ignition => ignition(&entries).map_err(|error| system(&error)),
        PackFormat::CloudInit => cloud_init(&entries, share == Share::Whole).map_err(|error| system(&error)),
    }?;
    let warnings = warnings(form, share, &packed);
    warnings.refuse_denied(presentation)?;
    let outcome = args.output.deliver(packed)?;
    depfile.write(&read)?;
    let is_quiet = presentation.quiet || form.is_archive() || share == Share::Whole;
    let outcome = if is_quiet { outcome } else { outcome.with_warning(PUBLIC_ONLY) };
    Ok(warnings.conclude(outcome, presentation))
}

/// Refuses an archive's name where the tree's belongs.
fn refuse_archive(out: &Path) -> Result<(), CliError> {
    const ENDINGS: [&str; 6] = ["tar", "gz", "tgz", "zst", "ign", "yaml"];
    let ending = out.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if out.is_dir() || !ENDINGS.contains(&ending) {
        return Ok(());
    }
    Err(CliError::input(
        format!("--out names the tree that is packed, and {} is none", out.display()),
        "write the archive with --output FILE, or to a pipe",
    ))
}

/// What to write in place of a text that is no node's name.
fn no_node(args: &PackArgs) -> CliError {
    let asked = args.node.as_str();
    let known = RenderedTree::open(&args.out.out).map(|tree| nodes(tree.lock())).unwrap_or_default();
    let listed = known.join(", ");
    let same = known.iter().find(|name| name.eq_ignore_ascii_case(asked.trim()));
    let help = match (asked, same) {
        (_, Some(same)) => format!("write --node {same}"),
        (asked, _) if asked.contains([',', ' ']) => {
            "pack each machine by itself: one --node, one archive".to_owned()
        }
        (asked, _) if asked.parse::<std::net::IpAddr>().is_ok() => {
            format!("write the node's name in place of its address: {listed}")
        }
        _ if known.is_empty() => "name a node of the tree".to_owned(),
        _ => format!("name a node of the tree: {listed}"),
    };
    CliError::input(format!("--node: {asked:?} is not a node's name"), help)
}

/// The files of the node, and the paths that they were read from.
fn read_node(args: &PackArgs, node: &NodeName, share: Share) -> Result<(Vec<Entry>, Vec<PathBuf>), CliError> {
    let tree = RenderedTree::open(&args.out.out)?;
    let secret = args.out.out.join(Secrecy::Secret.folder());
    if share != Share::Public && !secret.exists() {
        return Err(CliError::input(
            format!("{} is not there: the tree has only its public output, as in a clone", secret.display()),
            "pack where it was rendered; or pack the public files with --public-only, and open the sealed ones on the machine \
             with `kubemint open`",
        ));
    }
    let part = Part::Node(node.clone());
    if share == Share::Public {
        refuse_stale_seal(&args.out.out, &part)?;
    }
    let entries = read(&tree, &part, share)?;
    let read = tree.places_read().iter().map(|place| place.path_in(&args.out.out)).collect();
    Ok((entries, read))
}

/// Rejects the public files if the sealed ones beside them are from another render: installed together, a process
/// would start with the wrong secrets, and the right ones would restart nothing later.
fn refuse_stale_seal(out: &Path, part: &Part) -> Result<(), CliError> {
    writer::look_at_sealed(out, |sealed| {
        let recipients = super::seal::recipients(sealed)?.unwrap_or_default();
        let findings = sealed_files::findings(sealed, sealed.tree().lock(), &recipients)?;
        let Some(finding) = findings.iter().find(|finding| finding.part == *part) else { return Ok(()) };
        let (file, what) = (
            Index::file_of(part),
            match finding.standing {
                Standing::Stale => "was sealed from another render than this kubemint.lock",
                Standing::Changed => "is not the file that its INDEX lists",
                Standing::Missing => "is not there, or its INDEX does not list it",
                Standing::Extra => "is listed by its INDEX, and the tree has no secrets or recipients for it",
            },
        );
        Err(CliError::input(
            format!("sealed/{file} {what}"),
            "run `kubemint seal` where the secret output is, and install the public and the sealed files of one render",
        ))
    })
}

const fn share(args: &PackArgs, form: PackFormat) -> Share {
    match form {
        PackFormat::Tar | PackFormat::Json if args.public_only => Share::Public,
        PackFormat::Ignition | PackFormat::CloudInit if !args.include_secrets => Share::Public,
        _ => Share::Whole,
    }
}

fn read(tree: &RenderedTree, part: &Part, share: Share) -> Result<Vec<Entry>, CliError> {
    contents(tree.lock(), part, share, |place| tree.read(place)).map_err(|error| match error {
        PackError::Read(error) => error.into(),
        PackError::Form(error) => CliError::system(error),
        refused => CliError::input(refused.to_string(), refused.help()),
    })
}

/// The note about user data without secrets.
const PUBLIC_ONLY: &str = "note: only public files: user data can be read by every process of a machine. Bring the secret ones \
     another way, such as `kubemint open`, or say --include-secrets\n";

/// Warnings about user data.
fn warnings(form: PackFormat, share: Share, packed: &Zeroizing<Vec<u8>>) -> Warnings {
    let mut warnings = Warnings::default();
    if form.is_archive() {
        return warnings;
    }
    if share == Share::Whole {
        let message =
            "the node's keys are in it, and every process of a machine may be able to read its user data";
        warnings.add("secrets-in-user-data", message);
    }
    if packed.len() > USER_DATA_LIMIT {
        let message = format!(
            "{} bytes, and several clouds give a machine no more than {USER_DATA_LIMIT} bytes of user data: put it \
             where the machine can fetch it",
            packed.len()
        );
        warnings.add("user-data-size", &message);
    }
    warnings
}
