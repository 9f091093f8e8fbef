//! Keys that accept one of several words.

use crate::{diagnostic::Invalid, suggestion::suggestion};

/// The words that a key accepts, each with its meaning.
pub(super) struct Choice<T: 'static> {
    /// All of them for a message, such as `"new" or "existing"`.
    pub(super) expected: &'static str,
    /// What to do if no word is similar.
    pub(super) help: &'static str,
    /// Word and meaning.
    pub(super) words: &'static [(&'static str, T)],
}

impl<T: Copy> Choice<T> {
    /// The meaning of a word.
    ///
    /// # Errors
    /// [`Invalid`] with code `choice` if the word is not one of them.
    pub(super) fn parse(&self, text: &str) -> Result<T, Invalid> {
        let found = self.words.iter().find(|(word, _)| *word == text);
        found.map(|(_, meaning)| *meaning).ok_or_else(|| self.refuse(text))
    }

    fn refuse(&self, text: &str) -> Invalid {
        let plain = |word: &str| {
            word.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
        };
        let same = self.words.iter().map(|(word, _)| *word).find(|word| plain(word) == plain(text));
        let off = || {
            let means_off = ["off", "none", "no", "false", "disabled", "identity", "null"]
                .contains(&plain(text).as_str());
            let word = self.words.iter().map(|(word, _)| *word).find(|word| ["off", "none"].contains(word));
            word.filter(|_| means_off)
        };
        let near = same.or_else(off).or_else(|| suggestion(text, self.words.iter().map(|(word, _)| *word)));
        let help = near.map_or_else(|| self.help.to_owned(), |near| format!("did you mean {near:?}?"));
        Invalid::new("choice", format!("{text:?} is not one of the choices"), self.expected).help(help)
    }
}
