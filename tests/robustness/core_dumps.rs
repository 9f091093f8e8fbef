//! No core dump is written of a process that has read a seed.

use std::{
    fs,
    io::Write,
    os::unix::process::ExitStatusExt,
    process::{Command, Stdio},
    thread::sleep,
    time::Duration,
};

use crate::in_memory::in_memory;

/// The bit of the wait status that says that a core was dumped (WCOREDUMP, wait(2)).
///
/// The kernel sets it where it wrote the dump, or handed it to the program of `core_pattern`.
fn dumped(command: &mut Command, input: &[u8]) -> (bool, i32) {
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    // Standard input stays open: the run waits for the rest of the seed.
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input).unwrap();
    sleep(Duration::from_millis(500));
    // Not SIGQUIT: what is started in the background of a shell ignores that, and so do all that it starts.
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::ABORT).unwrap();
    let status = child.wait().unwrap();
    (status.core_dumped(), status.signal().unwrap())
}

/// A shell that allows dumps of any size, whatever this process may.
fn allowing_dumps(command: &[&str], folder: &std::path::Path) -> Command {
    let mut shell = Command::new("bash");
    shell.args(["-c", "ulimit -S -c \"$(ulimit -H -c)\"; exec \"$@\"", "bash"]).args(command);
    shell.current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null());
    shell
}

#[test]
fn a_run_that_is_ended_by_a_signal_leaves_no_dump() {
    let folder = in_memory();
    let cluster = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ha/cluster.toml");
    fs::copy(cluster, folder.path().join("cluster.toml")).unwrap();
    let kubemint = [env!("CARGO_BIN_EXE_kubemint"), "render", "--seed-file", "-"];
    let aborted = rustix::process::Signal::ABORT.as_raw();
    assert_eq!(dumped(&mut allowing_dumps(&kubemint, folder.path()), b"0123"), (false, aborted));
    // That another process would have been dumped here shows that the machine can tell at all.
    let (other, _) = dumped(&mut allowing_dumps(&["cat"], folder.path()), b"0123");
    let limit = rustix::process::getrlimit(rustix::process::Resource::Core).maximum;
    assert!(other || limit == Some(0), "no dump of any process: this machine shows nothing");
}
