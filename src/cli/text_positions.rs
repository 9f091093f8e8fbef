//! Finds lines and columns in a text without reading it again for each position.

/// The distance in bytes between positions whose line and column are stored.
const STEP: usize = 1024;

/// A text whose lines and columns can be looked up.
#[derive(Debug)]
pub(super) struct TextPositions<'a> {
    text: &'a str,
    /// Positions in ascending order, beginning with the start of the text.
    marks: Vec<Mark>,
    /// The start of each line.
    lines: Vec<usize>,
}

#[derive(Debug, Clone, Copy)]
struct Mark {
    byte: usize,
    line: usize,
    column: usize,
}

impl Mark {
    const fn after(self, c: char) -> Self {
        let byte = self.byte + c.len_utf8();
        if c == '\n' {
            Self { byte, line: self.line + 1, column: 1 }
        } else {
            Self { byte, column: self.column + 1, ..self }
        }
    }
}

impl<'a> TextPositions<'a> {
    /// Reads the text once.
    pub(super) fn of(text: &'a str) -> Self {
        let mut mark = Mark { byte: 0, line: 1, column: 1 };
        let (mut marks, mut lines) = (vec![mark], vec![0]);
        let mut next = STEP;
        for c in text.chars() {
            mark = mark.after(c);
            if c == '\n' {
                lines.push(mark.byte);
            }
            if mark.byte >= next {
                marks.push(mark);
                next = mark.byte + STEP;
            }
        }
        Self { text, marks, lines }
    }

    /// Line and column of a byte, both counted from 1, the column in characters. A byte after the end counts as the
    /// end.
    pub(super) fn line_and_column(&self, byte: usize) -> (usize, usize) {
        let after = self.marks.partition_point(|mark| mark.byte <= byte);
        let Some(mark) = after.checked_sub(1).and_then(|index| self.marks.get(index)) else { return (1, 1) };
        let rest = self.text.get(mark.byte..).unwrap_or_default();
        let mut place = *mark;
        for c in rest.chars() {
            if place.byte + c.len_utf8() > byte {
                break;
            }
            place = place.after(c);
        }
        (place.line, place.column)
    }

    /// The whole lines that contain the bytes in a range, their start, and the first line's number.
    pub(super) fn lines_of(&self, start: usize, end: usize) -> (&'a str, usize, usize) {
        let first = self.lines.partition_point(|line| *line <= start).saturating_sub(1);
        let behind = self.lines.partition_point(|line| *line <= end);
        let begin = self.lines.get(first).copied().unwrap_or_default();
        let end = self.lines.get(behind).copied().unwrap_or(self.text.len());
        (self.text.get(begin..end).unwrap_or_default(), begin, first + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The simple implementation: reads the text from its beginning for each position.
    fn slowly(text: &str, byte: usize) -> (usize, usize) {
        let before = text.get(..byte).unwrap_or(text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        (before.matches('\n').count() + 1, line.chars().count() + 1)
    }

    #[test]
    fn lines_and_columns_count_characters_from_one() {
        let at = |text: &str, byte| TextPositions::of(text).line_and_column(byte);
        assert_eq!(at("", 0), (1, 1));
        assert_eq!(at("ä = 1\nbö = 2\n", 10), (2, 3));
        assert_eq!(at("a\n", 2), (2, 1));
        assert_eq!(at("a", 9), (1, 2));
    }

    #[test]
    fn every_place_of_a_long_text_is_where_counting_finds_it() {
        let text = "öne = \"ß\"\n".repeat(300) + &"x".repeat(5000) + "\n\nlast";
        let positions = TextPositions::of(&text);
        for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
            assert_eq!(positions.line_and_column(byte), slowly(&text, byte), "{byte}");
        }
        assert_eq!(positions.lines_of(12, 13), ("öne = \"ß\"\n", 12, 2));
        assert_eq!(positions.lines_of(0, 12), ("öne = \"ß\"\nöne = \"ß\"\n", 0, 1));
        assert_eq!(positions.lines_of(text.len(), text.len()).0, "last");
    }
}
