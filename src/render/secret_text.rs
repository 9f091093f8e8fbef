//! A text with secrets that is being built.

use std::fmt;

use zeroize::Zeroizing;

/// A text that leaves no copies in memory: when it is reallocated, the old memory is wiped.
#[derive(Default)]
pub(super) struct SecretText(Zeroizing<String>);

impl SecretText {
    /// The whole text, wiped when dropped.
    pub(super) fn finish(self) -> Zeroizing<String> {
        self.0
    }
}

impl fmt::Write for SecretText {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let needed = self.0.len().saturating_add(text.len());
        if needed > self.0.capacity() {
            // The allocator would move a growing String without wiping the old memory.
            let mut larger = Zeroizing::new(String::with_capacity(needed.next_power_of_two()));
            larger.push_str(&self.0);
            self.0 = larger;
        }
        self.0.push_str(text);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    #[test]
    fn it_never_grows_where_it_stands() {
        let (mut text, mut expected) = (SecretText::default(), String::new());
        for length in 0..200 {
            let piece = "x".repeat(length);
            let (place, capacity) = (text.0.as_ptr(), text.0.capacity());
            text.write_str(&piece).unwrap();
            expected.push_str(&piece);
            assert_eq!(*text.0, expected);
            // A new capacity means new memory: both existed at the same time, so the old one was dropped, which wipes it.
            assert!(text.0.capacity() == capacity || capacity == 0 || text.0.as_ptr() != place);
        }
        assert_eq!(*text.finish(), expected);
    }
}
