//! What each code of an error or warning means: its cause, an example and the cure. `kubemint explain` and
//! docs/diagnostics.md show it, and a test provokes each code with its example.

mod components;
mod explanation;
mod file_warnings;
mod keys;
mod own_files;
mod processes;
mod relations;
mod rollout;
mod values;

pub use explanation::{Example, Explanation, filled};

/// Every explanation: errors first, then warnings, each group in the order of its table.
pub fn all() -> impl Iterator<Item = &'static Explanation> {
    let errors = [
        values::VALUES,
        relations::RELATIONS,
        own_files::OWN_FILES,
        components::COMPONENTS,
        processes::PROCESSES,
    ];
    let warnings = [file_warnings::FILE_AND_RUN, rollout::ROLLOUT, keys::KEYS];
    errors.into_iter().chain(warnings).flatten()
}

/// The explanations of a code: none, one, or that of an error and that of a warning.
pub fn find(code: &str) -> impl Iterator<Item = &'static Explanation> {
    all().filter(move |explanation| explanation.code == code)
}

/// Every code, sorted.
#[must_use]
pub fn codes() -> Vec<&'static str> {
    let mut codes: Vec<&'static str> = all().map(|explanation| explanation.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}
