//! What is made of secrets is wiped: nothing of it is in the program's memory once it was dropped.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{fs, hint::black_box, os::unix::fs::FileExt};

use kubemint::{
    pack::{Content, Entry, cloud_init::cloud_init},
    tree::{Mode, sums},
};
use zeroize::Zeroizing;

/// How much is read at a time.
const PAGE: usize = 4096;

/// How often so many bytes that repeat a pattern lie in memory. The pattern is short, so that no copy of the test's own is found;
/// less is in the stack, where it was worked on.
fn found(pattern: &[u8; 4], length: usize) -> usize {
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    let memory = fs::File::open("/proc/self/mem").unwrap();
    let mut hits = 0;
    for line in maps.lines().filter(|line| line.contains(" rw-p ") && !line.contains('/')) {
        let (start, end) = line.split_whitespace().next().unwrap().split_once('-').unwrap();
        let [start, end] = [start, end].map(|digits| u64::from_str_radix(digits, 16).unwrap());
        for at in (start..end).step_by(PAGE) {
            let mut page = Zeroizing::new([0; PAGE]);
            if memory.read_exact_at(page.as_mut_slice(), at).is_ok() {
                hits += page.chunks(length).filter(|piece| repeats(piece, pattern)).count();
            }
        }
    }
    hits
}

fn repeats(piece: &[u8], pattern: &[u8; 4]) -> bool {
    (0..4).any(|from| (0..piece.len()).all(|at| piece[at] == pattern[(from + at) % 4]))
}

/// One test, since what another thread allocates may lie over what this one has freed.
#[test]
fn what_is_made_of_secrets_is_wiped() {
    // It is found where it is not wiped.
    let text = black_box("wxyz".repeat(16_000));
    assert!(found(b"wxyz", 64) > 0);
    drop(text);
    assert!(found(b"wxyz", 64) > 0, "the allocator gives memory back at once: nothing is tested here");

    // In base64: `abcdabcd…`
    let entry = |_| {
        let content = Content::File(Zeroizing::new([0x69, 0xb7, 0x1d].repeat(1000)));
        Entry { path: "a".to_owned(), owner: 0, group: 0, mode: Mode::SECRET_FILE, content }
    };
    let entries: Vec<Entry> = (0..20).map(entry).collect();
    let text = cloud_init(&entries, true).unwrap();
    assert!(found(b"abcd", 64) > 0);
    drop(text);
    assert_eq!(found(b"abcd", 64), 0, "user data");

    // In hexadecimal: `1f2e1f2e…`
    let digest = [0x1f, 0x2e].repeat(16).try_into().unwrap();
    let text = sums::text((0..100).map(|_| ("a", &digest)));
    assert!(found(b"1f2e", 32) > 0);
    drop(text);
    assert_eq!(found(b"1f2e", 32), 0, "sums");
}
