//! The threads that plan a tree: one per CPU, but at least two. The result does not depend on them.

use std::{num::NonZero, sync::LazyLock, thread::available_parallelism};

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder, current_thread_index};

use super::PlanError;
use crate::{derive, render::template};

static POOL: LazyLock<Result<ThreadPool, ThreadPoolBuildError>> = LazyLock::new(pool);

fn pool() -> Result<ThreadPool, ThreadPoolBuildError> {
    // Set explicitly, since rayon would otherwise read the number from the environment. The calling thread is one of them; with
    // at least one other, work is also done for a thread that waits later.
    let threads = available_parallelism().map_or(1, NonZero::get).max(2);
    let pool = ThreadPoolBuilder::new().num_threads(threads);
    match current_thread_index() {
        None => pool.use_current_thread().build(),
        // A thread cannot be in two pools.
        Some(_) => pool.build(),
    }
}

/// Starts the threads, and computes on them what every plan would otherwise have to wait for, while the caller still reads its
/// input.
pub fn warm_up() {
    if let Ok(pool) = &*POOL {
        pool.spawn(derive::warm_up);
        pool.spawn(template::warm_up);
    }
}

/// Runs `work` on the threads.
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
