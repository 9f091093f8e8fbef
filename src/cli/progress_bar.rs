//! The progress line on a terminal.

use std::{
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread::{Builder, JoinHandle},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::progress::{Moment, Progress, Task};

/// How often the line is redrawn.
const INTERVAL: Duration = Duration::from_millis(100);

/// The number of intervals before work gets a line: one second, so that short work shows nothing.
const PATIENCE: u8 = 10;

/// Only ASCII: the terminal may use another encoding than UTF-8.
const WITH_TOTAL: &str = "{spinner} {msg} [{bar:30}] {pos}/{len}";
const WITHOUT_TOTAL: &str = "{spinner} {msg}";
const BAR: &str = "=> ";
const SPINNER: &str = "-\\|/ ";

/// The line. Dropping it removes it from the terminal.
pub(super) struct ProgressLine {
    /// Dropped first, which ends the thread.
    over: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl ProgressLine {
    /// Watches `progress`, and shows it on standard error once work takes longer than a second.
    ///
    /// Time before the first task does not count: the run may be waiting for a seed, and a program that asks for a
    /// passphrase may be using the terminal.
    pub(super) fn watch(progress: &Arc<Progress>) -> Self {
        let (sender, receiver) = channel();
        let progress = Arc::clone(progress);
        // If the system cannot start another thread, progress is not shown.
        let thread = Builder::new().spawn(move || show(&progress, &receiver)).ok();
        Self { over: Some(sender), thread }
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        drop(self.over.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn show(progress: &Progress, over: &Receiver<()>) {
    let mut intervals = 0;
    let mut shown: Option<(Task, ProgressBar)> = None;
    while over.recv_timeout(INTERVAL) == Err(RecvTimeoutError::Timeout) {
        let Some(moment) = progress.moment() else { continue };
        if intervals < PATIENCE {
            intervals += 1;
            continue;
        }
        // One line per task: otherwise a line could show the words of one task with the count of another.
        if let Some((_, line)) = shown.take_if(|(task, _)| *task != moment.task) {
            line.finish_and_clear();
        }
        let (_, line) = shown.get_or_insert_with(|| (moment.task, new_line()));
        draw(line, moment);
    }
    if let Some((_, line)) = shown {
        line.finish_and_clear();
    }
}

fn new_line() -> ProgressBar {
    ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
}

fn draw(line: &ProgressBar, moment: Moment) {
    line.set_style(style(if moment.total.is_some() { WITH_TOTAL } else { WITHOUT_TOTAL }));
    let total = moment.total.unwrap_or_default();
    line.set_length(total);
    line.set_position(moment.done.min(total));
    // Set last, since it draws.
    line.set_message(words(moment.task));
}

fn style(template: &str) -> ProgressStyle {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner());
    style.progress_chars(BAR).tick_chars(SPINNER)
}

const fn words(task: Task) -> &'static str {
    match task {
        Task::Keys => "deriving keys",
        Task::Certificates => "signing certificates",
        Task::Verification => "verifying certificates",
        Task::Nodes => "rendering nodes",
        Task::Reading => "reading the tree",
        Task::Writing => "writing files",
        Task::Encryption => "encrypting",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_templates_are_valid() {
        for template in [WITH_TOTAL, WITHOUT_TOTAL] {
            assert!(ProgressStyle::with_template(template).is_ok(), "{template}");
        }
    }
}
