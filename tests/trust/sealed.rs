//! What lies in out/sealed, and who can open it.

use std::fs;

use crate::repository::Repository;

const OPERATOR: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL1MKt8jfnSMMq6vUOBAXhOWE2tWUrE+OI/JhVbT1x5v";

fn recipients() -> String {
    format!("cluster.recipients = [\"{OPERATOR}\"]")
}

fn sealed() -> Repository {
    let repository = Repository::new(&recipients());
    repository.succeed(&["seal", "--quiet"]);
    repository.git(&["add", "-A"]);
    repository.commit();
    repository
}

#[test]
fn a_file_that_no_index_lists_is_reported() {
    let repository = sealed();
    for (file, shown) in [
        ("nodes/worker-9.tar.age", "nodes/worker-9.tar.age"),
        ("nodes/worker-1.tar.age.old", "nodes/worker-1.tar.age.old"),
        ("README", "README"),
        ("more/file", "more"),
    ] {
        repository.write(&format!("out/sealed/{file}"), "x");
        let shown = format!("sealed/{shown}");
        for verb in [&["check", "--locked"][..], &["check"], &["seal", "--check"]] {
            let (code, stdout, stderr) = repository.run(verb);
            assert!(
                code == 1 && (stdout.contains(&shown) || stderr.contains(&shown)),
                "{verb:?}: {stdout}{stderr}"
            );
        }
        let said = repository.succeed(&["seal"]);
        assert!(said.contains("unlisted-sealed-file") && said.contains(&shown), "{said}");
        assert!(repository.at(&format!("out/sealed/{file}")).exists(), "it is somebody's");
        fs::remove_file(repository.at(&format!("out/sealed/{file}"))).unwrap();
        let _ = fs::remove_dir(repository.at("out/sealed/more"));
        repository.succeed(&["seal", "--check"]);
    }
}

#[test]
fn a_changed_file_for_git_is_reported_until_seal_writes_it_anew() {
    let repository = sealed();
    let name = "out/sealed/.gitattributes";
    let written = repository.read(name);
    repository.write(name, "* text=auto\n");
    for verb in [&["check", "--locked"][..], &["check"]] {
        let (code, stdout, _) = repository.run(verb);
        assert!(code == 1 && stdout.contains("changed    sealed/.gitattributes"), "{verb:?}: {stdout}");
        assert!(stdout.contains("`kubemint seal` writes"), "{stdout}");
    }
    repository.succeed(&["seal"]);
    assert_eq!(repository.read(name), written);
    repository.succeed(&["check"]);
}

#[test]
fn a_cluster_without_recipients_any_more_takes_back_what_it_sealed() {
    let repository = sealed();
    repository.configure("");
    repository.succeed(&["render", "--quiet"]);
    for verb in [&["check"][..], &["seal", "--check"]] {
        assert_eq!(repository.run(verb).0, 1, "{verb:?}");
    }
    repository.write("out/sealed/nodes/worker-1.tar.age", "somebody else's");
    let said = repository.succeed(&["seal"]);
    assert!(said.contains("worker-1.tar.age") && said.contains("unlisted-sealed-file"), "{said}");
    assert!(!repository.at("out/sealed/cluster.tar.age").exists());
    fs::remove_file(repository.at("out/sealed/nodes/worker-1.tar.age")).unwrap();
    for verb in [&["check"][..], &["check", "--locked"], &["seal", "--check"], &["seal"]] {
        repository.succeed(verb);
    }
    repository.succeed(&["pack", "--node", "master-1", "--public-only", "--output", "public.tar"]);
    // And back.
    repository.configure(&recipients());
    repository.succeed(&["render", "--quiet"]);
    repository.succeed(&["seal", "--quiet"]);
    repository.succeed(&["check"]);
    assert!(repository.at("out/sealed/cluster.tar.age").exists());
}

/// Whoever takes recipients.txt and its row away cannot have the encrypted files removed.
#[test]
fn recipients_that_were_taken_away_without_the_seed_are_missed() {
    let repository = sealed();
    let lock = repository.read(crate::repository::LOCK);
    let row = |line: &&str| !line.starts_with("public recipients.txt");
    let rest: String = lock.lines().filter(row).map(|line| format!("{line}\n")).collect();
    assert_ne!(rest, lock);
    repository.write(crate::repository::LOCK, &rest);
    fs::remove_file(repository.at("out/public/recipients.txt")).unwrap();
    for verb in [&["seal"][..], &["seal", "--check"]] {
        let said = repository.refused(verb);
        assert!(said.contains("recipients.txt"), "{said}");
    }
    assert!(repository.at("out/sealed/cluster.tar.age").exists());
}

#[test]
fn the_public_output_goes_with_a_line_of_the_index() {
    let repository = sealed();
    let pack = ["pack", "--node", "master-1", "--public-only", "--output", "public.tar"];
    repository.succeed(&pack);
    fs::remove_file(repository.at("public.tar")).unwrap();
    let index = repository.read("out/sealed/INDEX");
    let other = |line: &&str| !line.starts_with("nodes/master-1");
    let rest: String = index.lines().filter(other).map(|line| format!("{line}\n")).collect();
    repository.write("out/sealed/INDEX", &rest);
    let said = repository.refused(&pack);
    assert!(said.contains("nodes/master-1.tar.age is not there, or its INDEX does not list it"), "{said}");
}

#[test]
fn a_recipient_that_is_new_is_warned_of_in_every_format() {
    let other = age::x25519::Identity::generate().to_public().to_string();
    let repository = sealed();
    let diff = ["diff", "--as-rendered", "--against", "main"];
    let warned = |more: &str| {
        repository.configure(more);
        repository.succeed(&["render", "--quiet"]);
        let (_, json, _) = repository.run(&[&diff[..], &["--format", "json"]].concat());
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let of_code = |warning: &&serde_json::Value| warning.to_string().contains("is a new recipient");
        let warnings: Vec<String> =
            json["warnings"].as_array().unwrap().iter().filter(of_code).map(ToString::to_string).collect();
        for format in ["text", "markdown"] {
            let (_, said, _) = repository.run(&[&diff[..], &["--format", format]].concat());
            assert_eq!(said.contains("is a new recipient"), !warnings.is_empty(), "{format}: {said}");
        }
        warnings
    };
    let operators = format!("cluster.recipients = [\"{OPERATOR}\", \"{other}\"]");
    let all = warned(&operators);
    assert!(all.len() == 1 && all[0].contains(&other) && all[0].contains("cluster, master-1"), "{all:?}");
    let worker = "[[worker]]\nname = \"worker-2\"\naddress = \"192.168.56.112\"\n";
    assert_eq!(
        warned(&format!("{}\n{worker}", recipients())),
        Vec::<String>::new(),
        "a new node of the operators"
    );
    let of_node = warned(&format!("{}\n{worker}recipients = [\"{}\"]", recipients(), other));
    assert!(of_node.len() == 1 && of_node[0].contains("of worker-2:"), "{of_node:?}");
    let (code, _, said) = repository.run(&[&diff[..], &["--deny", "new-recipient"]].concat());
    assert!(code == 1 && said.contains("denied by --deny: new-recipient"), "{said}");
}
