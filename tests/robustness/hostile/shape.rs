//! What stands in the place of a file.

use std::{
    fs::{self, File, Permissions},
    io::{Seek, SeekFrom, Write},
    os::unix::fs::{PermissionsExt, symlink},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
};

use rustix::fs::{CWD, FileType, Mode, mknodat};

/// One thing that may stand in the place of a file.
pub struct Shape {
    pub name: &'static str,
    /// How many of the commands that read a file are tried with it.
    pub commands: usize,
    /// Makes it at a path, from the file as it was; `None` where it would be no other file.
    make: fn(&Path, &Path) -> Option<Made>,
}

/// What must be kept until the run is over.
#[derive(Default)]
pub struct Made(Option<(Arc<AtomicBool>, JoinHandle<()>)>);

impl Drop for Made {
    fn drop(&mut self) {
        if let Some((over, thread)) = self.0.take() {
            over.store(true, Ordering::Relaxed);
            thread.join().unwrap();
        }
    }
}

impl Shape {
    /// Makes it at `path`; the file as it was lies at `kept`.
    pub fn make(&self, path: &Path, kept: &Path) -> Option<Made> {
        (self.make)(path, kept)
    }
}

const MIB: usize = 1 << 20;

/// What is not a regular file of a sensible size.
pub const KINDS: &[Shape] = &[
    Shape { name: "a link to /dev/zero", commands: 1, make: |path, _| link("/dev/zero", path) },
    Shape { name: "a link to /dev/tty", commands: 1, make: |path, _| link("/dev/tty", path) },
    Shape {
        name: "a link to itself",
        commands: 1,
        make: |path, _| link(path.file_name().unwrap().to_str().unwrap(), path),
    },
    Shape { name: "a link to the directory above", commands: 1, make: |path, _| link("..", path) },
    Shape { name: "a link to a file of the kernel's", commands: 1, make: |path, _| link("/proc/kmsg", path) },
    Shape { name: "a pipe that nobody writes", commands: 1, make: pipe },
    Shape { name: "a directory", commands: 1, make: |path, _| Some(done(fs::create_dir(path))) },
    Shape {
        name: "a sparse file of 10 GB",
        commands: 1,
        make: |path, _| Some(done(new(path).set_len(10_000_000_000))),
    },
];

/// Regular files with content that no such file should have.
pub const CONTENTS: &[Shape] = &[
    Shape {
        name: "50 MB of itself",
        commands: 1,
        make: |path, kept| repeated(path, &fs::read(kept).unwrap(), 50 * MIB),
    },
    Shape {
        name: "the most that is read, of itself",
        commands: 9,
        make: |path, kept| repeated(path, &fs::read(kept).unwrap(), limit(path)),
    },
    Shape {
        name: "one line of the most that is read",
        commands: 1,
        make: |path, _| repeated(path, b"a", limit(path)),
    },
    Shape { name: "deep nesting", commands: 9, make: nested },
    Shape { name: "60,000 flags", commands: 9, make: flags },
    Shape { name: "10 MB of valid rows", commands: 9, make: rows },
    Shape {
        name: "invalid UTF-8",
        commands: 1,
        make: |path, kept| changed(path, kept, |text| [text, b"\xff\xfe\xc0\n"].concat()),
    },
    Shape {
        name: "NUL bytes",
        commands: 1,
        make: |path, kept| changed(path, kept, |text| [text, &[0; 4096]].concat()),
    },
    Shape { name: "a file that grows", commands: 2, make: growing },
];

fn new(path: &Path) -> File {
    let file = File::create(path).unwrap();
    file.set_permissions(Permissions::from_mode(0o600)).unwrap();
    file
}

fn done(result: std::io::Result<()>) -> Made {
    result.unwrap();
    Made::default()
}

#[allow(clippy::unnecessary_wraps, reason = "the type of a shape")]
fn link(to: &str, path: &Path) -> Option<Made> {
    Some(done(symlink(to, path)))
}

#[allow(clippy::unnecessary_wraps, reason = "the type of a shape")]
fn pipe(path: &Path, _: &Path) -> Option<Made> {
    Some(done(mknodat(CWD, path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).map_err(Into::into)))
}

/// The most bytes that are read of such a file (src/input/kind.rs).
fn limit(path: &Path) -> usize {
    match path.file_name().unwrap().to_str().unwrap() {
        "cluster.toml" | "policy.yaml" | "sign-in.yaml" => MIB,
        "seed" | "key" => 64 << 10,
        _ => 10 * MIB,
    }
}

fn repeated(path: &Path, text: &[u8], size: usize) -> Option<Made> {
    if text.is_empty() {
        return None;
    }
    let (mut file, chunk) = (new(path), text.repeat((64 << 10) / text.len() + 1));
    let mut left = size;
    while left > 0 {
        let length = left.min(chunk.len());
        file.write_all(&chunk[..length]).unwrap();
        left -= length;
    }
    Some(Made::default())
}

fn changed(path: &Path, kept: &Path, change: impl FnOnce(&[u8]) -> Vec<u8>) -> Option<Made> {
    let text = fs::read(kept).unwrap();
    let other = change(&text);
    if other == text {
        return None;
    }
    Some(done(new(path).write_all(&other)))
}

/// Brackets as deep as the limit allows, in the language of the file.
fn nested(path: &Path, kept: &Path) -> Option<Made> {
    let depth = limit(path) / 4;
    let (open, close) = ("[".repeat(depth), "]".repeat(depth));
    let name = path.file_name().unwrap().to_str().unwrap();
    changed(path, kept, |text| match name {
        "cluster.toml" => [text, format!("\n[kubelet.config]\na = {open}{close}\n").as_bytes()].concat(),
        _ if name.ends_with(".yaml") => [text, format!("a: {open}{close}\n").as_bytes()].concat(),
        "kubemint.lock" => replaced_once(
            text,
            " rendered\n",
            &format!(" bundle {}{}\n", "[ ".repeat(100_000), "] ".repeat(100_000)),
        ),
        _ => format!("{open}{close}").into_bytes(),
    })
}

fn replaced_once(text: &[u8], from: &str, to: &str) -> Vec<u8> {
    String::from_utf8_lossy(text).replacen(from, to, 1).into_bytes()
}

fn flags(path: &Path, kept: &Path) -> Option<Made> {
    if !path.ends_with("cluster.toml") {
        return None;
    }
    let flags: String = (0..60_000).map(|n| format!("f{n} = \"a\"\n")).collect();
    changed(path, kept, |text| [text, b"\n[scheduler.extra_args]\n", flags.as_bytes()].concat())
}

/// A lock with the rows of as many workers as fit into the limit.
fn rows(path: &Path, kept: &Path) -> Option<Made> {
    if !path.ends_with("kubemint.lock") {
        return None;
    }
    let text = fs::read_to_string(kept).unwrap();
    let is_row = |line: &&str| line.starts_with("public ") || line.starts_with("secret ");
    let mut rows: Vec<String> = text.lines().filter(is_row).map(str::to_owned).collect();
    let of_worker: Vec<String> = rows.iter().filter(|row| row.contains("worker-1")).cloned().collect();
    let size: usize = of_worker.iter().map(|row| row.len() + 8).sum();
    let workers = (limit(path) - text.len() - 4096) / size;
    rows.extend(
        (0..workers)
            .flat_map(|n| of_worker.iter().map(move |row| row.replace("worker-1", &format!("worker-1x{n}")))),
    );
    rows.sort_by(|a, b| a.split(' ').take(2).cmp(b.split(' ').take(2)));
    let header = text.lines().take_while(|line| !is_row(line)).map(str::to_owned);
    Some(done(new(path).write_all((header.chain(rows).collect::<Vec<_>>().join("\n") + "\n").as_bytes())))
}

/// Grows while it is read, from half of the limit on.
fn growing(path: &Path, kept: &Path) -> Option<Made> {
    let text = fs::read(kept).unwrap();
    repeated(path, &text, limit(path) / 2)?;
    let (over, mut file) =
        (Arc::new(AtomicBool::new(false)), File::options().append(true).open(path).unwrap());
    file.seek(SeekFrom::End(0)).unwrap();
    let until = Arc::clone(&over);
    let thread = thread::spawn(move || {
        let chunk = vec![b'\n'; 64 << 10];
        for _ in 0..4_000 {
            if until.load(Ordering::Relaxed) {
                break;
            }
            file.write_all(&chunk).unwrap();
        }
    });
    Some(Made(Some((over, thread))))
}
