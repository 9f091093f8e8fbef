//! A warning of `diff`.

/// Something that makes a rollout unsafe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Warning {
    /// Its stable code for programs, in kebab case.
    pub(super) code: &'static str,
    /// What is unsafe, why, and what to do instead.
    pub(super) message: String,
}

impl Warning {
    pub(super) const fn new(code: &'static str, message: String) -> Self {
        Self { code, message }
    }
}
