use super::*;

/// Every key except those that name files.
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

/// Whether a key names a file, or is in a table that does; some exclude another key.
fn names_a_file(key: &KnownKey) -> bool {
    let tables = ["[[object]]", "[[overlay]]", "a file of [overlay.permissions]"];
    ["policy_file", "authentication_file", "corefile", "object", "overlay", "verification_keys"]
        .contains(&key.name)
        || tables.contains(&key.table)
}

/// The text of a value of [`FULL`]; for a table, its header.
fn position_of(path: &str) -> std::ops::Range<usize> {
    Positions::of(DeTable::parse(FULL).unwrap().get_ref()).find(path)
}

#[test]
fn reads_every_key() {
    let cluster = read(FULL, &no_files).unwrap();
    assert_eq!(cluster.pki.generations.leaf("kubelet/worker-1"), 4);
    let begins = |label| cluster.pki.leaf_begins(label).to_string();
    assert_eq!(begins("kubelet/worker-1"), "2027-12-01T00:00:00Z");
    assert_eq!(begins("apiserver/master-1"), "2027-11-01T00:00:00Z");
    assert_eq!(cluster.images.digests.len(), 4);
    for key in known_keys().filter(|key| !names_a_file(key)) {
        let path = path_of(&key);
        let (whole, parent) =
            (position_of(&path), path.rsplit_once('.').map(|(parent, _)| position_of(parent)));
        assert!(whole != (0..0) && Some(whole) != parent, "{path} is not in the file that has every key");
    }
}

#[test]
fn no_known_key_is_ignored() {
    for path in known_keys().filter(|key| !names_a_file(key)).map(|key| path_of(&key)) {
        let span = position_of(&path);
        let is_header = span.start == 0 || FULL[..span.start].ends_with('\n');
        if !is_header {
            let broken = format!("{}07:32:00{}", &FULL[..span.start], &FULL[span.end..]);
            let diagnostics = read(&broken, &no_files).unwrap_err();
            assert!(
                diagnostics.iter().any(|diagnostic| diagnostic.start() == span.start),
                "{path}: {diagnostics:#?}"
            );
        }
    }
}

#[test]
fn every_default_is_valid() {
    let diagnostics = read("", &no_files).unwrap_err();
    let codes: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert!(
        codes.iter().all(|code| ["missing-key", "control-plane-count"].contains(code)),
        "{diagnostics:#?}"
    );
}

#[test]
fn a_referenced_file_is_part_of_the_cluster() {
    let policy = "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{ level: None }]\n";
    let authentication = "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\njwt:\n- issuer: { url: \
         'https://sso.example.com', audiences: [a] }\n  claimMappings: { username: { claim: sub, prefix: '' } }\n";
    let files = |path: &str| match path {
        "audit/policy.yaml" => Ok(policy.to_owned()),
        "sso.yaml" => Ok(authentication.to_owned()),
        "old.pub" => Ok(include_str!("../../tests/beside/sa-old.pub").to_owned()),
        "net.yaml" => Ok("apiVersion: v1\nkind: Namespace\nmetadata: {name: net}\n".to_owned()),
        _ => Err(std::io::ErrorKind::NotFound.into()),
    };
    let text = FULL.replace("policy = \"changes\"", "policy_file = \"audit/policy.yaml\"");
    let text = text.replace("[apiserver]\n", "[apiserver]\nauthentication_file = \"sso.yaml\"\n");
    let text = format!("{text}\n[[object]]\nsource = \"net.yaml\"\napply = \"after-nodes\"\n");
    let text =
        text.replace("[service_accounts]\n", "[service_accounts]\nverification_keys = [\"old.pub\"]\n");
    let cluster = read(&text, &files).unwrap();
    assert_eq!(cluster.service_accounts.verification_keys.len(), 1);
    let [objects] = cluster.objects.as_slice() else { panic!("{:?}", cluster.objects) };
    assert_eq!(objects.apply, crate::model::ApplyTime::AfterNodes);
    assert_eq!(objects.files[0].objects[0].title(), "Namespace net");
    let own = crate::documents::audit_policy(policy).unwrap();
    assert_eq!(cluster.audit.policy, crate::model::AuditPolicy::Custom(own));
    assert_eq!(cluster.apiserver.authentication[0].issuer_url(), "https://sso.example.com");
}

#[test]
fn a_stand_in_is_not_judged() {
    // Both names are invalid: that both are replaced by the same stand-in must not be reported.
    let text = FULL
        .replace("\"master-1\"", "\"Master 1\"")
        .replace("\"worker-1\"\naddress", "\"Worker 1\"\naddress");
    let diagnostics = read(&text, &no_files).unwrap_err();
    assert_eq!(diagnostics.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>(), ["name", "name"]);
}

#[test]
fn free_text_is_taken_as_it_stands() {
    let hostile = "%n $HOME $${x} \"q\" 'q' \\ ; # {{ x }} : yes\n\t\u{1}\u{7f}\u{85}\u{2028} 😀 ";
    let toml = toml::Value::from(hostile).to_string();
    let text = FULL
        .replace(
            "[controller_manager]\nruntime",
            &format!("[controller_manager]\nextra_args = {{ leader-elect-resource-name = {toml} }}\nruntime"),
        )
        .replace(
            "feature_gates = { WatchListClient = true }\nextra_args = { v = \"2\" }\n",
            "feature_gates = { WatchListClient = true }\n",
        )
        .replace("maxPods = 120", &format!("maxPods = 120\nkubeletCgroups = {toml}"));
    let cluster = read(&text, &no_files).unwrap();
    assert_eq!(cluster.controller_manager.extra_args["leader-elect-resource-name"], hostile);
    assert_eq!(cluster.kubelet.config["kubeletCgroups"], hostile);
}

#[test]
fn numbers_may_be_written_in_any_base() {
    let text = FULL.replace("port = 443", "port = 0x1_bb").replace("etcd = 261", "etcd = 0o405");
    let cluster = read(&text, &no_files).unwrap();
    assert_eq!((cluster.apiserver.port, cluster.users.etcd.get()), (443, 261));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(512))]

    /// Whatever is cut out of the file and inserted instead, nothing panics, and each diagnostic has a position in the text.
    #[test]
    fn every_error_of_every_text_has_a_place(at in 0..FULL.len(), length in 0..40_usize, put in "\\PC{0,12}|[\\[\\]={}\",.\\n0-9a-z]{0,12}") {
        let end = (at + length).min(FULL.len());
        let text = format!("{}{put}{}", &FULL[..at], &FULL[end..]);
        if let Err(diagnostics) = read(&text, &no_files) {
            assert!(!diagnostics.is_empty());
            for label in diagnostics.iter().flat_map(|diagnostic| &diagnostic.labels) {
                assert!(text.get(label.place.clone()).is_some(), "{label:?} in {text:?}");
            }
        }
    }
}

#[test]
fn an_editors_line_ends_and_byte_order_mark_do_no_harm() {
    let text = format!("\u{feff}{}", FULL.replace('\n', "\r\n"));
    assert!(read(&text, &no_files).is_ok());
    let text = text.replace("\"master-1\"", "\"Master-1\"");
    let diagnostics = read(&text, &no_files).unwrap_err();
    assert_eq!(&text[diagnostics[0].labels[0].place.clone()], "\"Master-1\"");
}
