//! Clusters of many nodes: time and memory must grow with their number and no faster.

use std::{fmt::Write as _, path::Path};

use crate::{
    kubemint::{first_render, on_cluster},
    measure::{Cost, Figures, cost},
    table::{Table, Unit},
};

const RUNS: usize = 7;
const SIZES: [u32; 3] = [250, 500, 1000];

/// What a node of the largest cluster may cost, measured by one of the smallest.
const GROWTH: f64 = 1.1;

pub(crate) fn measure(table: &mut Table, scratch: &Path) {
    let per_node = SIZES.map(|nodes| of_size(table, scratch, nodes) / f64::from(nodes));
    let [small, .., large] = per_node;
    let growth = std::iter::once(large / small).collect();
    Table::section("The cost of a node, of 1,000 by one of 250", 1);
    table.hold("ratio, processor time of a render", Unit::Ratio, &growth, GROWTH);
}

/// Measures a cluster of this size and returns the processor time of its render.
fn of_size(table: &mut Table, scratch: &Path, nodes: u32) -> f64 {
    let (config, out) = (scratch.join(format!("{nodes}.toml")), scratch.join("fleet"));
    std::fs::write(&config, cluster(nodes)).expect("cluster.toml written");
    Table::section(&format!("{nodes} nodes, ECDSA"), RUNS);
    let renders: Vec<Cost> = (0..RUNS).map(|_| cost(&mut first_render(&config, &out), &[0])).collect();
    let mut check = on_cluster("check", &config, &out);
    let checks: Vec<Cost> = (0..RUNS).map(|_| cost(&mut check, &[0])).collect();
    let mut row = |what: &str, unit, figures: &Figures, limit| match nodes {
        1000 => table.hold(what, unit, figures, limit),
        _ => Table::show(what, unit, figures),
    };
    row("render", Unit::Milliseconds, &Figures::of(&renders, |cost| cost.wall), 1000.0);
    row("render, memory", Unit::Megabytes, &Figures::of(&renders, |cost| cost.peak), 100.0);
    row("check", Unit::Milliseconds, &Figures::of(&checks, |cost| cost.wall), 1200.0);
    row("check, memory", Unit::Megabytes, &Figures::of(&checks, |cost| cost.peak), 100.0);
    let cpu = Figures::of(&renders, |cost| cost.cpu);
    Table::show("render, processor time", Unit::Milliseconds, &cpu);
    cpu.median()
}

/// A cluster of three control-plane nodes and as many workers as it takes; every second one joins by a rendered certificate.
fn cluster(nodes: u32) -> String {
    let mut text = String::from(
        "schema = 1\n\n[cluster]\nname = \"fleet\"\nid = \"00000000000000000000000000000001\"\n\
         kubernetes_version = \"1.37.2\"\nendpoint = \"api.example.com:6443\"\n\
         service_cidr = \"10.254.0.0/16\"\npod_cidr = \"172.16.0.0/12\"\n\n\
         [pki]\nnot_before = 2026-11-23T00:00:00Z\nca_validity = \"10y\"\nleaf_validity = \"1y\"\n\
         key_algorithm = \"ecdsa-p256\"\n\n[bootstrap]\ntoken_expiry = 2026-11-25T00:00:00Z\n",
    );
    for node in 0..nodes {
        let address = format!("10.0.{}.{}", node / 200, node % 200 + 1);
        let kind = if node < 3 { "control_plane" } else { "worker" };
        let join = if node >= 3 && node % 2 == 1 { "join = \"certificate\"\n" } else { "" };
        let _ = write!(text, "\n[[{kind}]]\nname = \"node-{node:04}\"\naddress = \"{address}\"\n{join}");
    }
    text
}
