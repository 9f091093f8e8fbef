//! What is fuzzed: one function for each kind of text or file that kubemint reads from others.
//!
//! Each takes any bytes, and must neither panic nor run away. tests/fuzz_corpus.rs runs the same functions over the
//! committed corpus, so that whatever was found once is looked for in every test run.

use std::{
    collections::BTreeMap,
    io,
    sync::{LazyLock, OnceLock},
};

use kubemint::{
    cli::diagnostics,
    config,
    derive::Seed,
    difference::{Comparison, Difference, Files},
    documents,
    model::Cluster,
    pki::Committed,
    plan::plan,
    seal::{Identities, Index, Recipients},
    tree::{Lock, Place, Secrecy, Tree, compare::Standing},
};
use sha2::{Digest, Sha256};

/// A cluster.toml and, behind a NUL byte, the text of every file that it names.
///
/// Its diagnostics are rendered for people and for programs, as the command line does.
pub fn cluster(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (text, named) = text.split_once('\0').unwrap_or((&text, ""));
    let files = |_: &str| -> io::Result<String> { Ok(named.to_owned()) };
    let errors = match config::read(text, &files) {
        Ok(cluster) => config::warnings(text, &cluster),
        Err(errors) => {
            assert!(!errors.is_empty(), "refused without a reason");
            errors
        }
    };
    for error in &errors {
        assert!(!error.message.is_empty() && !error.labels.is_empty(), "{error:?}");
    }
    let drawn = diagnostics::draw("cluster.toml", text, &errors, false);
    assert!(!drawn.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')), "{drawn:?}");
    assert_eq!(
        diagnostics::as_json("cluster.toml", text, &errors).as_array().map(Vec::len),
        Some(errors.len())
    );
}

/// A kubemint.lock. What is read is written back as the same text.
pub fn lock(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(lock) = Lock::parse(text) {
        let written = lock.to_string();
        assert_eq!(Lock::parse(&written).as_ref(), Ok(&lock), "{written}");
        difference_of(Some(&lock), &Base::get().lock, BTreeMap::new(), &Files::default(), &Base::get().files);
        difference_of(Some(&Base::get().lock), &lock, BTreeMap::new(), &Base::get().files, &Files::default());
    }
}

/// The index of out/sealed, recipients.txt and SHA256SUMS.
pub fn index(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(index) = Index::parse(text) {
        assert_eq!(Index::parse(&index.to_string()).as_ref(), Ok(&index));
    }
    let _ = Recipients::parse(text);
    let _ = kubemint::tree::sums::parse(text);
}

/// An audit policy.
pub fn policy(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = documents::audit_policy(text);
    }
}

/// An AuthenticationConfiguration.
pub fn authentication(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = documents::authenticators(text);
    }
}

/// An age identity file or an SSH private key.
pub fn identity(data: &[u8]) {
    let _ = Identities::default().add(data);
}

/// A seed.
pub fn seed(data: &[u8]) {
    let _ = Seed::parse(data);
}

/// A committed tree of which one file with certificates or public keys has these bytes, and the lock lists their digest.
///
/// The first byte chooses the file.
pub fn committed(data: &[u8]) {
    let base = Base::get();
    let Some((choice, bytes)) = data.split_first() else { return };
    let Some((place, old)) = base.keys.get(usize::from(*choice) % base.keys.len()) else { return };
    let digest =
        |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let lock = base.lock.to_string().replace(&digest(old), &digest(bytes));
    let Ok(lock) = Lock::parse(&lock) else { return };
    let mut files: BTreeMap<Place, &[u8]> =
        base.all.iter().map(|(place, bytes)| (place.clone(), bytes.as_slice())).collect();
    files.insert(place.clone(), bytes);
    if let Ok(committed) = Committed::read(&lock, &files) {
        let _ = kubemint::plan::plan_public_output(&base.cluster, &committed);
    }
}

/// Two trees that differ in one public file: the first byte chooses it, the others are its bytes in the tree before.
pub fn difference(data: &[u8]) {
    let base = Base::get();
    let Some((choice, bytes)) = data.split_first() else { return };
    let Some((place, _)) = base.all.get(usize::from(*choice) % base.all.len()) else { return };
    let mut before: Files = base.all.iter().cloned().collect();
    before.insert(place.clone(), bytes.to_vec());
    let drift = BTreeMap::from([(place.clone(), Standing::Changed)]);
    difference_of(Some(&base.lock), &base.lock, drift, &before, &base.files);
}

fn difference_of(
    before: Option<&Lock>,
    after: &Lock,
    drift: BTreeMap<Place, Standing>,
    old: &Files,
    new: &Files,
) {
    let question = Comparison::new(before, after, drift);
    let _ = Difference::new(&question, old, new);
}

/// A rendered tree to start from: one node, whose keys take no time.
struct Base {
    cluster: Cluster,
    lock: Lock,
    /// Every public file.
    all: Vec<(Place, Vec<u8>)>,
    /// Those with certificates or public keys.
    keys: Vec<(Place, Vec<u8>)>,
    files: Files,
}

impl Base {
    fn get() -> &'static Self {
        static BASE: OnceLock<Base> = OnceLock::new();
        BASE.get_or_init(|| {
            let cluster = config::read(&CLUSTER, &|_: &str| Err(io::ErrorKind::NotFound.into())).unwrap();
            let tree: Tree = plan(&cluster, &Seed::DEMO).unwrap();
            let public = tree.files().filter(|file| file.place.secrecy == Secrecy::Public);
            let all: Vec<_> = public.map(|file| (file.place.clone(), file.bytes.to_vec())).collect();
            let is_pem = |bytes: &[u8]| bytes.windows(5).any(|window| window == b"BEGIN");
            Self {
                lock: tree.lock().clone(),
                keys: all.iter().filter(|(_, bytes)| is_pem(bytes)).cloned().collect(),
                files: all.iter().cloned().collect(),
                all,
                cluster,
            }
        })
    }
}

static CLUSTER: LazyLock<String> =
    LazyLock::new(|| include_str!("../../tests/golden/one-node/cluster.toml").to_owned());
