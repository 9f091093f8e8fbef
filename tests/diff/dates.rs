//! Dates that matter to whoever carries a rollout out, who has a clock.

use crate::cluster::Cluster;

#[test]
fn certificates_that_begin_later_are_told_with_their_moment() {
    let cluster = Cluster::rendered(&[]);
    cluster.edit(&[("ca_validity = ", "leaf_not_before = 2027-06-01T00:00:00Z\nca_validity = ")]);
    let told = cluster.json(&[]);
    assert!(
        told["notes"]
            .to_string()
            .contains("certificates begin at 2027-06-01T00:00:00Z: nobody takes them before")
    );
    let text = cluster.diff(&[]).1;
    assert!(text.contains("valid until 2028-05-31T23:59:59Z") && !text.contains("renewed"), "{text}");
}

#[test]
fn a_new_worker_joins_until_the_token_ends() {
    const NEW: (&str, &str) = ("", "[[worker]]\nname = \"worker-9\"\naddress = \"192.168.56.119\"");
    let cluster = Cluster::rendered(&[]);
    cluster.edit(&[NEW]);
    let told = cluster.json(&[]);
    assert_eq!(told["warnings"], serde_json::json!([]));
    let can = "worker-9 can join until the bootstrap token ends, at 2026-11-25T00:00:00Z";
    assert!(told["notes"].to_string().contains(can), "{told}");

    // The tree itself says that the token has ended: its certificates begin later.
    let cluster =
        Cluster::rendered(&[("ca_validity = ", "leaf_not_before = 2027-06-01T00:00:00Z\nca_validity = ")]);
    cluster.edit(&[NEW]);
    let told = cluster.json(&[]);
    assert!(told["diagnostics"].to_string().contains("\"bootstrap-token-ended\""), "{told}");
    cluster.edit(&[("token_expiry = 2026-11-25", "token_expiry = 2027-06-03")]);
    assert!(!cluster.json(&[])["diagnostics"].to_string().contains("bootstrap-token-ended"));
}
