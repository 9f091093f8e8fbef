//! The threads that a tree is planned on: one for each processor, at least two. What they make does not depend on them.

use std::{num::NonZero, sync::LazyLock, thread::available_parallelism};

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder, current_thread_index};

use super::PlanError;
use crate::{derive, render::template};

static POOL: LazyLock<Result<ThreadPool, ThreadPoolBuildError>> = LazyLock::new(pool);

fn pool() -> Result<ThreadPool, ThreadPoolBuildError> {
    // Said explicitly: rayon would otherwise read the number from the environment. The thread that asks is one of them;
    // with another beside it, the work gets done for a thread that comes later, too.
    let threads = available_parallelism().map_or(1, NonZero::get).max(2);
    let pool = ThreadPoolBuilder::new().num_threads(threads);
    match current_thread_index() {
        None => pool.use_current_thread().build(),
        // No thread can be in two pools.
        Some(_) => pool.build(),
    }
}

/// Starts the threads, and what every plan has to wait for otherwise: for a caller that still has its input to read.
pub fn warm_up() {
    if let Ok(pool) = &*POOL {
        pool.spawn(derive::warm_up);
        pool.spawn(template::warm_up);
    }
}

/// Does `work` on the threads.
pub(super) fn install<T: Send>(work: impl FnOnce() -> Result<T, PlanError> + Send) -> Result<T, PlanError> {
    POOL.as_ref().map_err(|error| PlanError::Threads(error.to_string()))?.install(work)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_of_another_pool_may_ask() {
        let other = ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        assert!(other.install(pool).is_ok());
    }
}
