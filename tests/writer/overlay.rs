//! A tree in the lower layer of an overlay, as in a container's image: its directories cannot be exchanged, and a file of one layer
//! may have the inode number of a file of the other.

use std::{collections::BTreeMap, fs, path::PathBuf};

use kubemint::writer::Switch;

use crate::{
    mounts::Mount,
    trees::{Entry, beside, files, files_of, listing, render, tree},
};

/// Two file systems in memory, of which each counts its inodes from the beginning, and an overlay of them.
struct Layers {
    overlay: Mount,
    _disks: [Mount; 2],
    _base: tempfile::TempDir,
}

impl Layers {
    /// With what `fill` puts into the lower layer.
    fn new(fill: impl Fn(PathBuf)) -> Self {
        let base = tempfile::tempdir().unwrap();
        let [lower, upper, at] = ["lower", "upper", "overlay"].map(|name| base.path().join(name));
        let make = |folder: &PathBuf| fs::create_dir(folder).unwrap();
        [&lower, &upper, &at].into_iter().for_each(make);
        let disks = [&lower, &upper].map(|disk| Mount::tmpfs("size=4m", disk));
        fill(lower.clone());
        let [files, work] = ["files", "work"].map(|name| upper.join(name));
        [&files, &work].into_iter().for_each(make);
        Self { overlay: Mount::overlay(&lower, &files, &work, &at), _disks: disks, _base: base }
    }

    fn out(&self) -> PathBuf {
        self.overlay.at.join("out")
    }
}

/// How many names have another content and the same inode number.
fn collisions(before: &BTreeMap<String, Entry>, after: &BTreeMap<String, Entry>) -> usize {
    let collides = |(name, before): &(&String, &Entry)| {
        after.get(*name).is_some_and(|after| before.inode == after.inode && before.bytes != after.bytes)
    };
    before.iter().filter(collides).count()
}

#[test]
fn a_changed_file_comes_to_its_place_whatever_its_inode_number() {
    let tree_of = |text: &str| {
        let names: Vec<String> = (10..30).map(|n| format!("a/{n}")).collect();
        let all: Vec<_> = names.iter().map(|name| (name.as_str(), text)).collect();
        tree(&all, &all)
    };
    let (old, new) = (tree_of("old"), tree_of("new"));
    let mut collided = 0;
    for moved in 0..16 {
        let layers = Layers::new(|lower| {
            (0..moved).for_each(|n| fs::write(lower.join(format!("before-{n}")), "").unwrap());
            render(&old, &lower.join("out"));
        });
        let before = listing(&layers.out());
        let report = render(&new, &layers.out());
        let after = listing(&layers.out());
        assert_eq!(report.switch, Switch::FileByFile);
        assert_eq!(files(&layers.out()), files_of(&new), "{moved}");
        assert!(!beside(&layers.out()).contains(&".out.kubemint".to_owned()));
        collided += collisions(&before, &after);
    }
    assert!(collided > 0, "no two files had one inode number");
}
