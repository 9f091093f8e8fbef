//! No core dump of a process that reads seeds and keys.

use std::io;

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

/// Has the system write no core dump of this process, whatever ends it. To be called before anything secret is read.
///
/// The limit alone does not suffice: a `core_pattern` that is a pipe to a program ignores a limit of 0 (core(5)).
/// Not being dumpable suffices (prctl(2), PR_SET_DUMPABLE); the limit is for the programs that this one starts, since
/// execve(2) makes a process dumpable again.
///
/// # Errors
/// The system's, where it refuses either.
pub fn forbid_core_dumps() -> io::Result<()> {
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    Ok(())
}
