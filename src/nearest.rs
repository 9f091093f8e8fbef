//! The known name that somebody probably meant.

/// More is no typing error, however long the name is.
const MOST_CHANGES: usize = 5;

/// The known name with the fewest insertions, deletions, replacements and swaps from `name`; none where more than a
/// third of it, or more than five characters, would have to change. The first of equals.
pub(crate) fn nearest<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let limit = name.chars().count().div_ceil(3).min(MOST_CHANGES);
    known
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
