//! Long work shows how far it is: on a terminal, after a second, and nowhere else.

use std::{
    fs::{self, File, Permissions},
    io::Read,
    os::unix::fs::PermissionsExt,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use rustix::{pty, termios};

use crate::cluster::Cluster;

/// What a run wrote to a terminal that was its standard error, and to standard output.
struct Seen {
    /// What the terminal got, each piece with the time at which it came.
    pieces: Vec<(Duration, String)>,
    stdout: Vec<u8>,
    code: i32,
    took: Duration,
}

/// Longer than work goes on without a line.
const SLOW: Duration = Duration::from_secs(2);

impl Seen {
    fn text(&self) -> String {
        self.pieces.iter().map(|(_, piece)| piece.as_str()).collect()
    }
}

/// Runs `command` with a pseudo-terminal as standard error.
fn on_a_terminal(mut command: Command) -> Seen {
    let terminal = pty::openpt(pty::OpenptFlags::RDWR | pty::OpenptFlags::NOCTTY).unwrap();
    pty::grantpt(&terminal).unwrap();
    pty::unlockpt(&terminal).unwrap();
    let name = pty::ptsname(&terminal, Vec::new()).unwrap();
    let other_end = File::options().read(true).write(true).open(name.to_str().unwrap()).unwrap();
    let size = termios::Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 };
    termios::tcsetwinsize(&other_end, size).unwrap();
    let begun = Instant::now();
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(other_end);
    let mut child = command.env("TERM", "xterm").env_remove("NO_COLOR").spawn().unwrap();
    // Ours of the other end; reading ends when the run has closed its own.
    drop(command);
    let mut stdout = child.stdout.take().unwrap();
    let output = thread::spawn(move || {
        let mut bytes = Vec::new();
        stdout.read_to_end(&mut bytes).unwrap();
        bytes
    });
    let (mut terminal, mut pieces, mut buffer) = (File::from(terminal), Vec::new(), [0; 4096]);
    while let Ok(length) = terminal.read(&mut buffer) {
        pieces.push((begun.elapsed(), String::from_utf8_lossy(&buffer[..length]).into_owned()));
    }
    let code = child.wait().unwrap().code().unwrap();
    Seen { pieces, stdout: output.join().unwrap(), code, took: begun.elapsed() }
}

fn kubemint(cluster: &Cluster, line: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kubemint"));
    command.args(line.split(' ')).current_dir(cluster.path());
    command
}

/// The same where Git takes two seconds before it fails: a run that is long and takes no processor's time.
fn with_a_slow_git(cluster: &Cluster, line: &str) -> Command {
    let folder = cluster.at("bin");
    fs::create_dir_all(cluster.at(".git")).unwrap();
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("git"), "#!/bin/sh\nsleep 2\nexit 1\n").unwrap();
    fs::set_permissions(folder.join("git"), Permissions::from_mode(0o755)).unwrap();
    let mut command = kubemint(cluster, &format!("{line} --demo-seed --against HEAD"));
    let path = std::env::var("PATH").unwrap();
    command.env("PATH", format!("{}:{path}", folder.display()));
    command
}

/// What a line of progress has, and nothing else that kubemint says.
const KEYS: &str = "deriving keys";
const READING: &str = "reading the tree";

/// What a terminal shows at the end of what it was sent, a line each, as far as this program's sequences go.
fn screen(text: &str) -> Vec<String> {
    let (mut lines, mut at) = (vec![String::new()], 0);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\r' => at = 0,
            '\n' => {
                lines.push(String::new());
                at = 0;
            }
            '\u{1b}' => {
                let end = rest.find(|c: char| c.is_ascii_alphabetic()).unwrap();
                match &rest[..=end] {
                    "[2K" => lines.last_mut().unwrap().clear(),
                    "[K" | "[0K" => lines.last_mut().unwrap().truncate(at),
                    "[A" | "[1A" => {
                        lines.pop();
                    }
                    sequence => assert!(sequence.ends_with('m'), "{sequence:?}"),
                }
                rest = &rest[end + 1..];
            }
            c => {
                let line = lines.last_mut().unwrap();
                line.truncate(at);
                line.push(c);
                at += c.len_utf8();
            }
        }
    }
    lines.retain(|line| !line.trim().is_empty());
    lines
}

/// That a line with these words came after a second, and is gone at the end, where the words of the run itself stand alone.
fn shown_and_gone(seen: &Seen, words: &str, remain: &str) {
    let first = seen.pieces.iter().find(|(_, piece)| piece.contains(words));
    let (when, _) = first.unwrap_or_else(|| panic!("no {words:?} in {:?}", seen.text()));
    assert!(*when > Duration::from_secs(1), "a line after {when:?}");
    let left = screen(&seen.text());
    assert!(!left.iter().any(|line| line.contains(words)), "{left:?}");
    assert!(left.iter().any(|line| line.contains(remain)), "{left:?}");
    assert!(!String::from_utf8_lossy(&seen.stdout).contains(words));
}

/// `12/34` after the bar.
fn count(picture: &str) -> Option<(u32, u32)> {
    let (done, total) = picture.split(']').nth(1)?.split_once('/')?;
    let total: String = total.chars().take_while(char::is_ascii_digit).collect();
    Some((done.trim().parse().ok()?, total.parse().ok()?))
}

#[test]
fn long_work_counts_what_it_does_and_leaves_nothing_of_that() {
    let cluster = Cluster::new();
    assert!(
        cluster
            .run(&["init", "--control-plane", "a=10.0.0.1", "--endpoint", "10.0.0.1:6443", "new"])
            .status
            .success()
    );
    let text = fs::read_to_string(cluster.at("new/cluster.toml")).unwrap().replace("ecdsa-p256", "rsa-3072");
    fs::write(cluster.at("cluster.toml"), text).unwrap();
    let seen = on_a_terminal(kubemint(&cluster, "render --demo-seed"));
    assert_eq!(seen.code, 0, "{}", seen.text());
    shown_and_gone(&seen, KEYS, "files written");
    let counts: Vec<(u32, u32)> = seen.text().split(KEYS).skip(1).filter_map(count).collect();
    assert!(counts.iter().all(|(done, total)| done <= total), "{counts:?}");
    assert!(counts.iter().any(|(done, total)| *done > 0 && *total > 10), "{counts:?}");
}

#[test]
fn long_work_without_a_count_shows_what_it_is() {
    let cluster = Cluster::new();
    let seen = on_a_terminal(with_a_slow_git(&cluster, "diff"));
    assert!(seen.code >= 2, "{}", seen.text());
    shown_and_gone(&seen, READING, "error");
}

#[test]
fn nobody_who_reads_by_program_gets_progress() {
    let cluster = Cluster::new();
    for line in ["diff --quiet", "diff --format json"] {
        let seen = on_a_terminal(with_a_slow_git(&cluster, line));
        assert!(seen.took > SLOW, "{line}: {}", seen.text());
        assert!(!seen.text().contains(READING) && !seen.text().contains("[2K"), "{line}: {:?}", seen.text());
    }
    let begun = Instant::now();
    let piped = with_a_slow_git(&cluster, "diff").output().unwrap();
    assert!(begun.elapsed() > SLOW);
    let stderr = String::from_utf8(piped.stderr).unwrap();
    assert!(!stderr.contains(READING) && !stderr.contains(['\r', '\u{1b}']), "{stderr:?}");
}

#[test]
fn quick_work_shows_nothing() {
    let cluster = Cluster::new();
    let seen =
        on_a_terminal(kubemint(&cluster, "init --control-plane a=10.0.0.1 --endpoint 10.0.0.1:6443 new"));
    assert_eq!(seen.code, 0);
    assert!(!seen.text().contains("[2K"), "{:?}", seen.text());
}
