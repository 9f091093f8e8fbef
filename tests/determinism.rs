//! The same input gives the same bytes and modes, whatever the surroundings.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

const ZONES: [&str; 4] = ["UTC", "Asia/Kathmandu", "America/St_Johns", ":nonsense"];
const LOCALES: [&str; 4] = ["C", "de_DE.UTF-8", "tr_TR.UTF-8", "zh_CN.GB18030"];
const UMASKS: [&str; 4] = ["0022", "0077", "0000", "0777"];
const THREADS: [&str; 4] = ["1", "2", "7", "64"];
const RENDERS: usize = 20;

/// What stands at each path: permissions and, of a file, its bytes.
type Listing = BTreeMap<PathBuf, (u32, Option<Vec<u8>>)>;

fn listing(root: &Path) -> Listing {
    let entries = walkdir::WalkDir::new(root).min_depth(1).into_iter().map(Result::unwrap);
    let look = |entry: walkdir::DirEntry| {
        let bytes = entry.file_type().is_file().then(|| fs::read(entry.path()).unwrap());
        let mode = entry.metadata().unwrap().permissions().mode() & 0o7777;
        (entry.path().strip_prefix(root).unwrap().to_owned(), (mode, bytes))
    };
    entries.map(look).collect()
}

/// The `n`th surroundings: each differs from the others in something.
fn surroundings(n: usize, folder: &Path) -> Command {
    let pick = |from: &[&'static str; 4], every: usize| *from.iter().cycle().nth(n / every).unwrap();
    let home = folder.join(format!("home-{n}"));
    fs::create_dir(&home).unwrap();
    // The kubelet's processors are its threads: on every other run there is one only.
    let pinned = if n.is_multiple_of(2) { "taskset -c 0 " } else { "" };
    let script = format!("umask {} && exec {pinned}\"$@\"", pick(&UMASKS, 3));
    let mut command = Command::new("sh");
    command
        .args(["-c", &script, "sh", env!("CARGO_BIN_EXE_kubemint")])
        .current_dir(&home)
        .env("HOME", &home)
        .env("TZ", pick(&ZONES, 1))
        .env("LC_ALL", pick(&LOCALES, 1))
        .env("RAYON_NUM_THREADS", pick(&THREADS, 2))
        .env("SOURCE_DATE_EPOCH", (n * 1_000_000).to_string())
        .env("USER", format!("user-{n}"));
    command
}

/// The cluster.toml of the example, elsewhere, and its tables in another order on every other run.
fn config(n: usize, folder: &Path) -> PathBuf {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ha/cluster.toml");
    let text = fs::read_to_string(example).unwrap();
    let text = if n.is_multiple_of(2) {
        text
    } else {
        let (top, tables) = text.split_once("\n[pki]").unwrap();
        let (pki, bootstrap) = tables.split_once("\n[bootstrap]").unwrap();
        let (head, cluster) = top.split_once("\n[cluster]").unwrap();
        format!("{head}\n[bootstrap]{bootstrap}\n[pki]{pki}\n[cluster]{cluster}\n")
    };
    let path = folder.join(format!("cluster-{n}.toml"));
    fs::write(&path, text).unwrap();
    path
}

#[test]
fn twenty_renders_in_twenty_surroundings_give_one_tree() {
    let folder = tempfile::tempdir().unwrap();
    let mut first: Option<Listing> = None;
    for n in 0..RENDERS {
        let out = folder.path().join(format!("out-{n}"));
        let mut command = surroundings(n, folder.path());
        // Relative to another working directory on every third run.
        let path =
            if n.is_multiple_of(3) { Path::new("..").join(out.file_name().unwrap()) } else { out.clone() };
        command
            .args(["render", "--demo-seed", "--config"])
            .arg(config(n, folder.path()))
            .arg("--out")
            .arg(path);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let listing = listing(&out);
        assert!(listing.len() > 100);
        match &first {
            None => first = Some(listing),
            Some(first) => assert!(*first == listing, "render {n} differs: {:?}", differing(first, &listing)),
        }
    }
}

fn differing(one: &Listing, other: &Listing) -> Vec<PathBuf> {
    let paths = one.keys().chain(other.keys());
    let mut paths: Vec<PathBuf> = paths.filter(|path| one.get(*path) != other.get(*path)).cloned().collect();
    paths.dedup();
    paths
}
