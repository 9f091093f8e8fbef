//! Differences that are too long to be told in full.

use crate::cluster::Cluster;

/// More workers, in a network of their own.
fn fleet(workers: usize, network: u8) -> String {
    let worker =
        |n: usize| format!("[[worker]]\nname = \"many-{n}\"\naddress = \"192.168.{network}.{}\"\n", n + 1);
    (0..workers).map(worker).collect()
}

#[test]
fn commands_of_the_first_machines_are_written_out() {
    let cluster = Cluster::rendered(&[]);
    cluster.append(&fleet(12, 57));
    let told = cluster.diff(&[]).1;
    assert_eq!(told.matches("kubemint pack --node many-").count(), 9, "{told}");
    assert!(told.contains("# and so on for 3 more machines"), "{told}");
    let json = cluster.json(&[]);
    let installs = json["rollout"].as_array().unwrap().iter().filter(|task| task["kind"] == "install");
    assert_eq!(installs.count(), 12, "a program gets all of them");
}

#[test]
fn a_comment_is_as_long_as_github_takes() {
    let cluster = Cluster::new();
    let text = std::fs::read_to_string(cluster.at("cluster.toml")).unwrap();
    cluster.append(&fleet(200, 57));
    cluster.render();
    // Each worker's address is another, so that no two are told as one.
    std::fs::write(cluster.at("cluster.toml"), format!("{text}\n{}", fleet(200, 67))).unwrap();
    let told = cluster.diff(&["--format", "markdown"]).1;
    assert!(told.len() < 65_536 && told.chars().count() > 55_000, "{} bytes", told.len());
    assert!(told.contains(" more changes do not fit into a comment: run `kubemint diff`"), "{told}");
    // Each is shortened, and none is hidden for another's sake.
    assert!((0..200).all(|worker| told.contains(&format!("<code>many-{worker}</code>"))), "{told}");
    assert!(told.ends_with("</details>\n") && told.contains("After the render, in this order"));
}

/// Whoever floods one part hides nothing of the others, least of all what the control plane runs.
#[test]
fn a_part_that_is_too_long_is_shortened_alone() {
    let cluster = Cluster::rendered(&[]);
    let labels: Vec<String> =
        (0..900).map(|n| format!("\"example.com/l{n:04}\" = \"{}\"", "v".repeat(50))).collect();
    cluster.edit(&[
        ("name = \"worker-1\"", &format!("name = \"worker-1\"\nlabels = {{ {} }}", labels.join(", "))),
        ("", "[scheduler]\nextra_args = { v = \"4\" }"),
    ]);
    let told = cluster.diff(&["--format", "markdown"]).1;
    assert!(told.len() < 65_536 && told.contains("flag `--v=4` added"), "{told}");
    assert!(told.contains(" more changes do not fit into a comment: run `kubemint diff`"), "{told}");
    assert!(cluster.diff(&[]).1.contains("l0899"), "the text has all of it");
}
