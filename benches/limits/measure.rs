//! What a process costs: time on the clock, time of processors, memory.

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use rustix::time::{ClockId, clock_gettime};
use wait4::Wait4;

/// What a process cost, from its start until it was gone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    /// On the clock, milliseconds.
    pub(crate) wall: f64,
    /// Of all processors, in the program and in the kernel on its behalf, milliseconds.
    pub(crate) cpu: f64,
    /// The most memory it had at once (resident set), MB of a million bytes.
    pub(crate) peak: f64,
}

/// Runs a command whose output goes nowhere.
///
/// # Panics
/// Where it cannot be started, or ends with another code than one of `codes`.
pub(crate) fn cost(command: &mut Command, codes: &[i32]) -> Cost {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let ended = child.wait4().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let wall = milliseconds(start.elapsed());
    let code = ended.status.code();
    assert!(code.is_some_and(|code| codes.contains(&code)), "{command:?} ended with {}", ended.status);
    let used = ended.rusage;
    #[expect(clippy::cast_precision_loss, reason = "no process here has 2^52 bytes")]
    let peak = used.maxrss as f64 / 1e6;
    Cost { wall, cpu: milliseconds(used.utime + used.stime), peak }
}

/// The processor time of this thread in milliseconds (`clock_gettime(2)`, `CLOCK_THREAD_CPUTIME_ID`).
pub(crate) fn thread_time() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    let duration = Duration::try_from(time).expect("a time since the thread began");
    milliseconds(duration)
}

pub(crate) fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

/// Figures of several runs.
#[derive(Debug, Clone)]
pub(crate) struct Figures {
    sorted: Vec<f64>,
}

impl Figures {
    pub(crate) fn of<T>(runs: &[T], figure: impl Fn(&T) -> f64) -> Self {
        runs.iter().map(figure).collect()
    }

    pub(crate) fn minimum(&self) -> f64 {
        self.sorted[0]
    }

    pub(crate) fn median(&self) -> f64 {
        let middle = self.sorted.len() / 2;
        if self.sorted.len().is_multiple_of(2) {
            f64::midpoint(self.sorted[middle - 1], self.sorted[middle])
        } else {
            self.sorted[middle]
        }
    }
}

impl FromIterator<f64> for Figures {
    fn from_iter<I: IntoIterator<Item = f64>>(figures: I) -> Self {
        let mut sorted: Vec<f64> = figures.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        Self { sorted }
    }
}
