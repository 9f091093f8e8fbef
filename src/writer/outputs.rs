//! Works on the public and the secret output in parallel, if that is faster.

use std::{panic, thread};

use crate::tree::Secrecy;

/// The number of files from which a second thread saves more time than it costs.
const MANY: usize = 100;

/// Does `work` for the public and the secret output of a tree with this many files, in parallel if they are many.
///
/// # Errors
///
/// The error of either; the public output's if both fail.
pub(super) fn both<T: Send, E: Send>(
    files: usize,
    work: impl Fn(Secrecy) -> Result<T, E> + Sync,
) -> Result<(T, T), E> {
    let in_turn = || Ok((work(Secrecy::Public)?, work(Secrecy::Secret)?));
    if files < MANY {
        return in_turn();
    }
    thread::scope(|scope| {
        let thread = thread::Builder::new().name("secret output".to_owned());
        // If the system cannot start a thread, the work is done without.
        let Ok(secret) = thread.spawn_scoped(scope, || work(Secrecy::Secret)) else { return in_turn() };
        let public = work(Secrecy::Public);
        let secret = secret.join().unwrap_or_else(|panicked| panic::resume_unwind(panicked));
        Ok((public?, secret?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_output_has_its_result_whatever_the_threads() {
        for files in [0, MANY - 1, MANY, 10 * MANY] {
            assert_eq!(both(files, Ok::<_, ()>), Ok((Secrecy::Public, Secrecy::Secret)));
            assert_eq!(both(files, Err::<(), _>), Err(Secrecy::Public));
            let secret_fails = |output| if output == Secrecy::Secret { Err(output) } else { Ok(()) };
            assert_eq!(both(files, secret_fails), Err(Secrecy::Secret));
        }
    }
}
