use super::*;

/// Every key there is but `policy_file`, which excludes `policy`.
const FULL: &str = include_str!("tests/full.toml");

fn no_files(_: &str) -> std::io::Result<String> {
    Err(std::io::ErrorKind::NotFound.into())
}

/// The path that a key has in [`FULL`].
fn path_of(key: &KnownKey) -> String {
    let table = match key.table {
        "" => return key.name.to_owned(),
        "a key of [pki.generations]" => "pki.generations.kubernetes_ca",
        table => table,
    };
    let array = if table.starts_with("[[") { "[0]" } else { "" };
    format!("{}{array}.{}", table.trim_matches(['[', ']']), key.name)
}

/// The text of a value of [`FULL`]; a table's is its header.
fn position_of(path: &str) -> std::ops::Range<usize> {
    Positions::of(DeTable::parse(FULL).unwrap().get_ref()).find(path)
}

#[test]
fn reads_every_key() {
    let cluster = read(FULL, &no_files).unwrap();
    assert_eq!(cluster.pki.generations.leaf("kubelet/worker-1"), 4);
    assert_eq!(cluster.images.digests.len(), 4);
    for key in known_keys().filter(|key| key.name != "policy_file") {
        let path = path_of(&key);
        let (whole, parent) =
            (position_of(&path), path.rsplit_once('.').map(|(parent, _)| position_of(parent)));
        assert!(whole != (0..0) && Some(whole) != parent, "{path} is not in the file that has every key");
    }
}

#[test]
fn no_known_key_is_ignored() {
    for path in known_keys().filter(|key| key.name != "policy_file").map(|key| path_of(&key)) {
        let span = position_of(&path);
        let is_header = span.start == 0 || FULL[..span.start].ends_with('\n');
        if !is_header {
            let broken = format!("{}07:32:00{}", &FULL[..span.start], &FULL[span.end..]);
            let faults = read(&broken, &no_files).unwrap_err();
            assert!(faults.iter().any(|fault| fault.start() == span.start), "{path}: {faults:#?}");
        }
    }
}

#[test]
fn every_default_is_valid() {
    let faults = read("", &no_files).unwrap_err();
    let codes: Vec<_> = faults.iter().map(|fault| fault.code).collect();
    assert!(codes.iter().all(|code| ["missing-key", "control-plane-count"].contains(code)), "{faults:#?}");
}

#[test]
fn a_referenced_file_is_part_of_the_cluster() {
    let policy = "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: []\n";
    let files = |path: &str| match path {
        "audit/policy.yaml" => Ok(policy.to_owned()),
        _ => Err(std::io::ErrorKind::NotFound.into()),
    };
    let text = FULL.replace("policy = \"changes\"", "policy_file = \"audit/policy.yaml\"");
    assert_eq!(
        read(&text, &files).unwrap().audit.policy,
        crate::model::AuditPolicy::Custom(policy.to_owned())
    );
}

#[test]
fn a_stand_in_is_not_judged() {
    // Both names are no names: that they would be the same stand-in is nobody's business.
    let text = FULL
        .replace("\"master-1\"", "\"Master 1\"")
        .replace("\"worker-1\"\naddress", "\"Worker 1\"\naddress");
    let faults = read(&text, &no_files).unwrap_err();
    assert_eq!(faults.iter().map(|fault| fault.code).collect::<Vec<_>>(), ["name", "name"]);
}
