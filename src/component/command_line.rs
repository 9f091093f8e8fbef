//! A command line as an ordered list of flags.

/// A flag with its value, unescaped: who writes it into a pod or a unit knows the escaping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// The name without its dashes.
    pub name: String,
    /// The value, as the component reads it.
    pub value: String,
}

/// A program and its flags, in the order in which they are written; no name stands twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandLine {
    program: &'static str,
    flags: Vec<Flag>,
}

impl CommandLine {
    /// A program without flags, such as `kube-apiserver`.
    #[must_use]
    pub const fn new(program: &'static str) -> Self {
        Self { program, flags: Vec::new() }
    }

    /// Sets a flag: one that stands already gets the new value where it stands.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        match self.flags.iter_mut().find(|flag| flag.name == name) {
            Some(flag) => flag.value = value,
            None => self.flags.push(Flag { name: name.to_owned(), value }),
        }
    }

    /// The program's name.
    #[must_use]
    pub const fn program(&self) -> &'static str {
        self.program
    }

    /// The flags in order.
    #[must_use]
    pub fn flags(&self) -> &[Flag] {
        &self.flags
    }

    /// `--name=value` for each flag, in order, unescaped.
    pub fn arguments(&self) -> impl Iterator<Item = String> {
        self.flags.iter().map(|flag| format!("--{}={}", flag.name, flag.value))
    }
}
