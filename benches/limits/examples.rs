//! The two examples: rendered, rendered again, checked, told apart, packed.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    floors,
    kubemint::{first_render, on_cluster, verb_on, version},
    measure::{Cost, Figures, cost},
    snapshot::Snapshot,
    table::{Table, Unit},
};

const RUNS: usize = 41;
const RSA_RUNS: usize = 11;

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name).join("cluster.toml")
}

/// examples/ha: five nodes, ECDSA.
pub(crate) fn ecdsa(table: &mut Table, scratch: &Path) {
    let (config, out) = (example("ha"), scratch.join("ha"));
    Table::section("examples/ha: 5 nodes, ECDSA", RUNS);
    let mut floors = Vec::new();
    let renders: Vec<Cost> = (0..RUNS)
        .map(|_| {
            floors.push(floors::KEYS.cost(&config));
            cost(&mut first_render(&config, &out), &[0])
        })
        .collect();
    let cpu = Figures::of(&renders, |cost| cost.cpu);
    let floor: Figures = floors.iter().copied().collect();
    table.hold("render", Unit::Milliseconds, &Figures::of(&renders, |cost| cost.wall), 15.0);
    table.hold("render, memory", Unit::Megabytes, &Figures::of(&renders, |cost| cost.peak), 40.0);
    Table::show("render, processor time", Unit::Milliseconds, &cpu);
    Table::show("its bare keys and signatures, processor time", Unit::Milliseconds, &floor);
    let ratio: Figures = renders.iter().zip(&floors).map(|(render, floor)| render.cpu / floor).collect();
    table.hold("ratio of the two, run by run", Unit::Ratio, &ratio, 1.5);
    show_floors(&out, &floor, &cpu);

    let before = Snapshot::of(&out);
    let again = wall(on_cluster("render", &config, &out));
    Table::show("render that changes nothing", Unit::Milliseconds, &again);
    let touched = std::iter::once(before.touched(&Snapshot::of(&out))).collect();
    table.hold("files that it touched", Unit::Files, &touched, 0.0);
    table.hold("check", Unit::Milliseconds, &wall(on_cluster("check", &config, &out)), 20.0);
    table.hold("diff of a changed flag", Unit::Milliseconds, &diff(&config, &out, scratch), 30.0);
    let mut pack = verb_on("pack", &out);
    pack.args(["--node", "master-1"]);
    table.hold("pack of a node", Unit::Milliseconds, &wall(pack), 20.0);
}

/// What no render can do without, beside keys and signatures: it starts, it writes its files, it ends.
fn show_floors(out: &Path, keys: &Figures, render: &Figures) {
    let idle: Figures = (0..RUNS).map(|_| cost(&mut version(), &[0]).cpu).collect();
    let writing: Figures = (0..RUNS).map(|_| floors::WRITING.cost(out)).collect();
    Table::show("a process that starts and ends", Unit::Milliseconds, &idle);
    Table::show("its files and folders, written plainly", Unit::Milliseconds, &writing);
    let floors = keys.median() + idle.median() + writing.median();
    let ratio = [floors / keys.median(), render.median() / floors];
    let [floors, render] = ratio.map(|ratio| std::iter::once(ratio).collect());
    Table::show("keys, start, writing by keys alone", Unit::Ratio, &floors);
    Table::show("render by keys, start, writing", Unit::Ratio, &render);
}

fn wall(mut command: Command) -> Figures {
    (0..RUNS).map(|_| cost(&mut command, &[0]).wall).collect()
}

/// What a reviewer asks for a change of one flag, which restarts a component on every control-plane node.
fn diff(config: &Path, out: &Path, scratch: &Path) -> Figures {
    let changed = scratch.join("changed.toml");
    let text = std::fs::read_to_string(config).expect("cluster.toml");
    let flag = "\n[controller_manager]\nextra_args = { v = \"4\" }\n";
    std::fs::write(&changed, text + flag).expect("a changed cluster.toml");
    let mut command = on_cluster("diff", &changed, out);
    (0..RUNS).map(|_| cost(&mut command, &[1]).wall).collect()
}

/// examples/controller-manager-ha: three nodes, RSA-2048.
pub(crate) fn rsa(table: &mut Table, scratch: &Path) {
    let (config, out) = (example("controller-manager-ha"), scratch.join("controller-manager-ha"));
    Table::section("examples/controller-manager-ha: 3 nodes, RSA-2048", RSA_RUNS);
    let renders: Vec<Cost> = (0..RSA_RUNS).map(|_| cost(&mut first_render(&config, &out), &[0])).collect();
    table.hold("render", Unit::Milliseconds, &Figures::of(&renders, |cost| cost.wall), 1200.0);
    Table::show("render, processor time", Unit::Milliseconds, &Figures::of(&renders, |cost| cost.cpu));
    Table::show("render, memory", Unit::Megabytes, &Figures::of(&renders, |cost| cost.peak));
}
