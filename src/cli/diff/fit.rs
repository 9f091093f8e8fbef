//! Shortens a long comment: a part that is too long is cut, without taking space from the others.

/// A part of a comment.
pub(super) struct Part {
    /// Which parts are kept if there is no space for all: those with the lowest rank.
    pub(super) rank: u8,
    /// The text before its lines.
    pub(super) head: String,
    /// Its lines, each with the number of items in it.
    pub(super) lines: Vec<(String, usize)>,
    /// The text after its lines.
    pub(super) tail: String,
    /// Says how many items were left out.
    pub(super) left_out: fn(usize) -> String,
}

/// Space for the result of `left_out`.
const LEFT_OUT: usize = 120;

impl Part {
    fn length(&self) -> usize {
        self.head.len() + self.tail.len() + self.lines.iter().map(|(line, _)| line.len()).sum::<usize>()
    }

    fn shortest(&self) -> usize {
        self.head.len() + self.tail.len() + LEFT_OUT
    }

    /// The part in at most `room` bytes, unless its head and tail alone are longer.
    fn written(&self, room: usize) -> String {
        let mut left = if self.length() <= room { room } else { room.saturating_sub(self.shortest()) };
        let fitting = self.lines.iter().take_while(|(line, _)| {
            let rest = left.checked_sub(line.len());
            left = rest.unwrap_or_default();
            rest.is_some()
        });
        let fitting = fitting.count();
        let shown = self.lines.iter().take(fitting).map(|(line, _)| line.as_str());
        let hidden = self.lines.iter().skip(fitting).map(|(_, things)| things);
        let left_out = (fitting < self.lines.len()).then(|| (self.left_out)(hidden.sum()));
        std::iter::once(self.head.as_str())
            .chain(shown)
            .chain(left_out.as_deref())
            .chain([self.tail.as_str()])
            .collect()
    }
}

/// The parts in order, in at most `room` bytes; `None` for parts that do not fit.
pub(super) fn fit(parts: &[Part], room: usize) -> Vec<Option<String>> {
    let rooms = rooms(parts, room);
    let mut written: Vec<Option<String>> =
        parts.iter().zip(rooms).map(|(part, room)| room.map(|room| part.written(room))).collect();
    // Lines are kept whole, so a share is seldom used up.
    let mut left = room.saturating_sub(written.iter().flatten().map(String::len).sum());
    for (part, text) in
        parts.iter().zip(written.iter_mut()).filter_map(|(part, text)| Some((part, text.as_mut()?)))
    {
        let longer = part.written(text.len() + left);
        if longer.len() > text.len() {
            left -= longer.len() - text.len();
            *text = longer;
        }
    }
    written
}

/// The bytes for each part: what it needs, or an equal share of what the shorter ones leave.
fn rooms(parts: &[Part], room: usize) -> Vec<Option<usize>> {
    let mut by_rank: Vec<usize> = (0..parts.len()).collect();
    by_rank.sort_by_key(|number| parts.get(*number).map(|part| part.rank));
    let needs = |number: usize| parts.get(number).map_or((0, 0), |part| (part.length(), part.shortest()));
    let mut left = room;
    let mut kept = Vec::new();
    for number in by_rank {
        let (length, shortest) = needs(number);
        let least = length.min(shortest);
        if least <= left {
            left -= least;
            kept.push((length, least, number));
        }
    }
    kept.sort_unstable();
    let mut rooms = vec![None; parts.len()];
    for (before, (length, least, number)) in kept.iter().enumerate() {
        let share = left / (kept.len() - before);
        let more = (length - least).min(share);
        left -= more;
        if let Some(place) = rooms.get_mut(*number) {
            *place = Some(least + more);
        }
    }
    rooms
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn part(rank: u8, lines: &[usize]) -> Part {
        Part {
            rank,
            head: "<".to_owned(),
            lines: lines.iter().map(|length| ("x".repeat(*length), 1)).collect(),
            tail: ">".to_owned(),
            left_out: |things| format!("+{things}"),
        }
    }

    #[test]
    fn a_part_that_is_too_long_hides_only_itself() {
        let parts = [part(1, &[10]), part(0, &[500, 500]), part(1, &[20, 30])];
        let written = fit(&parts, 700);
        assert_eq!(written[0].as_deref(), Some("<xxxxxxxxxx>"));
        assert_eq!(written[1].as_deref().map(|text| (text.len(), &text[501..])), Some((504, "+1>")));
        assert_eq!(written[2].as_ref().map(String::len), Some(52));
    }

    #[test]
    fn the_lowest_ranks_are_kept() {
        let parts = [part(2, &[40]), part(0, &[40]), part(1, &[40])];
        let kept: Vec<bool> = fit(&parts, 90).iter().map(Option::is_some).collect();
        assert_eq!(kept, [false, true, true]);
    }

    proptest! {
        #[test]
        fn what_is_written_fits_and_is_all_there_where_there_is_room(
            lines in prop::collection::vec((0..4_u8, prop::collection::vec(0..300_usize, 0..20)), 0..20),
            room in 0..4000_usize,
        ) {
            let parts: Vec<Part> = lines.iter().map(|(rank, lines)| part(*rank, lines)).collect();
            let all: usize = parts.iter().map(Part::length).sum();
            let written = fit(&parts, room);
            let length: usize = written.iter().flatten().map(String::len).sum();
            prop_assert!(length <= room);
            prop_assert!(all > room || length == all);
        }
    }
}
