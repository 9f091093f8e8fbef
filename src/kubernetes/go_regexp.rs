//! Whether Go's `regexp` accepts a regular expression (Go 1.26, `regexp/syntax`, with the Perl extensions).
//!
//! The grammar differs from that of Rust's regex-syntax in both directions: `[[]` and `a{` are accepted by Go only,
//! `a**`, `\p{Script=Greek}` and `(?x)` by Rust only.

/// The maximum number of copies from nested repetitions.
const MOST_COPIES: u64 = 1000;

/// The names of Unicode categories and scripts that Go knows.
const UNICODE_CLASSES: &str = include_str!("facts/go-unicode-classes");

/// The names of POSIX classes.
const POSIX_CLASSES: [&str; 14] = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space",
    "upper", "word", "xdigit",
];

/// Whether `regexp.Compile` accepts it.
pub(crate) fn is_regular_expression(text: &str) -> bool {
    Parser { rest: text, outer: Vec::new(), inner: Group::default() }.parse().is_some()
}

/// The parser's state. Every method returns `None` if Go would return an error.
struct Parser<'a> {
    rest: &'a str,
    /// The enclosing groups.
    outer: Vec<Group>,
    inner: Group,
}

/// The state of a group.
#[derive(Default)]
struct Group {
    /// The number of copies that repetitions make of the last operand, which another repetition would multiply;
    /// `None` if there is no operand.
    last: Option<u64>,
    /// The maximum number of copies of an operand before it.
    before: u64,
}

impl Group {
    fn end_operand(&mut self) {
        self.before = self.copies();
        self.last = None;
    }

    fn copies(&self) -> u64 {
        self.before.max(self.last.unwrap_or_default())
    }
}

impl<'a> Parser<'a> {
    fn parse(mut self) -> Option<()> {
        let mut is_repeated = false;
        while let Some(next) = self.rest.chars().next() {
            is_repeated = match next {
                '*' | '+' | '?' => {
                    self.eat_any();
                    self.repeat(is_repeated, None)?
                }
                '{' => self.braces(is_repeated)?,
                _ => {
                    self.token(next)?;
                    false
                }
            };
        }
        self.outer.is_empty().then_some(())
    }

    /// Everything except repetitions.
    fn token(&mut self, next: char) -> Option<()> {
        match next {
            '(' => return self.open(),
            ')' => {
                self.eat_any();
                let copies = self.inner.copies();
                self.inner = self.outer.pop()?;
                self.operand(copies);
            }
            '|' => {
                self.eat_any();
                self.inner.end_operand();
            }
            '[' => {
                self.class()?;
                self.operand(0);
            }
            '\\' => return self.escape(),
            _ => {
                self.eat_any();
                self.operand(0);
            }
        }
        Some(())
    }

    fn eat(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn eat_any(&mut self) -> Option<char> {
        let mut rest = self.rest.chars();
        let next = rest.next()?;
        self.rest = rest.as_str();
        Some(next)
    }

    /// The text up to `mark`, which is skipped.
    fn eat_until(&mut self, mark: &str) -> Option<&'a str> {
        let (before, after) = self.rest.split_once(mark)?;
        self.rest = after;
        Some(before)
    }

    fn operand(&mut self, copies: u64) {
        self.inner.end_operand();
        self.inner.last = Some(copies);
    }

    /// A repetition of the last operand, which must not be a repetition itself; with `{least,most}` if it has counts.
    fn repeat(&mut self, is_repeated: bool, counts: Option<(u64, Option<u64>)>) -> Option<bool> {
        self.eat("?");
        let last = self.inner.last.filter(|_| !is_repeated)?;
        let copies = match counts {
            None | Some((0, None)) => last,
            Some((_, Some(0))) => 0,
            Some((least, most)) => most.unwrap_or(least) * last.max(1),
        };
        let is_checked = counts.is_some_and(|(least, most)| least >= 2 || most.is_some_and(|most| most >= 2));
        self.inner.last = Some(copies);
        (!is_checked || copies <= MOST_COPIES).then_some(true)
    }

    /// A repetition `{2}`, `{2,}` or `{2,3}`; any other brace is literal.
    fn braces(&mut self, is_repeated: bool) -> Option<bool> {
        let Some((least, most, rest)) = counts(self.rest) else {
            self.eat_any();
            self.operand(0);
            return Some(false);
        };
        self.rest = rest;
        let is_range = least <= MOST_COPIES && most.is_none_or(|most| most <= MOST_COPIES && least <= most);
        is_range.then_some(())?;
        self.repeat(is_repeated, Some((least, most)))
    }

    /// The beginning of a group, or flags without a group.
    fn open(&mut self) -> Option<()> {
        let is_named = |begin: &str| self.rest.starts_with(begin) && self.rest.len() > begin.len();
        if let Some(begin) = ["(?P<", "(?<"].into_iter().find(|begin| is_named(begin)) {
            self.eat(begin);
            let name = self.eat_until(">")?;
            let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
            (!name.is_empty() && name.bytes().all(is_word)).then_some(())?;
        } else if self.eat("(?") {
            if !self.flags()? {
                return Some(());
            }
        } else {
            self.eat("(");
        }
        self.outer.push(std::mem::take(&mut self.inner));
        Some(())
    }

    /// Flags such as `i-s`; returns whether a group follows.
    fn flags(&mut self) -> Option<bool> {
        let (mut is_off, mut has_flag) = (false, false);
        loop {
            match self.eat_any()? {
                'i' | 'm' | 's' | 'U' => has_flag = true,
                '-' if !is_off => (is_off, has_flag) = (true, false),
                end @ (':' | ')') if !is_off || has_flag => return Some(end == ':'),
                _ => return None,
            }
        }
    }

    /// An escape sequence outside of a class.
    fn escape(&mut self) -> Option<()> {
        if self.eat(r"\Q") {
            let (literal, rest) = self.rest.split_once(r"\E").unwrap_or((self.rest, ""));
            self.rest = rest;
            if !literal.is_empty() {
                self.operand(0);
            }
            return Some(());
        }
        let is_place = [r"\A", r"\b", r"\B", r"\z"].into_iter().any(|place| self.eat(place));
        if !is_place && !self.escaped_class()? {
            self.escaped_character()?;
        }
        self.operand(0);
        Some(())
    }

    /// `\d` and the like, or `\p{NAME}`.
    fn escaped_class(&mut self) -> Option<bool> {
        let is_perl = [r"\d", r"\D", r"\s", r"\S", r"\w", r"\W"].into_iter().any(|class| self.eat(class));
        if is_perl || !(self.eat(r"\p") || self.eat(r"\P")) {
            return Some(is_perl);
        }
        let before = self.rest;
        let name = match self.eat_any()? {
            '{' => {
                let name = self.eat_until("}")?;
                name.strip_prefix('^').unwrap_or(name)
            }
            _ => before.strip_suffix(self.rest)?,
        };
        is_unicode_class(name).then_some(true)
    }

    /// An escaped character.
    fn escaped_character(&mut self) -> Option<u32> {
        self.eat("\\");
        let rest = self.rest;
        match self.eat_any()? {
            '0' => self.octal(rest),
            // A single digit would be a back-reference.
            '1'..='7' if self.rest.starts_with(|c: char| c.is_digit(8)) => self.octal(rest),
            'x' if self.eat("{") => hexadecimal(self.eat_until("}")?),
            'x' => {
                let digits = self.rest.get(..2)?;
                self.rest = self.rest.get(2..)?;
                hexadecimal(digits)
            }
            'a' => Some(7),
            'f' => Some(12),
            'n' => Some(10),
            'r' => Some(13),
            't' => Some(9),
            'v' => Some(11),
            other => (other.is_ascii() && !other.is_ascii_alphanumeric()).then_some(u32::from(other)),
        }
    }

    /// Up to three octal digits, of which the first is already consumed.
    fn octal(&mut self, text: &'a str) -> Option<u32> {
        let digits = text.bytes().take(3).take_while(|b| (b'0'..=b'7').contains(b)).count();
        self.rest = text.get(digits..)?;
        u32::from_str_radix(text.get(..digits)?, 8).ok()
    }

    /// `[...]`
    fn class(&mut self) -> Option<()> {
        self.eat("[");
        self.eat("^");
        let mut is_first = true;
        while is_first || !self.rest.starts_with(']') {
            is_first = false;
            if let Some((name, rest)) = self.rest.strip_prefix("[:").and_then(|rest| rest.split_once(":]")) {
                self.rest = rest;
                POSIX_CLASSES.contains(&name.strip_prefix('^').unwrap_or(name)).then_some(())?;
                continue;
            }
            if self.escaped_class()? {
                continue;
            }
            let low = self.class_character()?;
            let is_range =
                self.rest.strip_prefix('-').is_some_and(|rest| !rest.is_empty() && !rest.starts_with(']'));
            if is_range {
                self.eat("-");
                (low <= self.class_character()?).then_some(())?;
            }
        }
        self.eat_any()?;
        Some(())
    }

    fn class_character(&mut self) -> Option<u32> {
        if self.rest.starts_with('\\') { self.escaped_character() } else { self.eat_any().map(u32::from) }
    }
}

/// The numbers in `{2}`, `{2,}` or `{2,3}`, and the text after it.
fn counts(text: &str) -> Option<(u64, Option<u64>, &str)> {
    let (least, rest) = count(text.strip_prefix('{')?)?;
    if let Some(rest) = rest.strip_prefix('}') {
        return Some((least, Some(least), rest));
    }
    let rest = rest.strip_prefix(',')?;
    if let Some(rest) = rest.strip_prefix('}') {
        return Some((least, None, rest));
    }
    let (most, rest) = count(rest)?;
    Some((least, Some(most), rest.strip_prefix('}')?))
}

/// A number without leading zeros, and the text after it. Numbers that are too large saturate.
fn count(text: &str) -> Option<(u64, &str)> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.strip_suffix(rest)?;
    let is_plain = !digits.is_empty() && (digits.len() == 1 || !digits.starts_with('0'));
    is_plain.then(|| (digits.parse().unwrap_or(u64::MAX), rest))
}

fn hexadecimal(digits: &str) -> Option<u32> {
    let is_plain = digits.bytes().all(|b| b.is_ascii_hexdigit());
    let value = u32::from_str_radix(digits, 16).ok()?;
    (is_plain && value <= u32::from(char::MAX)).then_some(value)
}

/// Whether Go knows a class by this name, ignoring case, spaces and dashes.
fn is_unicode_class(name: &str) -> bool {
    let plain: String = name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).collect();
    let plain = plain.to_ascii_lowercase();
    UNICODE_CLASSES.lines().any(|known| known == plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rust_reads_otherwise_is_read_as_go_does() {
        for good in [
            r"//[[]x$",
            r"//a{$",
            "a{,5}",
            r"\_",
            r"\Q**\E*",
            "(?i)a",
            "^*",
            r"[a&&b]",
            r"\x{10FFFF}",
            r"\p{greek}",
        ] {
            assert!(is_regular_expression(good), "{good}");
        }
        for bad in [
            r"//a**$",
            r"\p{Script=Greek}",
            "(?x)a",
            r"\u0041",
            r"\1",
            "a{1001}",
            "(a{100}){11}",
            "[z-a]",
            "(?=a)",
            r"\C",
            "[[:no:]]",
        ] {
            assert!(!is_regular_expression(bad), "{bad}");
        }
    }

    /// Thousands of texts with Go's verdicts, from tests/conformance/verdicts.
    #[test]
    fn go_and_this_reader_agree() {
        crate::kubernetes::go_verdicts::hold(
            include_str!("../../tests/conformance/verdicts/regexps"),
            is_regular_expression,
        );
    }
}
